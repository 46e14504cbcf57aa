import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Plain JavaScript without dependencies: this runs before anything is installed. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const oldest = [20, 19];

export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return;
  stop(`Node ${oldest.join('.')} or later is needed; this is ${process.versions.node}`);
}

/** Runs `npm ci` unless what is installed is as new as the lock file. */
export function installWhenNeeded() {
  const installed = `${root}/node_modules/.package-lock.json`;
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${root}/package-lock.json`).mtimeMs)
    return;
  console.log('Installing packages (npm ci) ...');
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], 'npm ci failed');
}

/** Builds what changed since the last build. */
export function build() {
  run('node', ['node_modules/.bin/nx', 'run-many', '-t', 'build'], 'the build failed');
}

/** The output is shown on failure only. */
function run(program, args, failure) {
  const environment = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', FORCE_COLOR: '0' };
  const { status, stdout, stderr, error } = spawnSync(program === 'node' ? process.execPath : program, args, {
    cwd: root,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  stop(`${failure}${error ? `: ${error.message}` : ''}`);
}

export function stop(message) {
  console.error(message);
  process.exit(1);
}
