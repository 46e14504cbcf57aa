import type { EntityManager } from 'typeorm';
import type { QuotaClass } from '../../envelopes/envelope.entity.js';
import type { ProjectKind } from '../../projects/entity/project.row.js';
import type { ProjectState } from '../../projects/project.transitions.js';
import { SUMS } from '../../project-tallies/project-tally.js';
import type { Sums } from '../../project-tallies/project-tally.js';

/** What the tallies of an area's villages add up to, for one year, state, kind and class. */
export interface TallyRow extends Sums {
  readonly year: number;
  readonly state: ProjectState;
  readonly kind: ProjectKind;
  readonly quotaClass: QuotaClass;
}

/** What only time makes of open projects. */
export interface OverdueCounts {
  readonly overdueReviews: number;
  readonly lateProjects: number;
}

const IN_AREA = (alias: string): string =>
  `${alias}.village_code >= a.code AND ${alias}.village_code < a.code || ':'`;

const TALLIES = `
  SELECT a.code AS parent, t.year, t.state, t.kind, t.quota_class AS "quotaClass",
         ${SUMS.map((sum) => `sum(t.${sum})::bigint AS ${sum}`).join(', ')}
    FROM unnest($1::text[]) AS a (code) JOIN project_tally t ON ${IN_AREA('t')} AND t.year = ANY($2)
   GROUP BY a.code, t.year, t.state, t.kind, t.quota_class`;

/** Each from an index of what is open: what is done is not looked at. */
const OVERDUE = `
  SELECT a.code AS parent,
         (SELECT count(*)::int FROM project p WHERE ${IN_AREA('p')} AND p.review_due_at < $2 AND p.state = 'SUBMITTED')
           AS "overdueReviews",
         (SELECT count(*)::int FROM project p WHERE ${IN_AREA('p')} AND p.due_on < $3::date
             AND p.state IN ('CLEARED', 'IN_PROGRESS', 'STOPPED')) AS "lateProjects"
    FROM unnest($1::text[]) AS a (code)`;

/** @param years of the proposal, Asia/Shanghai */
export async function talliesOfAreas(
  tx: EntityManager,
  codes: readonly string[],
  years: readonly number[],
): Promise<TallyRow[][]> {
  const rows = await tx.query<(TallyRow & { parent: string })[]>(TALLIES, [codes, years]);
  return codes.map((code) => rows.filter(({ parent }) => parent === code));
}

export async function overdueInAreas(
  tx: EntityManager,
  codes: readonly string[],
  { now, today }: { now: Date; today: string },
): Promise<OverdueCounts[]> {
  const rows = await tx.query<(OverdueCounts & { parent: string })[]>(OVERDUE, [codes, now, today]);
  const byCode = new Map(rows.map(({ parent, ...counts }) => [parent, counts]));
  return codes.map((code) => byCode.get(code) ?? { overdueReviews: 0, lateProjects: 0 });
}
