import { subtreeOf } from '@lianxin/access';
import { shanghaiDayStart } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { Dimension } from '../grid-event-commands/grid-event-tally.js';
import { fullMonths, partialMonths } from '../grid-event-views/period.js';
import type { Period } from '../grid-event-views/period.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import { columnOf, conditionOf, COUNTED } from './counted-facts.js';
import type { Counted } from './counted-facts.js';

/** Counts by state and fact, and what only time makes: open past its deadline, and unanswered past the time to respond. */
export type Counts = Readonly<Record<Counted | 'OVERDUE' | 'UNANSWERED', number>>;

/** Counts of one category in one grid, with one department, or in the whole place. */
export interface CellRow extends Counts {
  readonly parent: string;
  readonly value: string;
  readonly category: GridEventCategory;
}

const OPEN = OPEN_STATES.map((state) => `'${state}'`).join(', ');
const TALLIED = COUNTED.map((each) => `t.${columnOf(each)}`).join(', ');
const STORED = COUNTED.map((each) => `(coalesce(${conditionOf(each)}, false))::int`).join(', ');
const NONE = COUNTED.map(() => '0').join(', ');
const COLUMNS = [...COUNTED.map(columnOf), 'overdue', 'unanswered'].join(', ');
const SUMS = [...COUNTED, 'OVERDUE', 'UNANSWERED']
  .map((each) => `sum(c.${each.toLowerCase()})::int AS "${each}"`)
  .join(', ');

const IS_OVERDUE = `e.state IN (${OPEN}) AND e.reported_done_at IS NULL AND e.due_at < $6`;
const IS_UNANSWERED = `e.state = 'REPORTED' AND e.responded_at IS NULL AND e.respond_by < $6`;
const IN_MONTHS = `t.month >= $2::date AND t.month < $3::date`;
const IN_DAYS = `e.reported_at >= d.from_at AND e.reported_at < d.to_at`;
const IN_PERIOD = `e.reported_at >= $7 AND e.reported_at < $8`;
const DAYS = `unnest($4::timestamptz[], $5::timestamptz[]) AS d (from_at, to_at)`;

/** Those of today and those that are gone, each from its own index. */
const AREAS = `SELECT a.id, a.code FROM area a WHERE a.level >= 'COUNTY' AND a.code >= $9 AND a.code < $10 AND`;

const PLACES = `
  within AS (${AREAS} a.valid_until IS NULL UNION ALL ${AREAS} a.valid_until IS NOT NULL),
  place AS MATERIALIZED (
    SELECT p.code AS parent, w.id, w.code FROM within w
     CROSS JOIN (SELECT DISTINCT length(c.code) AS digits FROM unnest($1::text[]) AS c (code)) l
      JOIN unnest($1::text[]) AS p (code) ON p.code COLLATE "C" = left(w.code, l.digits))`;

/**
 * Whole months come from the tallies, the days around them from the events themselves, and what time alone makes from the index
 * of open events: the cost does not follow the number of events stored. What was kept from its own place is counted where it
 * is answered for, event by event, because it is counted for those alone whom row-level security shows it to.
 */
const TOTALS = `
  WITH ${PLACES},
  counted (parent, ${COLUMNS}) AS (
    SELECT v.parent, ${TALLIED}, 0, 0 FROM place v JOIN grid_event_tally t ON t.area_id = v.id AND ${IN_MONTHS}
    UNION ALL
    SELECT v.parent, ${STORED}, 0, 0 FROM place v CROSS JOIN ${DAYS}
      JOIN grid_event e ON e.village_code = v.code AND e.restricted_to IS NULL AND ${IN_DAYS}
    UNION ALL
    SELECT v.parent, ${NONE}, 1, 0 FROM place v JOIN grid_event e ON e.area_id = v.id AND e.restricted_to IS NULL
     WHERE ${IS_OVERDUE} AND ${IN_PERIOD}
    UNION ALL
    SELECT v.parent, ${NONE}, 0, 1 FROM place v JOIN grid_event e ON e.area_id = v.id AND e.restricted_to IS NULL
     WHERE ${IS_UNANSWERED} AND ${IN_PERIOD}
    UNION ALL
    SELECT v.parent, ${STORED}, (${IS_OVERDUE})::int, (coalesce(${IS_UNANSWERED}, false))::int
      FROM place v JOIN grid_event e ON e.restricted_area_id = v.id AND e.restricted_to IS NOT NULL AND ${IN_PERIOD})
  SELECT c.parent, ${SUMS} FROM counted c GROUP BY c.parent`;

const VALUES: Readonly<Record<Dimension, string>> = {
  CATEGORY: `''`,
  GRID: `substr(e.area_code, 13, 3)`,
  DEPARTMENT: `e.department_id::text`,
};

