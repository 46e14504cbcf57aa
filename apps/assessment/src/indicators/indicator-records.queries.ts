import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { PartCode } from './indicator.definitions.js';
import type { RecordRole } from './indicator-record.model.js';
import { PART_CONDITIONS, stoodAt } from './indicators.queries.js';

/** A fact as the source record of one part. */
export interface IndicatorRecord {
  readonly gridEventId: string;
  readonly villageId: number;
  readonly isAchieved: boolean;
  readonly isSettledOnTheSpot: boolean;
  readonly dueAt: Date;
  readonly doneAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly followedUpAt: Date | null;
}

/** Which records: the same for all keys of one statement. */
export interface RecordSelection {
  readonly part: PartCode;
  readonly role: RecordRole;
  readonly asOf: Date;
  readonly isNow: boolean;
}

export interface RecordPage {
  readonly areaCode: string;
  readonly year: number;
  /** Only events with a greater id. */
  readonly after: string;
  readonly count: number;
}

/** Up to `count` records for each page, in the order of the events' ids, in one statement. */
export async function findRecords(
  tx: EntityManager,
  selection: RecordSelection,
  pages: readonly RecordPage[],
): Promise<IndicatorRecord[][]> {
  const rows = await tx.query<(IndicatorRecord & { ordinal: number })[]>(statementOf(selection), [
    pages.map(({ areaCode }) => areaCode),
    pages.map(({ areaCode }) => subtreeOf(areaCode).to),
    pages.map(({ year }) => year),
    pages.map(({ after }) => after),
    pages.map(({ count }) => count),
    selection.asOf,
  ]);
  const lists: IndicatorRecord[][] = pages.map(() => []);
  for (const { ordinal, ...record } of rows) lists[ordinal - 1]?.push(record);
  return lists;
}

function statementOf({ part, role, isNow }: RecordSelection): string {
  const { yearColumn, isCounted, isAchieved } = PART_CONDITIONS[part];
  const conditions = [
    `f.village_code >= k.code AND f.village_code < k.code_end AND ${yearColumn} = k.year`,
    isNow ? `f.valid_until IS NULL` : stoodAt('moment.at'),
    isCounted('moment.at'),
    ...(role === 'NUMERATOR' ? [isAchieved] : []),
    `f.grid_event_id > k.after`,
  ];
  return `
    SELECT k.ordinal::int, r.*
      FROM unnest($1::text[], $2::text[], $3::int[], $4::uuid[], $5::int[])
           WITH ORDINALITY AS k (code, code_end, year, after, count, ordinal)
     CROSS JOIN (SELECT $6::timestamptz AS at) AS moment
     CROSS JOIN LATERAL (
       SELECT f.grid_event_id AS "gridEventId", f.village_id AS "villageId", ${isAchieved} AS "isAchieved",
              f.is_settled_on_the_spot AS "isSettledOnTheSpot", f.due_at AS "dueAt", f.done_at AS "doneAt",
              f.resolved_at AS "resolvedAt", f.followed_up_at AS "followedUpAt"
         FROM grid_event_fact f WHERE ${conditions.join(' AND ')}
        ORDER BY f.grid_event_id LIMIT k.count) r
     ORDER BY k.ordinal, r."gridEventId"`;
}
