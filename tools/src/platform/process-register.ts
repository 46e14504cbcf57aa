import { identifyProcess, isAlive, waitUntilGone, type ProcessIdentity } from '@lianxin/embedded-postgres';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

interface Registered extends ProcessIdentity {
  name: string;
}

const politeLimitMs = 5_000;
const hardLimitMs = 5_000;

/** The children of one platform, on disk, so that a later start finds those of a launcher that was killed. */
export class ProcessRegister {
  private readonly entries = new Map<number, Registered>();

  constructor(private readonly file: string) {}

  add(name: string, pid: number): void {
    const identity = identifyProcess(pid);
    if (!identity) return;
    this.entries.set(pid, { name, ...identity });
    this.save();
  }

  remove(pid: number): void {
    if (this.entries.delete(pid)) this.save();
  }

  list(): { name: string; pid: number }[] {
    return [...this.entries.values()].map(({ name, pid }) => ({ name, pid }));
  }

  /** On a full disk nothing can be written: the platform goes on without, and the next change writes all of it. */
  private save(): void {
    const draft = `${this.file}.${process.pid}`;
    try {
      writeFileSync(draft, JSON.stringify([...this.entries.values()]), { mode: 0o600 });
      renameSync(draft, this.file);
    } catch {
      rmSync(draft, { force: true });
    }
  }
}

/** Ends what an earlier launcher left running: only processes that carry its number and its start time. Returns their names. */
export async function endLeftovers(file: string): Promise<string[]> {
  const alive = readRegistered(file).filter(isAlive);
  await Promise.all(alive.map(end));
  return alive.map(({ name }) => name);
}

async function end(leftover: Registered): Promise<void> {
  for (const [signal, limitMs] of [['SIGTERM', politeLimitMs] as const, ['SIGKILL', hardLimitMs] as const]) {
    if (!isAlive(leftover)) return;
    process.kill(leftover.pid, signal);
    if (await waitUntilGone(leftover, limitMs)) return;
  }
  throw new Error(`${leftover.name} (process ${leftover.pid}) of an earlier start does not end`);
}

function readRegistered(file: string): Registered[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Registered[];
  } catch {
    return [];
  }
}
