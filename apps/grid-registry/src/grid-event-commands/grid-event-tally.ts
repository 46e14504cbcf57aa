import { shanghaiDay } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import { columnOf, factsOf } from '../grid-event-statistics/counted-facts.js';
import type { Counted } from '../grid-event-statistics/counted-facts.js';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';

/** First day of the month in Asia/Shanghai in which something happened. */
export const monthOf = (at: Date): string => `${shanghaiDay(at).slice(0, 7)}-01`;

/** What events are counted by, besides place and month: category, grid, department. */
export const DIMENSIONS = ['CATEGORY', 'GRID', 'DEPARTMENT'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The three digits of the grid within its village; empty where no grid was named. */
export const gridNumberOf = (areaCode: string): string => areaCode.slice(12, 15);

/** How much is to be added to which columns of one row. */
interface Move {
  readonly key: readonly (string | number)[];
  readonly by: Map<Counted, number>;
}

type Moves = Map<string, Move>;

/**
 * Moves the event from what it was counted under to what it is counted under now. The last statement of a command: the row of
 * village and month is shared. Whoever holds that row is alone with those of its categories, grids and departments, so
 * that commands wait for each other there and never in a circle.
 */
export async function countEvent(
  tx: EntityManager,
  event: GridEventRow,
  before: GridEventRow | null,
): Promise<void> {
  const totals: Moves = new Map();
  const cells: Moves = new Map();
  if (before) addTo({ totals, cells }, before, -1);
  addTo({ totals, cells }, event, 1);
  const moved = [...new Set([...totals.values(), ...cells.values()].flatMap(({ by }) => columnsMoved(by)))];
  if (moved.length === 0) return;
  const columns = moved.map(columnOf).join(', ');
  const set = (table: string): string =>
    moved
      .map((each) => `${columnOf(each)} = ${table}.${columnOf(each)} + excluded.${columnOf(each)}`)
      .join(', ');
  const rows = (offset: number): string =>
    ['', ...moved]
      .map((_, n) => `$${offset + n}::int[]`)
      .slice(1)
      .join(', ');
  await tx.query(
    `WITH total AS (
       INSERT INTO grid_event_tally AS t (area_id, month, ${columns})
       SELECT * FROM unnest($1::int[], $2::date[], ${rows(2)}) ORDER BY 1, 2
       ON CONFLICT (area_id, month) DO UPDATE SET ${set('t')} RETURNING area_id, month)
     INSERT INTO grid_event_cell_tally AS c (area_id, month, dimension, value, category, ${columns})
     SELECT m.* FROM unnest($${3 + moved.length}::int[], $${4 + moved.length}::date[], $${5 + moved.length}::text[],
              $${6 + moved.length}::text[], $${7 + moved.length}::text[], ${rows(7 + moved.length)})
         AS m (area_id, month, dimension, value, category, ${columns})
       JOIN total USING (area_id, month)
     ON CONFLICT (area_id, dimension, month, value, category) DO UPDATE SET ${set('c')}`,
    [...arraysOf(totals, 2, moved), ...arraysOf(cells, 5, moved)],
  );
}

const columnsMoved = (by: Move['by']): Counted[] =>
  [...by].filter(([, count]) => count !== 0).map(([counted]) => counted);

/** What is kept from its own place is in no tally: it is counted by those alone who may read it. */
function addTo({ totals, cells }: { totals: Moves; cells: Moves }, event: GridEventRow, sign: 1 | -1): void {
  if (event.restrictedTo !== null) return;
  const { areaId, category, departmentId } = event;
  const place = [areaId, monthOf(event.reportedAt)];
  const counted = [event.state, ...factsOf(event)];
  const add = (moves: Moves, key: readonly (string | number)[]): void => {
    const move = moves.get(key.join(' ')) ?? { key, by: new Map<Counted, number>() };
    for (const each of counted) move.by.set(each, (move.by.get(each) ?? 0) + sign);
    moves.set(key.join(' '), move);
  };
  add(totals, place);
  add(cells, [...place, 'CATEGORY', '', category]);
  add(cells, [...place, 'GRID', gridNumberOf(event.areaCode), category]);
  if (departmentId !== null) add(cells, [...place, 'DEPARTMENT', departmentId, category]);
}

/** One array for each part of the key and each column moved. Rows that stay as they are are left alone. */
function arraysOf(moves: Moves, keyLength: number, moved: readonly Counted[]): (string | number)[][] {
  const rows = [...moves.values()];
  const keys = Array.from({ length: keyLength }, (_, n) => rows.map(({ key }) => key[n] ?? ''));
  return [...keys, ...moved.map((counted) => rows.map(({ by }) => by.get(counted) ?? 0))];
}
