import { readdirSync, readFileSync } from 'node:fs';

/** A process by its id and by when it started, since ids are given again. */
interface Known {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
}

const frozen = new Map<number, Known>();
/** Nothing forks once its parent stands still: each round finds only the children of those just stopped. */
const deepest = 5;

/**
 * Stops a process and all that descend from it (SIGSTOP), the parents first, so that nothing is forked meanwhile.
 * PostgreSQL without its postmaster alone would go on answering. @returns what lets them go on, those that still are there
 */
export function freeze(pid: number): () => void {
  const root = look(pid);
  if (!root) throw new Error(`process ${pid} is gone`);
  const stopped: Known[] = [];
  let layer = [root];
  for (let depth = 0; layer.length > 0 && depth < deepest; depth += 1) {
    for (const each of layer) stop(each);
    stopped.push(...layer);
    const parents = new Set(layer.map((each) => each.pid));
    layer = everybody().filter(({ parent }) => parents.has(parent));
  }
  return () => [...stopped].reverse().forEach(thaw);
}

/** What a campaign leaves standing when it is ended before its time. */
export function thawAll(): void {
  for (const each of [...frozen.values()].reverse()) thaw(each);
}

function stop(known: Known): void {
  frozen.set(known.pid, known);
  signal(known, 'SIGSTOP');
}

function thaw(known: Known): void {
  frozen.delete(known.pid);
  signal(known, 'SIGCONT');
}

/** It may have been ended meanwhile, by whoever found it silent, and its id given to another. */
function signal({ pid, startedAt }: Known, name: 'SIGSTOP' | 'SIGCONT'): void {
  if (look(pid)?.startedAt !== startedAt) return;
  try {
    process.kill(pid, name);
  } catch {
    // Gone between the look and the signal.
  }
}

const everybody = (): Known[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => look(Number(name)) ?? []);

/** As `/proc` has it: the name, in brackets, may hold blanks; the parent comes second after it, the start twentieth. */
function look(pid: number): Known | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { pid, parent: Number(fields[1]), startedAt: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}
