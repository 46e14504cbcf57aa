import type { EntityManager } from 'typeorm';
import { QueryFailedError } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import type { OutsideSystem } from './outside-number.errors.js';

export interface NumberElsewhere {
  readonly system: OutsideSystem;
  readonly number: string;
  readonly dueAt: Date | null;
}

export interface OutsideNumber extends NumberElsewhere {
  readonly id: string;
  readonly gridEventId: string;
  readonly receivedAt: Date;
  readonly answeredAt: Date | null;
  /** Whether the system was told how the event stands now. */
  readonly isAnswered: boolean;
}

const UNIQUE_VIOLATION = '23505';

/** What a system is told changes with the state, and with each time that a matter is opened again. */
export const STANDING = `e.state || '.' || e.reopen_count`;

/**
 * Row-level security hides whose number it is from those who may not know of that event; that it is taken they are told,
 * unless the event is kept from somebody.
 * @returns whether the number was free
 */
export async function insertNumber(
  tx: EntityManager,
  event: Pick<GridEventRow, 'id' | 'restrictedTo'>,
  { system, number, dueAt }: NumberElsewhere,
  receivedAt: Date,
): Promise<boolean> {
  try {
    await tx.query(
      `INSERT INTO outside_number (id, grid_event_id, system, number, received_at, due_at, is_kept) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [uuidv7(), event.id, system, number, receivedAt, dueAt, event.restrictedTo !== null],
    );
    return true;
  } catch (error) {
    if (isTaken(error)) return false;
    throw error;
  }
}

function isTaken(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code, constraint } = error.driverError as { code?: string; constraint?: string };
  return code === UNIQUE_VIOLATION && constraint === 'outside_number_key';
}

/** The event with that number, if the caller may know of it. */
export async function findEventOfNumber(
  tx: EntityManager,
  system: OutsideSystem,
  number: string,
): Promise<string | null> {
  const [row] = await tx.query<{ gridEventId: string }[]>(
    `SELECT grid_event_id AS "gridEventId" FROM outside_number WHERE system = $1 AND number = $2
      ORDER BY is_kept, received_at, id LIMIT 1`,
    [system, number],
  );
  return row?.gridEventId ?? null;
}

export async function countNumbers(tx: EntityManager, gridEventId: string): Promise<number> {
  const [row] = await tx.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM outside_number WHERE grid_event_id = $1`,
    [gridEventId],
  );
  return row?.count ?? 0;
}

/** As they came in; policy bounds how many an event has. */
export async function numbersOfEvents(tx: EntityManager, ids: readonly string[]): Promise<OutsideNumber[][]> {
  const rows = await tx.query<OutsideNumber[]>(
    `SELECT n.id, n.grid_event_id AS "gridEventId", n.system, n.number, n.received_at AS "receivedAt", n.due_at AS "dueAt",
            n.answered_at AS "answeredAt", n.answered_standing IS NOT DISTINCT FROM ${STANDING} AS "isAnswered"
       FROM outside_number n JOIN grid_event e ON e.id = n.grid_event_id
      WHERE n.grid_event_id = ANY($1) ORDER BY n.received_at, n.id`,
    [ids],
  );
  return ids.map((id) => rows.filter(({ gridEventId }) => gridEventId === id));
}

/** The event is kept from somebody from now on: its numbers are free for others. */
export async function freeNumbersOf(tx: EntityManager, gridEventId: string): Promise<void> {
  await tx.query(`UPDATE outside_number SET is_kept = true WHERE grid_event_id = $1`, [gridEventId]);
}
