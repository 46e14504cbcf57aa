import type { EntityManager } from 'typeorm';
import type { WebhookDelivery } from './webhook.row.js';

const COLUMNS = `d.id, d.webhook_id AS "webhookId", d.department_id AS "departmentId", d.event_id AS "eventId",
  d.grid_event_id AS "gridEventId", d.position::float8 AS position, d.attempt, d.at, d.duration_ms AS "durationMs", d.outcome,
  d.status_code AS "statusCode", d.next_attempt_at AS "nextAttemptAt", d.signature, d.body_digest AS "bodyDigest",
  d.answer_digest AS "answerDigest"`;

export const insertDelivery = (tx: EntityManager, delivery: WebhookDelivery): Promise<unknown> =>
  tx.query(
    `INSERT INTO webhook_delivery (id, webhook_id, department_id, event_id, grid_event_id, position, attempt, at, duration_ms,
       outcome, status_code, next_attempt_at, signature, body_digest, answer_digest)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
    [
      delivery.id,
      delivery.webhookId,
      delivery.departmentId,
      delivery.eventId,
      delivery.gridEventId,
      delivery.position,
      delivery.attempt,
      delivery.at,
      delivery.durationMs,
      delivery.outcome,
      delivery.statusCode,
      delivery.nextAttemptAt,
      delivery.signature,
      delivery.bodyDigest,
      delivery.answerDigest,
    ],
  );

/** One more than asked for, if there is one; the latest first. */
export const findDeliveries = (
  tx: EntityManager,
  webhookId: string,
  { first, before }: { first: number; before: string | null },
): Promise<WebhookDelivery[]> =>
  tx.query<WebhookDelivery[]>(
    `SELECT ${COLUMNS} FROM webhook_delivery d
      WHERE d.webhook_id = $1 AND ($2::uuid IS NULL OR d.id < $2::uuid) ORDER BY d.id DESC LIMIT $3`,
    [webhookId, before, first + 1],
  );

/** Of one department, in a bounded step. */
export async function sweepDeliveries(
  tx: EntityManager,
  departmentId: string,
  { before, limit }: { before: Date; limit: number },
): Promise<number> {
  const [, count] = await tx.query<[unknown, number]>(
    `DELETE FROM webhook_delivery WHERE id IN (
       SELECT id FROM webhook_delivery WHERE department_id = $1 AND at < $2 ORDER BY at LIMIT $3)`,
    [departmentId, before, limit],
  );
  return count;
}

/** Every department that has, or had, a webhook. */
export const findSubscribedDepartments = (
  tx: EntityManager,
): Promise<{ departmentId: string; areaCode: string }[]> =>
  tx.query(`SELECT DISTINCT ON (department_id) department_id AS "departmentId", area_code AS "areaCode"
              FROM webhook ORDER BY department_id`);
