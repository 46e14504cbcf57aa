import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.js';
import {
  identifyProcess,
  waitUntilGone,
  workingDirectoryOf,
  type ProcessIdentity,
} from './machine/processes.js';

/** Time limits in milliseconds of the three ways to ask: fast (disconnects clients), immediate, and the hard end. */
const shutdownSteps = [
  { signal: 'SIGINT', limitMs: 15_000 },
  { signal: 'SIGQUIT', limitMs: 5_000 },
  { signal: 'SIGKILL', limitMs: 5_000 },
] as const;

const dyingLimitMs = 2_000;

interface PidFile {
  pid: number;
  port: number;
  ready: boolean;
}

/** What PostgreSQL wrote about itself into the cluster; undefined when there is no (readable) file. */
export function readPidFile(cluster: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return undefined;
  }
}

/**
 * Ends a server that outlived its launcher and clears away its pid file. The number in that file may belong to another
 * program by now: a process counts as ours only when it is a postgres that works inside this very cluster.
 * Returns what was found.
 */
export async function clearSurvivor(cluster: string): Promise<'none' | 'stale' | 'stopped'> {
  const file = readPidFile(cluster);
  if (!file) return 'none';
  const survivor = identifyProcess(file.pid);
  if (survivor && (await isOurs(survivor, cluster))) {
    await endPostmaster(survivor);
    rmSync(join(cluster, 'postmaster.pid'), { force: true });
    return 'stopped';
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
  return 'stale';
}

/** A process that is just dying shows no program any more while its port is still taken: such a one is waited for. */
async function isOurs(process: ProcessIdentity, cluster: string): Promise<boolean> {
  const found = workingDirectoryOf(process.pid);
  if (found) return found.program === 'postgres' && found.directory === realpathSync(cluster);
  await waitUntilGone(process, dyingLimitMs);
  return false;
}

/** Stops a server, first politely, each way with its time limit. */
export async function endPostmaster(postmaster: ProcessIdentity): Promise<void> {
  for (const { signal, limitMs } of shutdownSteps) {
    try {
      process.kill(postmaster.pid, signal);
    } catch {
      return;
    }
    if (await waitUntilGone(postmaster, limitMs)) return;
  }
  throw new EmbeddedPostgresError(`PostgreSQL (process ${postmaster.pid}) does not end`);
}
