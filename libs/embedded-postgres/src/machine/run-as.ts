import { spawn, spawnSync, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { stageBinaries, type Binaries } from '../binaries.js';
import { EmbeddedPostgresError } from '../errors.js';

/** How PostgreSQL is run: as we are, as `nobody` of a user namespace, or as the system's account `nobody`. */
export type RunAs = 'self' | 'namespace' | 'unprivileged-user';

/** A way to run PostgreSQL's programs that works for the account we are and the folders we were given. */
export interface Runner {
  as: RunAs;
  binaries: Binaries;
  /** The owner that the cluster's files must have for PostgreSQL to accept them. */
  owner?: { uid: number; gid: number };
  spawn(program: string, args: string[], options: SpawnOptions): ChildProcess;
}

const namespaceArgs = ['--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * PostgreSQL refuses to run as root and for an account without a name. As root a user namespace comes first (the files
 * stay root's and root's private folders stay readable); where namespaces are forbidden, as in most containers, the
 * account `nobody`. `workingDirectory` is entered before privileges are given up, so it may lie in a private folder.
 */
export function chooseRunner(binaries: Binaries, workingDirectory: string, wish?: RunAs): Runner {
  for (const as of wish ? [wish] : candidates()) {
    const runner = makeRunner(as, binaries);
    if (!runner) continue;
    if (works(runner, workingDirectory)) return runner;
    if (!isPossible(as)) continue;
    const staged = { ...runner, binaries: stageBinaries(binaries) };
    if (works(staged, workingDirectory)) return staged;
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL cannot run here: as root it needs user namespaces (unshare) or an account named nobody',
  );
}

function candidates(): RunAs[] {
  if (process.getuid?.() === 0) return ['namespace', 'unprivileged-user'];
  return hasName() ? ['self'] : ['namespace', 'self'];
}

function makeRunner(as: RunAs, binaries: Binaries): Runner | undefined {
  if (as === 'self')
    return { as, binaries, spawn: (program, args, options) => spawn(program, args, options) };
  const own = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  if (as === 'namespace') {
    if (process.platform !== 'linux') return undefined;
    const enter = (program: string, args: string[], options: SpawnOptions) =>
      spawn('unshare', [...namespaceArgs, program, ...args], options);
    return { as, binaries, owner: own, spawn: enter };
  }
  const nobody = own.uid === 0 ? findNobody() : undefined;
  if (!nobody) return undefined;
  return {
    as,
    binaries,
    owner: nobody,
    spawn: (program, args, options) => spawn(program, args, { ...options, ...nobody }),
  };
}

/** Whether this way exists here at all, so that only unreachable binaries can be what failed. */
function isPossible(as: RunAs): boolean {
  if (as !== 'namespace') return as !== 'self';
  return spawnSync('unshare', [...namespaceArgs, 'true'], { stdio: 'ignore' }).status === 0;
}

function works(runner: Runner, cwd: string): boolean {
  const { postgres } = runner.binaries;
  const asOther = runner.as === 'unprivileged-user' ? runner.owner : {};
  const [program, args] =
    runner.as === 'namespace'
      ? ['unshare', [...namespaceArgs, postgres, '--version']]
      : [postgres, ['--version']];
  return spawnSync(program, args, { cwd, stdio: 'ignore', ...asOther }).status === 0;
}

function findNobody(): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

/** A container may run us under a number that no account has; PostgreSQL then stops at looking up its own name. */
function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}
