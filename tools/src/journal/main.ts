import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { serviceEnvironment, type EnvironmentSource } from '../platform/environment.js';
import { workspaceRoot } from '../platform/settings.js';
import { InvocationError, readInvocation } from './invocation.js';
import { platformOf } from './stopped-platform.js';

/** As the services' own command ends. */
const notDone = 1;
const notUnderstood = 2;

/**
 * `npm run journal -- <command> [--service NAME]`: has each service's own command do it, with the environment that the service
 * itself would have. The worst exit code is this one's.
 */
async function main(): Promise<number> {
  const { services, args } = readInvocation(process.argv.slice(2));
  const platform = args.includes('--help') ? undefined : platformOf();
  let worst = 0;
  for (const name of services) {
    const code = await run(name, args, platform);
    if (code === notUnderstood) return code;
    worst = Math.max(worst, code);
  }
  return worst;
}

function run(
  name: string,
  args: readonly string[],
  platform: EnvironmentSource | undefined,
): Promise<number> {
  const service = platform?.services.find((each) => each.name === name);
  const environment =
    platform && service ? serviceEnvironment(platform, service) : { PATH: process.env['PATH'] };
  const entry = join(workspaceRoot, 'apps', name, 'dist/journal.js');
  const child = spawn(process.execPath, ['--no-warnings', entry, ...args], {
    env: environment,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? notDone));
  });
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof InvocationError ? notUnderstood : notDone;
  },
);
