import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { CountedBecause } from './counted-because.js';
import { recordSource } from './record-sources.js';
import type { RecordSelection } from './record-sources.js';

/** A source record of one part; what its source does not tell is left out. */
export interface IndicatorRecord {
  /** Orders the records of a list. */
  readonly key: string;
  readonly villageId: number;
  readonly numerator: number;
  readonly denominator: number;
  readonly reason: CountedBecause;
  readonly gridEventId?: string;
  readonly microProjectId?: string | null;
  readonly factKind?: FactKind;
  readonly factId?: string | null;
  readonly factMonth?: number | null;
  readonly factOn?: string | null;
  readonly countedAt?: Date | null;
  readonly dueAt?: Date | null;
  readonly doneAt?: Date | null;
  readonly resolvedAt?: Date | null;
  readonly followedUpAt?: Date | null;
}

export type FactKind = 'DISCUSSION' | 'PLAN_ITEM' | 'SPECIAL_AUDIT';

export interface RecordPage {
  readonly areaCode: string;
  readonly year: number;
  /** Only records with a greater key; from the first one on when it is null. */
  readonly after: string | null;
  readonly count: number;
}

/** Up to `count` records for each page, in the order of their keys, in one statement. */
export async function findRecords(
  tx: EntityManager,
  selection: RecordSelection,
  pages: readonly RecordPage[],
): Promise<IndicatorRecord[][]> {
  const { select, beforeAll } = recordSource(selection);
  const statement = `
    SELECT k.ordinal::int, r.*
      FROM unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[])
           WITH ORDINALITY AS k (code, code_end, year, after, count, ordinal)
     CROSS JOIN (SELECT $6::timestamptz AS at) AS moment
     CROSS JOIN LATERAL (${select}) AS r
     ORDER BY k.ordinal, r.key COLLATE "C"`;
  const rows = await tx.query<(IndicatorRecord & { ordinal: number })[]>(statement, [
    pages.map(({ areaCode }) => areaCode),
    pages.map(({ areaCode }) => subtreeOf(areaCode).to),
    pages.map(({ year }) => year),
    pages.map(({ after }) => after ?? beforeAll),
    pages.map(({ count }) => count),
    selection.asOf,
  ]);
  const lists: IndicatorRecord[][] = pages.map(() => []);
  for (const { ordinal, ...record } of rows) lists[ordinal - 1]?.push(record);
  return lists;
}
