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
 * itself would have, and prints what they say in the order of the services. The worst exit code is this one's.
 */
async function main(): Promise<number> {
  const { services: named, args } = readInvocation(process.argv.slice(2));
  const isHelp = args.includes('--help');
  const platform = isHelp ? undefined : platformOf();
  // Each knows the same commands.
  const services = isHelp ? named.slice(0, 1) : named;
  // What takes long is asked of one service, and tells of its progress as it goes.
  const stdio = services.length === 1 ? 'inherit' : 'pipe';
  const runs = services.map((name) => run({ name, args, stdio }, platform));
  let worst = 0;
  for (const running of runs) {
    const { code, stdout, stderr } = await running;
    process.stdout.write(stdout);
    process.stderr.write(stderr);
    // All of them say the same about a command that none understands.
    if (code === notUnderstood) return code;
    worst = Math.max(worst, code);
  }
  return worst;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Order {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdio: 'inherit' | 'pipe';
}

function run({ name, args, stdio }: Order, platform: EnvironmentSource | undefined): Promise<Ran> {
  const service = platform?.services.find((each) => each.name === name);
  const env = platform && service ? serviceEnvironment(platform, service) : { PATH: process.env['PATH'] };
  const entry = join(workspaceRoot, 'apps', name, 'dist/journal.js');
  const child = spawn(process.execPath, ['--no-warnings', entry, ...args], {
    env,
    stdio: ['ignore', stdio, stdio],
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream]?.setEncoding('utf8').on('data', (text: string) => (said[stream] += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? notDone, ...said }));
  });
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = error instanceof InvocationError ? notUnderstood : notDone;
  },
);
