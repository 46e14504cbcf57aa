import { Role } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { realmOf } from '../grid-events/grid-event.sight.js';

export const NOTIFICATION_KINDS = [
  'RESULT',
  'REFUSAL',
  'REFUSAL_UPHELD',
  'REFUSAL_OVERTURNED',
  'PROCEDURE',
  'HANDED_OVER',
  'ALERT',
  'STOOD_DOWN',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

export interface Notification {
  readonly id: string;
  readonly gridEventId: string;
  readonly kind: NotificationKind;
  readonly notifiedAt: Date;
}

/** Who reported or speaks for them, and whoever works in the grid today, each once. Nobody is told who else was. */
const NOTIFY = `
  INSERT INTO notification (id, recipient, grid_event_id, kind, notified_at)
  SELECT gen_random_uuid(), r.recipient, $5, $6, $4 FROM (
    SELECT unnest($1::uuid[]) AS recipient
    UNION
    (SELECT subject FROM access_grant
     WHERE role = ANY($2) AND revoked_at IS NULL AND valid_from <= $4 AND (valid_until IS NULL OR valid_until > $4)
       AND area_code = $3
     ORDER BY subject LIMIT 50)) r`;

/**
 * S1-24: what became of an event goes back to the reporter and to the grid worker; to no grid worker what is kept from the
 * place, and to no household what only police and civil affairs may know.
 */
export async function notifyOf(
  tx: EntityManager,
  kind: NotificationKind,
  event: GridEvent,
  at: Date,
): Promise<void> {
  if (realmOf(event) === 'PROTECTION') return;
  const reporters = event.proxyId === null ? [event.reporterId] : [event.reporterId, event.proxyId];
  const roles = event.restrictedTo === null ? [Role.GRID_WORKER, Role.GRID_LEADER] : [];
  await tx.query(NOTIFY, [reporters, roles, event.areaCode, at, event.id, kind]);
}

/** @param after [instant, id] of the last one seen, or nothing; newest first */
export function findNotificationsOf(
  tx: EntityManager,
  page: { recipient: string; first: number; after: readonly (string | number)[] },
): Promise<Notification[]> {
  const [at, id] = page.after;
  return tx.query<Notification[]>(
    `SELECT n.id, n.grid_event_id AS "gridEventId", n.kind, n.notified_at AS "notifiedAt" FROM notification n
      WHERE n.recipient = $1 AND ($3::timestamptz IS NULL OR (n.notified_at, n.id) < ($3, $4::uuid))
      ORDER BY n.notified_at DESC, n.id DESC LIMIT $2`,
    [page.recipient, page.first + 1, at ?? null, id ?? null],
  );
}
