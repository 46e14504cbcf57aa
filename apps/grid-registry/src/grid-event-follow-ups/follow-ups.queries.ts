import type { EntityManager } from 'typeorm';
import type { FollowUpAttemptModel } from './follow-up.model.js';

const MAX_ATTEMPTS_SHOWN = 50;

export interface NewAttempt extends Omit<FollowUpAttemptModel, 'attempt'> {
  readonly gridEventId: string;
  readonly personId: string;
}

/** One attempt more. The caller holds the event's row, so that no two have the same number. */
export async function insertAttempt(tx: EntityManager, attempt: NewAttempt): Promise<void> {
  const { gridEventId, kind, channel, personId, role, isReached, isSolved, isSatisfied, at } = attempt;
  await tx.query(
    `INSERT INTO grid_event_follow_up (grid_event_id, attempt, kind, channel, person_id, actor_role, is_reached, is_solved, is_satisfied, at)
     SELECT $1::uuid, count(*) + 1, $2, $3, $4::uuid, $5, $6::boolean, $7::boolean, $8::boolean, $9::timestamptz FROM grid_event_follow_up WHERE grid_event_id = $1`,
    [gridEventId, kind, channel, personId, role, isReached, isSolved, isSatisfied, at],
  );
}

/** How often the reporter was tried since that instant. */
export async function countAsked(tx: EntityManager, gridEventId: string, since: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM grid_event_follow_up WHERE grid_event_id = $1 AND kind = 'ASKED' AND at >= $2`,
    [gridEventId, since],
  );
  return row?.count ?? 0;
}

/** Whether that person once asked or answered there. */
export async function hasFollowedUp(
  tx: EntityManager,
  gridEventId: string,
  personId: string,
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM grid_event_follow_up WHERE grid_event_id = $1 AND person_id = $2 LIMIT 1`,
    [gridEventId, personId],
  );
  return rows.length > 0;
}

/** The attempts at each event, oldest first, in the order of the ids; at most 50 each. */
export async function attemptsOfEvents(
  tx: EntityManager,
  ids: readonly string[],
): Promise<FollowUpAttemptModel[][]> {
  const rows = await tx.query<(FollowUpAttemptModel & { gridEventId: string })[]>(
    `SELECT grid_event_id AS "gridEventId", attempt, kind, channel, actor_role AS role, is_reached AS "isReached",
            is_solved AS "isSolved", is_satisfied AS "isSatisfied", at
       FROM grid_event_follow_up WHERE grid_event_id = ANY($1) AND attempt <= $2 ORDER BY grid_event_id, attempt`,
    [ids, MAX_ATTEMPTS_SHOWN],
  );
  return ids.map((id) => rows.filter(({ gridEventId }) => gridEventId === id));
}
