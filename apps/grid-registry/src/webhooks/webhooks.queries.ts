import type { EntityManager } from 'typeorm';
import type { Webhook } from './webhook.row.js';

const COLUMNS = `w.id, w.department_id AS "departmentId", w.area_code AS "areaCode", w.url, w.only_area_code AS "onlyAreaCode",
  w.categories, w.kinds, w.status, w.suspended_reason AS "suspendedReason", w.suspended_at AS "suspendedAt",
  w.position::float8 AS position, w.generation, w.failure_count AS "failureCount", w.failing_since AS "failingSince",
  w.next_attempt_at AS "nextAttemptAt", w.last_outcome AS "lastOutcome", w.last_attempt_at AS "lastAttemptAt",
  w.defined_at AS "definedAt"`;

/** Enough for every system of a department, and few enough to be worked through. */
export const MAX_WEBHOOKS = 20;

/** Also one that was removed: its log can be read until it is swept. */
export async function findWebhook(tx: EntityManager, id: string): Promise<Webhook | null> {
  const [row] = await tx.query<Webhook[]>(`SELECT ${COLUMNS} FROM webhook w WHERE w.id = $1`, [id]);
  return row ?? null;
}

/** Locks it for the rest of the transaction; what was removed cannot be acted on. */
export async function lockWebhook(tx: EntityManager, id: string): Promise<Webhook | null> {
  const [row] = await tx.query<Webhook[]>(
    `SELECT ${COLUMNS} FROM webhook w WHERE w.id = $1 AND w.status <> 'REMOVED' FOR UPDATE`,
    [id],
  );
  return row ?? null;
}

export const findWebhooksOf = (tx: EntityManager, departmentId: string): Promise<Webhook[]> =>
  tx.query<Webhook[]>(
    `SELECT ${COLUMNS} FROM webhook w WHERE w.department_id = $1 AND w.status <> 'REMOVED' ORDER BY w.id LIMIT ${MAX_WEBHOOKS}`,
    [departmentId],
  );

/** Makes a department's webhooks countable: of two that are defined at once, the second sees the first. */
export const lockWebhooksOf = (tx: EntityManager, departmentId: string): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('webhooks ' || $1::text, 0))`, [departmentId]);

/** It begins with what comes after the journal's head of now. */
export const insertWebhook = (
  tx: EntityManager,
  webhook: Pick<
    Webhook,
    'id' | 'departmentId' | 'areaCode' | 'url' | 'onlyAreaCode' | 'categories' | 'kinds' | 'definedAt'
  >,
): Promise<unknown> =>
  tx.query(
    `INSERT INTO webhook (id, department_id, area_code, url, only_area_code, categories, kinds, status, position, generation, defined_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, 'ACTIVE', coalesce((SELECT last_position FROM relay_state), 0), 1, $8`,
    [
      webhook.id,
      webhook.departmentId,
      webhook.areaCode,
      webhook.url,
      webhook.onlyAreaCode,
      webhook.categories,
      webhook.kinds,
      webhook.definedAt,
    ],
  );

const UNTROUBLED = `failure_count = 0, failing_since = NULL, next_attempt_at = NULL`;

export const setStatus = (tx: EntityManager, id: string, status: 'PAUSED' | 'REMOVED'): Promise<unknown> =>
  tx.query(
    `UPDATE webhook SET status = $2, suspended_reason = NULL, suspended_at = NULL, generation = generation + 1 WHERE id = $1`,
    [id, status],
  );

/** Goes on where it stood, at once. */
export const setActive = (tx: EntityManager, id: string): Promise<unknown> =>
  tx.query(
    `UPDATE webhook SET status = 'ACTIVE', suspended_reason = NULL, suspended_at = NULL, generation = generation + 1, ${UNTROUBLED}
      WHERE id = $1`,
    [id],
  );

/** A place beyond the head is the head. */
export const setPosition = (tx: EntityManager, id: string, position: number): Promise<unknown> =>
  tx.query(
    `UPDATE webhook SET position = least($2::bigint, (SELECT last_position FROM relay_state)), generation = generation + 1, ${UNTROUBLED}
      WHERE id = $1`,
    [id, position],
  );

/** Active, with something after its place, and not waiting for its next attempt; the longest waiting first. Those under way are left out. */
export const findDue = (
  tx: EntityManager,
  now: Date,
  limit: number,
  running: readonly string[] = [],
): Promise<Webhook[]> =>
  tx.query<Webhook[]>(
    `SELECT ${COLUMNS} FROM webhook w
      WHERE w.status = 'ACTIVE' AND w.position < (SELECT last_position FROM relay_state)
        AND (w.next_attempt_at IS NULL OR w.next_attempt_at <= $1) AND w.id <> ALL ($3::uuid[])
      ORDER BY w.next_attempt_at NULLS FIRST, w.last_attempt_at NULLS FIRST, w.id LIMIT $2`,
    [now, limit, running],
  );

/** Where a delivery left it: nothing is written over what a command has done meanwhile. */
const STILL = `id = $1 AND generation = $2 AND status = 'ACTIVE' AND position = $3`;

export interface Standing {
  readonly id: string;
  readonly generation: number;
  readonly position: number;
}

const isStill = async (answer: Promise<unknown>): Promise<boolean> => {
  const [rows] = (await answer) as [unknown[], number];
  return rows.length > 0;
};

/** @returns whether it still stood there */
export const advance = (tx: EntityManager, standing: Standing, to: number): Promise<boolean> =>
  isStill(
    tx.query(`UPDATE webhook SET position = $4 WHERE ${STILL} RETURNING id`, [...placeOf(standing), to]),
  );

/** @returns whether it still stood there */
export const noteSuccess = (
  tx: EntityManager,
  standing: Standing,
  { to, at }: { to: number; at: Date },
): Promise<boolean> =>
  isStill(
    tx.query(
      `UPDATE webhook SET position = $4, last_outcome = 'DELIVERED', last_attempt_at = $5, ${UNTROUBLED} WHERE ${STILL} RETURNING id`,
      [...placeOf(standing), to, at],
    ),
  );

export interface Failure {
  readonly outcome: string;
  readonly at: Date;
  readonly failureCount: number;
  readonly failingSince: Date;
  readonly nextAttemptAt: Date | null;
  readonly suspendedReason: string | null;
}

/** @returns whether it still stood there */
export const noteFailure = (tx: EntityManager, standing: Standing, failure: Failure): Promise<boolean> =>
  isStill(
    tx.query(
      `UPDATE webhook SET last_outcome = $4, last_attempt_at = $5, failure_count = $6, failing_since = $7, next_attempt_at = $8,
              suspended_reason = $9, suspended_at = CASE WHEN $9::text IS NULL THEN NULL ELSE $5::timestamptz END,
              status = CASE WHEN $9::text IS NULL THEN status ELSE 'SUSPENDED' END
        WHERE ${STILL} RETURNING id`,
      [
        ...placeOf(standing),
        failure.outcome,
        failure.at,
        failure.failureCount,
        failure.failingSince,
        failure.nextAttemptAt,
        failure.suspendedReason,
      ],
    ),
  );

const placeOf = ({ id, generation, position }: Standing): unknown[] => [id, generation, position];
