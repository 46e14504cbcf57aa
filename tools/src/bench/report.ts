import type { BenchResult } from './bench.js';
import type { Machine } from './machine.js';

export interface BenchReport extends BenchResult {
  readonly name: string;
  readonly machine: Machine;
  readonly commit: string;
}

/** The report for a person: one line a figure, one a check. */
export function toTable({ name, machine, commit, figures, checks }: BenchReport): string {
  const { cpu, cores, memoryGiB, node, postgresql, packages } = machine;
  const width = Math.max(
    ...[...Object.keys(figures), ...checks.map(({ key }) => key)].map((key) => key.length),
  );
  const versions = Object.entries(packages).map(([key, version]) => `${key} ${version}`);
  return [
    `${name} at ${commit}`,
    `${cpu}, ${cores} cores, ${memoryGiB} GiB; Node ${node}, PostgreSQL ${postgresql}`,
    versions.join(', '),
    '',
    ...Object.entries(figures).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
    '',
    ...checks.map(
      ({ key, value, target, pass }) =>
        `  ${key.padEnd(width)}  ${value}  target ${target}  ${pass ? 'met' : 'MISSED'}`,
    ),
  ].join('\n');
}