/** The same counts broken down; what was kept from its own place is in none of them. */
function cellsOf(dimension: Dimension): string {
  const common = `e.restricted_to IS NULL${dimension === 'DEPARTMENT' ? ' AND e.department_id IS NOT NULL' : ''}`;
  const key = `v.parent, ${VALUES[dimension]}, e.category`;
  return `
  WITH ${PLACES},
  counted (parent, value, category, ${COLUMNS}) AS (
    SELECT v.parent, t.value, t.category, ${TALLIED}, 0, 0 FROM place v
      JOIN grid_event_cell_tally t ON t.area_id = v.id AND t.dimension = '${dimension}' AND ${IN_MONTHS}
    UNION ALL
    SELECT ${key}, ${STORED}, 0, 0 FROM place v CROSS JOIN ${DAYS}
      JOIN grid_event e ON e.village_code = v.code AND ${common} AND ${IN_DAYS}
    UNION ALL
    SELECT ${key}, ${NONE}, 1, 0 FROM place v JOIN grid_event e ON e.area_id = v.id AND ${common} WHERE ${IS_OVERDUE} AND ${IN_PERIOD}
    UNION ALL
    SELECT ${key}, ${NONE}, 0, 1 FROM place v JOIN grid_event e ON e.area_id = v.id AND ${common} WHERE ${IS_UNANSWERED} AND ${IN_PERIOD})
  SELECT c.parent, c.value, c.category, ${SUMS} FROM counted c GROUP BY 1, 2, 3`;
}

const CELLS: Readonly<Record<Dimension, string>> = {
  CATEGORY: cellsOf('CATEGORY'),
  GRID: cellsOf('GRID'),
  DEPARTMENT: cellsOf('DEPARTMENT'),
};

/** A department's counts, wherever it was called to. */
const OF_DEPARTMENT = `
  WITH counted (value, category, ${COLUMNS}) AS (
    SELECT t.value, t.category, ${TALLIED}, 0, 0 FROM grid_event_cell_tally t
     WHERE t.dimension = 'DEPARTMENT' AND t.value = $1 AND ${IN_MONTHS}
    UNION ALL
    SELECT $1, e.category, ${STORED}, 0, 0 FROM ${DAYS}
      JOIN grid_event e ON e.department_id = $1::uuid AND e.restricted_to IS NULL AND ${IN_DAYS}
    UNION ALL
    SELECT $1, e.category, ${NONE}, (${IS_OVERDUE})::int, (coalesce(${IS_UNANSWERED}, false))::int FROM grid_event e
     WHERE e.department_id = $1::uuid AND e.restricted_to IS NULL AND e.state IN (${OPEN}) AND ${IN_PERIOD})
  SELECT c.value AS parent, c.value, c.category, ${SUMS} FROM counted c GROUP BY 2, 3`;

const HOUSEHOLDS = `
  SELECT p.code, coalesce(sum(g.household_count), 0)::int AS households, coalesce(bool_or(g.is_synthetic), false) AS "isSynthetic"
    FROM unnest($1::text[]) AS p (code)
    JOIN grid g ON g.code >= p.code COLLATE "C" AND g.code < (p.code || ':') COLLATE "C" GROUP BY p.code`;

export interface Households {
  readonly households: number;
  /** Whether any of the grids is made up for demonstration. */
  readonly isSynthetic: boolean;
}

/** A period, as of an instant. */
export interface Span {
  readonly period: Period;
  readonly now: Date;
}

/** @param codes areas, not grids */
export async function totalsOfAreas(
  tx: EntityManager,
  codes: readonly string[],
  span: Span,
): Promise<(Counts | null)[]> {
  const rows = await tx.query<(Counts & { parent: string })[]>(TOTALS, ofPlaces(codes, span));
  const byParent = new Map(rows.map((row) => [row.parent, row]));
  return codes.map((code) => byParent.get(code) ?? null);
}

/** @param codes areas, not grids */
export async function cellsOfAreas(
  tx: EntityManager,
  codes: readonly string[],
  { dimension, ...span }: Span & { dimension: Dimension },
): Promise<CellRow[][]> {
  const rows = await tx.query<CellRow[]>(CELLS[dimension], ofPlaces(codes, span));
  return codes.map((code) => rows.filter(({ parent }) => parent === code));
}

export function cellsOfDepartment(tx: EntityManager, departmentId: string, span: Span): Promise<CellRow[]> {
  return tx.query<CellRow[]>(OF_DEPARTMENT, [departmentId, ...inSpan(span)]);
}

/** @param codes areas or grids */
export async function householdsOf(tx: EntityManager, codes: readonly string[]): Promise<Households[]> {
  const rows = await tx.query<(Households & { code: string })[]>(HOUSEHOLDS, [codes]);
  const byCode = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byCode.get(code) ?? { households: 0, isSynthetic: false });
}

function ofPlaces(codes: readonly string[], span: Span): unknown[] {
  const inOrder = [...codes].sort();
  return [codes, ...inSpan(span), inOrder[0], subtreeOf(inOrder.at(-1) ?? '').to];
}

function inSpan({ period, now }: Span): unknown[] {
  const months = fullMonths(period);
  const days = partialMonths(period);
  return [
    months.from,
    months.to,
    days.map(({ from }) => shanghaiDayStart(from)),
    days.map(({ to }) => shanghaiDayStart(to)),
    now,
    shanghaiDayStart(period.from),
    shanghaiDayStart(period.to),
  ];
}
