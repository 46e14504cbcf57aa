import { SUMS } from '../../project-tallies/project-tally.js';
import type { Sum, Sums } from '../../project-tallies/project-tally.js';
import { PROJECT_STAGES, stageOf } from '../../projects/project.transitions.js';
import type { ProjectStage } from '../../projects/project.transitions.js';
import type { TallyRow } from './statistics.queries.js';

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** From 0 to 1; null without anything to share. */
  readonly ratio: number | null;
}

export const totalOf = (rows: readonly TallyRow[]): Sums =>
  Object.fromEntries(SUMS.map((sum) => [sum, rows.reduce((total, row) => total + row[sum], 0)])) as Record<
    Sum,
    number
  >;

/** Parts in the order of the names given; those without any project are left out. */
export function partsBy<Name extends string>(
  rows: readonly TallyRow[],
  names: readonly Name[],
  of: (row: TallyRow) => Name,
): { readonly name: Name; readonly sums: Sums }[] {
  return names
    .map((name) => ({ name, sums: totalOf(rows.filter((row) => of(row) === name)) }))
    .filter(({ sums }) => sums.projects > 0);
}

export const stagesOf = (rows: readonly TallyRow[]): { name: ProjectStage; sums: Sums }[] =>
  partsBy(rows, PROJECT_STAGES, ({ state }) => stageOf(state));

export const shareOf = (numerator: number, denominator: number): Share => ({
  numerator,
  denominator,
  ratio: denominator === 0 ? null : numerator / denominator,
});

/** S0-20: too few answers would show who gave them. */
export const satisfactionOf = ({ answers, satisfied }: Sums, minimumSample: number): Share | null =>
  answers > 0 && answers < minimumSample ? null : shareOf(satisfied, answers);
