import { shanghaiDay } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { tallyColumnOf } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

/** First day of the month in Asia/Shanghai in which something happened. */
export const monthOf = (at: Date): string => `${shanghaiDay(at).slice(0, 7)}-01`;

/** In whose counts it is: its village's, or those of the body that answers for what the village must not know. */
const countedAreaOf = ({ areaId, restrictedTo, restrictedAreaId }: GridEvent): number | null =>
  restrictedTo === null ? areaId : restrictedAreaId;

/** Moves the event from one state's count to the other's. The last statement of a command: its row lock is shared. */
export async function countStates(
  tx: EntityManager,
  event: GridEvent,
  from: GridEventState | null,
): Promise<void> {
  const areaId = countedAreaOf(event);
  if (from === event.state || areaId === null) return;
  const moves: [string, number][] = [[tallyColumnOf(event.state), 1]];
  if (from !== null) moves.push([tallyColumnOf(from), -1]);
  await tx.query(
    `INSERT INTO grid_event_tally AS t (area_id, month, ${moves.map(([column]) => column).join(', ')})
     VALUES ($1, $2, ${moves.map(([, delta]) => delta).join(', ')})
     ON CONFLICT (area_id, month) DO UPDATE SET
       ${moves.map(([column]) => `${column} = t.${column} + excluded.${column}`).join(', ')}`,
    [areaId, monthOf(event.reportedAt)],
  );
}
