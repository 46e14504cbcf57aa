import { shanghaiDay, shanghaiYear } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { ProjectRow } from '../projects/entity/project.row.js';

/** What is added up: projects, their money in fen, and what rates are made of. */
export const SUMS = [
  'projects',
  'budget_fen',
  'committed_fen',
  'paid_fen',
  'final_fen',
  'completed',
  'on_time',
  'answers',
  'satisfied',
] as const;
export type Sum = (typeof SUMS)[number];
export type Sums = Readonly<Record<Sum, number>>;

/** What projects are counted by, besides their village: the year of their proposal (Asia/Shanghai), state, kind and class. */
type Key = readonly [villageId: number, year: number, state: string, kind: string, quotaClass: string];

interface Move {
  readonly villageCode: string;
  readonly key: Key;
  readonly by: Sums;
}

const KEY_COLUMNS = 'village_id, year, state, kind, quota_class';

const MOVE = `
  INSERT INTO project_tally AS t (village_code, ${KEY_COLUMNS}, ${SUMS.join(', ')})
  SELECT * FROM unnest($1::text[], $2::int[], $3::int[], $4::text[], $5::text[], $6::text[],
    ${SUMS.map((_, place) => `$${place + 7}::bigint[]`).join(', ')})
    AS m (village_code, ${KEY_COLUMNS}, ${SUMS.join(', ')}) ORDER BY ${KEY_COLUMNS}
  ON CONFLICT (${KEY_COLUMNS}) DO UPDATE SET ${SUMS.map((sum) => `${sum} = t.${sum} + excluded.${sum}`).join(', ')}`;

/** What one project adds where it is counted. */
export function sumsOf(project: ProjectRow): Sums {
  const { completedAt, agreedDueOn, isSurveyTold, answerCount, satisfiedCount } = project;
  return {
    projects: 1,
    budget_fen: project.budgetFen,
    committed_fen: project.committedFen,
    paid_fen: project.paidFen,
    final_fen: project.finalFen ?? 0,
    completed: completedAt === null ? 0 : 1,
    on_time: completedAt !== null && shanghaiDay(completedAt) <= agreedDueOn ? 1 : 0,
    answers: isSurveyTold ? (answerCount ?? 0) : 0,
    satisfied: isSurveyTold ? (satisfiedCount ?? 0) : 0,
  };
}

/**
 * Moves a project from what it was counted under to what it is counted under now, in the transaction of the step and as its
 * last statement: rows of the tally are shared. One statement takes them in the order of their keys, so that steps wait for
 * each other and never in a circle.
 */
export async function countProject(
  tx: EntityManager,
  project: ProjectRow,
  before: ProjectRow | null,
): Promise<void> {
  const moves = movesOf(project, before);
  if (moves.length === 0) return;
  const keys = [0, 1, 2, 3, 4].map((part) => moves.map(({ key }) => key[part]));
  const sums = SUMS.map((sum) => moves.map(({ by }) => by[sum]));
  await tx.query(MOVE, [moves.map(({ villageCode }) => villageCode), ...keys, ...sums]);
}

function movesOf(project: ProjectRow, before: ProjectRow | null): Move[] {
  const now = { villageCode: project.villageCode, key: keyOf(project), by: sumsOf(project) };
  if (before === null) return [now];
  const then = { villageCode: before.villageCode, key: keyOf(before), by: negated(sumsOf(before)) };
  if (then.key.join() !== now.key.join()) return [then, now];
  const by = added(now.by, then.by);
  return SUMS.some((sum) => by[sum] !== 0) ? [{ ...now, by }] : [];
}

const keyOf = ({ villageId, proposedAt, state, kind, quotaClass }: ProjectRow): Key => [
  villageId,
  shanghaiYear(proposedAt),
  state,
  kind,
  quotaClass,
];

const negated = (sums: Sums): Sums => mapped((sum) => -sums[sum]);
const added = (one: Sums, other: Sums): Sums => mapped((sum) => one[sum] + other[sum]);
const mapped = (of: (sum: Sum) => number): Sums =>
  Object.fromEntries(SUMS.map((sum) => [sum, of(sum)])) as Record<Sum, number>;
