import type { EntityManager } from 'typeorm';
import type { FollowUpAttemptModel } from './follow-up.model.js';

const MAX_ATTEMPTS_SHOWN = 50;

export interface NewAttempt extends Omit<FollowUpAttemptModel, 'attempt'> {
  readonly gridEventId: string;
  readonly personId: string;
}

/**
 * One attempt more. The caller holds the event's row, so that no two have the same number.
 * @param since when the result was told: what was asked before counts no more
 * @returns how often the same was done since then before
 */
export async function insertAttempt(tx: EntityManager, attempt: NewAttempt, since: Date): Promise<number> {
  const { gridEventId, kind, channel, personId, role, isReached, isSolved, isSatisfied, at } = attempt;
  const [earlier] = await tx.query<{ alike: number }[]>(
    `WITH earlier AS (
       SELECT count(*) AS attempts, count(*) FILTER (WHERE kind = $2 AND at >= $10::timestamptz)::int AS alike
         FROM grid_event_follow_up WHERE grid_event_id = $1::uuid
     ), kept AS (
       INSERT INTO grid_event_follow_up (grid_event_id, attempt, kind, channel, person_id, actor_role, is_reached, is_solved, is_satisfied, at)
       SELECT $1::uuid, attempts + 1, $2, $3, $4::uuid, $5, $6::boolean, $7::boolean, $8::boolean, $9::timestamptz FROM earlier
     )
     SELECT alike FROM earlier`,
    [gridEventId, kind, channel, personId, role, isReached, isSolved, isSatisfied, at, since],
  );
  return earlier?.alike ?? 0;
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
