import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { PartCode } from '../indicator.definitions.js';
import { PART_CONDITIONS, stoodAt } from './event-parts.js';
import { programmeCounts } from './programme.sql.js';

export interface AreaYear {
  readonly areaId: number;
  /** Of Asia/Shanghai. */
  readonly year: number;
}

export interface Counts {
  readonly areaId: number;
  readonly areaCode: string;
  readonly year: number;
  readonly part: PartCode;
  readonly numerator: number;
  readonly denominator: number;
}

const IN_AREA = (alias: string): string =>
  `${alias}.village_code >= w.code AND ${alias}.village_code < w.code_end`;

const programme = (asOf: string): string => programmeCounts({ isInArea: IN_AREA, year: 'w.year', asOf });

/** The running counts, and what time alone makes count: nothing grows with what is done. */
const COUNTS_NOW = (now: string): string => `
  SELECT t.part, sum(t.numerator)::int AS numerator, sum(t.denominator)::int AS denominator
    FROM indicator_tally t WHERE ${IN_AREA('t')} AND t.year = w.year GROUP BY t.part
  UNION ALL
  SELECT 'ON_TIME', 0, count(*)::int FROM open_deadline o
   WHERE ${IN_AREA('o')} AND o.due_year = w.year AND o.due_at < ${now}
  UNION ALL ${programme(now)}`;

/** The same from the dated facts, for a moment that is past. */
const COUNTS_AT = (asOf: string): string => {
  const ofEvents = Object.entries(PART_CONDITIONS).map(
    ([part, { yearColumn, isCounted, isAchieved }]) => `
  SELECT '${part}', (count(*) FILTER (WHERE ${isAchieved}))::int, count(*)::int FROM grid_event_fact f
   WHERE ${IN_AREA('f')} AND ${yearColumn} = w.year AND ${stoodAt(asOf)} AND ${isCounted(asOf)}`,
  );
  const ofProjects = `
  SELECT f.part, sum(f.numerator)::int, sum(f.denominator)::int FROM micro_project_fact f
   WHERE ${IN_AREA('f')} AND f.year = w.year AND ${stoodAt(asOf)} GROUP BY f.part`;
  return [...ofEvents, ofProjects, programme(asOf)].join(' UNION ALL ');
};

export interface CountsQuestion {
  readonly keys: readonly AreaYear[];
  readonly asOf: Date;
  readonly isNow: boolean;
  /** Which areas may be answered, as SQL over `a.code`. */
  readonly isAllowed: (parameters: SqlParameters) => string;
}

/**
 * The counts of many areas and years in one statement. Areas that are unknown or may not be answered have no row; a
 * part may have several, to be added up.
 */
export function findCounts(
  tx: EntityManager,
  question: CountsQuestion,
  parameters: SqlParameters,
): Promise<Counts[]> {
  const ids = parameters.add(question.keys.map(({ areaId }) => areaId));
  const years = parameters.add(question.keys.map(({ year }) => year));
  const asOf = `${parameters.add(question.asOf)}::timestamptz`;
  const statement = `
    WITH wanted AS MATERIALIZED (
      SELECT a.id, a.code, a.code_end, k.year FROM unnest(${ids}::int[], ${years}::int[]) AS k (area_id, year)
        JOIN area a ON a.id = k.area_id
       WHERE ${question.isAllowed(parameters)})
    SELECT w.id AS "areaId", w.code AS "areaCode", w.year, c.part, c.numerator, c.denominator
      FROM wanted w CROSS JOIN LATERAL (${question.isNow ? COUNTS_NOW(asOf) : COUNTS_AT(asOf)}) AS c (part, numerator, denominator)`;
  return tx.query<Counts[]>(statement, parameters.values);
}
