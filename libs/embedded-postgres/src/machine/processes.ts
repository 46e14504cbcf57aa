import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** A process told apart from any later one that is given the same number. */
export interface ProcessIdentity {
  pid: number;
  startedAt: string;
}

const isLinux = process.platform === 'linux';

/** The identity of a living process, or undefined when there is none (a zombie counts as none). */
export function identifyProcess(pid: number): ProcessIdentity | undefined {
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  const startedAt = isLinux ? startFromProc(pid) : startFromPs(pid);
  return startedAt === undefined ? undefined : { pid, startedAt };
}

/** Whether exactly this process, and not a successor under its number, is still alive. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identifyProcess(identity.pid)?.startedAt === identity.startedAt;
}

/** Resolves to true as soon as the process is gone, to false when it outlives the time limit. */
export async function waitUntilGone(identity: ProcessIdentity, limitMs: number): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (isAlive(identity)) {
    if (Date.now() >= deadline) return false;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return true;
}

/** The folder a process works in and the name of its program; undefined when it cannot be told. */
export function workingDirectoryOf(pid: number): { directory: string; program: string } | undefined {
  try {
    if (!isLinux) return fromLsof(pid);
    const program = basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''));
    return { directory: readlinkSync(`/proc/${pid}/cwd`), program };
  } catch {
    return undefined;
  }
}

/** The start is counted in ticks since boot, so the boot's own id makes it unique across restarts of the machine. */
function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // While other threads of a killed process are still ending, its ports are still taken.
    if (fields[0] === 'X' || (fields[0] === 'Z' && Number(fields[17]) <= 1)) return undefined;
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}

function startFromPs(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line === '' || line.startsWith('Z') ? undefined : line.replace(/^\S+\s+/, '');
  } catch {
    return undefined;
  }
}

function fromLsof(pid: number): { directory: string; program: string } | undefined {
  const fields = execFileSync('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fcn'], {
    encoding: 'utf8',
  }).split('\n');
  const value = (key: string) => fields.find((field) => field.startsWith(key))?.slice(1);
  const directory = value('n');
  const program = value('c');
  return directory && program ? { directory, program } : undefined;
}
