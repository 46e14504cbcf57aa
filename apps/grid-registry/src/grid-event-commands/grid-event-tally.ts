import { shanghaiDay } from '@lianxin/policy';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { tallyColumnOf } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

/** First day of the month in Asia/Shanghai in which something happened. */
export const monthOf = (at: Date): string => `${shanghaiDay(at).slice(0, 7)}-01`;

export type Counted = Pick<GridEvent, 'areaId' | 'restrictedTo' | 'restrictedAreaId'>;

/** In whose counts it is: its village's, or those of the body that answers for what the village must not know. */
const countedAreaOf = ({ areaId, restrictedTo, restrictedAreaId }: Counted): number | null =>
  restrictedTo === null ? areaId : restrictedAreaId;

/**
 * Moves the event from one state's count to the other's, and from one body's counts to another's where it is kept from a
 * place from now on. The last statement of a command: its row lock is shared.
 */
export async function countStates(
  tx: EntityManager,
  event: GridEvent,
  from: GridEventState | null,
  before: Counted = event,
): Promise<void> {
  const [areaId, areaBefore] = [countedAreaOf(event), countedAreaOf(before)];
  const gained: Move = [tallyColumnOf(event.state), 1];
  const lost: Move[] = from === null ? [] : [[tallyColumnOf(from), -1]];
  if (areaId === areaBefore && from === event.state) return;
  if (areaId === areaBefore) return count(tx, areaId, event, [gained, ...lost]);
  await count(tx, areaBefore, event, lost);
  await count(tx, areaId, event, [gained]);
}

type Move = readonly [column: string, delta: number];

async function count(
  tx: EntityManager,
  areaId: number | null,
  event: Pick<GridEvent, 'reportedAt'>,
  moves: readonly Move[],
): Promise<void> {
  if (areaId === null || moves.length === 0) return;
  await tx.query(
    `INSERT INTO grid_event_tally AS t (area_id, month, ${moves.map(([column]) => column).join(', ')})
     VALUES ($1, $2, ${moves.map(([, delta]) => delta).join(', ')})
     ON CONFLICT (area_id, month) DO UPDATE SET
       ${moves.map(([column]) => `${column} = t.${column} + excluded.${column}`).join(', ')}`,
    [areaId, monthOf(event.reportedAt)],
  );
}
