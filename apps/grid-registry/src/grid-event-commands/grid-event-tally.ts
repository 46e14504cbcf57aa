import { shanghaiDay } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

/** Rows in the order of their states, so that two commands of one village never wait for each other in a circle. */
const COUNT = `
  INSERT INTO grid_event_tally AS t (area_id, month, category, state, count)
  SELECT $1, $2, $3, s.state, s.delta FROM unnest($4::text[], $5::int[]) AS s (state, delta) ORDER BY s.state
  ON CONFLICT (area_id, month, category, state) DO UPDATE SET count = t.count + excluded.count`;

/** First day of the month in Asia/Shanghai in which something happened. */
export const monthOf = (at: Date): string => `${shanghaiDay(at).slice(0, 7)}-01`;

/** Moves the event from one state's count to the other's. The last statement of a command: its row locks are shared. */
export async function countStates(tx: EntityManager, event: GridEvent, from: GridEventState | null): Promise<void> {
  if (from === event.state) return;
  const states = from === null ? [event.state] : [from, event.state];
  const deltas = from === null ? [1] : [-1, 1];
  await tx.query(COUNT, [event.areaId, monthOf(event.reportedAt), event.category, states, deltas]);
}
