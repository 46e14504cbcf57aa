import { readdirSync, readFileSync } from 'node:fs';

/**
 * Memory of processes and all their descendants in megabytes (proportional set size: what is shared is counted once).
 * Linux only; processes that end while being read count as nothing.
 */
export function pssMbOf(roots: number[]): number {
  const parents = parentsByPid();
  const wanted = new Set(roots);
  const isWanted = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (wanted.has(pid) || isWanted(parents.get(pid)));
  const kilobytes = [...parents.keys()].filter(isWanted).map(pssKbOf);
  return kilobytes.reduce((sum, kb) => sum + kb, 0) / 1024;
}

function parentsByPid(): Map<number, number> {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(pids.map((pid) => [pid, Number(/^PPid:\s*(\d+)$/m.exec(read(pid, 'status'))?.[1] ?? 0)]));
}

const pssKbOf = (pid: number) => Number(/^Pss:\s*(\d+) kB$/m.exec(read(pid, 'smaps_rollup'))?.[1] ?? 0);

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
