import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { EVENT_COLUMNS } from '../grid-event-views/grid-events.queries.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';

/** The ceiling of the policy that bounds how many are merged into one. */
const MOST_MERGED = 100;

/** What is merged into each of these events, oldest first, as far as it may be read. */
export async function eventsMergedInto(
  tx: EntityManager,
  mainIds: readonly string[],
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<GridEvent[][]> {
  const events = await tx.query<GridEvent[]>(
    `SELECT m.* FROM unnest(${parameters.add(mainIds)}::uuid[]) AS main (id) CROSS JOIN LATERAL (
       SELECT ${EVENT_COLUMNS} FROM grid_event e WHERE e.merged_into_id = main.id AND ${readable}
        ORDER BY e.reported_at, e.id LIMIT ${MOST_MERGED}) m`,
    parameters.values,
  );
  return mainIds.map((id) => events.filter(({ mergedIntoId }) => mergedIntoId === id));
}
