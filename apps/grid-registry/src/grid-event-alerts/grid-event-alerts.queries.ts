import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { DutyPost } from './alert-posts.js';
import { GridEventAlert } from './grid-event-alert.entity.js';

const ALERT_COLUMNS = columnsOf(GridEventAlert, 'a');

/** What the rules for reading compare, as SQL over the alias `a`. */
export const READABLE_ALERTS = {
  action: 'read',
  subject: 'GridEventAlert',
  columns: {
    postCode: 'a.post_code',
    departmentId: 'a.department_id',
    concernedIds: {
      list: 'a.concerned_ids',
      holding: (personId: string) => `${personId}::uuid = ANY(a.concerned_ids)`,
    },
  },
};

const asAlert = (row: object): GridEventAlert => Object.assign(new GridEventAlert(), row);

export interface AlertPage {
  readonly areaCode: string | null;
  readonly isOpen: boolean | null;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing; newest first. */
  readonly after: readonly (string | number)[];
}

export async function findAlerts(
  tx: EntityManager,
  { areaCode, isOpen, first, after }: AlertPage,
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<GridEventAlert[]> {
  const parts = [readable];
  const [at, id] = after;
  if (areaCode !== null) {
    const { from, to } = subtreeOf(areaCode);
    parts.push(`a.area_code >= ${parameters.add(from)} AND a.area_code < ${parameters.add(to)}`);
  }
  const open = '(a.acknowledged_at IS NULL AND a.ended_at IS NULL)';
  if (isOpen !== null) parts.push(isOpen ? open : `NOT ${open}`);
  if (at !== undefined)
    parts.push(`(a.raised_at, a.id) < (${parameters.add(at)}::timestamptz, ${parameters.add(id)}::uuid)`);
  const rows = await tx.query<object[]>(
    `SELECT ${ALERT_COLUMNS} FROM grid_event_alert a WHERE ${parts.join(' AND ')}
      ORDER BY a.raised_at DESC, a.id DESC LIMIT ${parameters.add(first + 1)}`,
    parameters.values,
  );
  return rows.map(asAlert);
}

export interface DueAlert {
  readonly alert: GridEventAlert;
  readonly state: GridEventState;
}

/** Those whose time is over, the longest first; what another worker has in hand is left to it. */
export async function takeDueAlerts(tx: EntityManager, now: Date, limit: number): Promise<DueAlert[]> {
  const rows = await tx.query<(object & { state: GridEventState })[]>(
    `SELECT ${ALERT_COLUMNS}, e.state FROM grid_event_alert a JOIN grid_event e ON e.id = a.grid_event_id
      WHERE a.next_ring_at <= $1 ORDER BY a.next_ring_at, a.id LIMIT $2 FOR UPDATE OF a SKIP LOCKED`,
    [now, limit],
  );
  return rows.map(({ state, ...row }) => ({ alert: asAlert(row), state }));
}

/** Whether this person acknowledged an alert of the emergency. */
export async function hasAcknowledged(
  tx: EntityManager,
  gridEventId: string,
  personId: string,
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT 1 FROM grid_event_alert WHERE grid_event_id = $1 AND acknowledged_by = $2 LIMIT 1`,
    [gridEventId, personId],
  );
  return rows.length > 0;
}

/** Held; with the reach of the platform. */
export function lockAlertsOf(tx: EntityManager, gridEventId: string): Promise<GridEventAlert[]> {
  const lock = { mode: 'pessimistic_write' } as const;
  return tx.find(GridEventAlert, { where: { gridEventId }, order: { id: 'ASC' }, lock });
}

/** With the reach of the platform: whoever ends an emergency need not see the alerts of every other post. */
export async function endAlertsOf(tx: EntityManager, gridEventId: string, at: Date): Promise<void> {
  await tx.query(
    `UPDATE grid_event_alert SET ended_at = $2, next_ring_at = NULL
      WHERE grid_event_id = $1 AND acknowledged_at IS NULL AND ended_at IS NULL`,
    [gridEventId, at],
  );
}

/** The county's department that answers for the category, the first by code; not one that is complained of. */
export async function findAlertedDepartment(
  tx: EntityManager,
  { areaCode, category, except }: { areaCode: string; category: string; except: readonly string[] },
): Promise<string | null> {
  const [row] = await tx.query<{ id: string }[]>(
    `SELECT id FROM department WHERE area_code = $1 AND $2 = ANY (duties) AND id <> ALL ($3::uuid[]) ORDER BY code LIMIT 1`,
    [areaCode, category, except],
  );
  return row?.id ?? null;
}

/** Whoever holds one of the posts today, each person once, at most 50 a post; never who is complained of. */
const NOTIFY_POSTS = `
  INSERT INTO notification (id, recipient, grid_event_id, kind, notified_at)
  SELECT gen_random_uuid(), h.subject, $1, 'ALERT', $2 FROM (
    SELECT DISTINCT g.subject FROM unnest($3::text[], $4::text[], $5::uuid[]) AS p (role, area_code, department_id)
     CROSS JOIN LATERAL (
       SELECT subject FROM access_grant
        WHERE role = p.role AND revoked_at IS NULL AND valid_from <= $2 AND (valid_until IS NULL OR valid_until > $2)
          AND CASE WHEN p.department_id IS NULL THEN area_code = p.area_code COLLATE "C" ELSE department_id = p.department_id END
          AND subject <> ALL ($6::uuid[])
        ORDER BY subject LIMIT 50) g) h`;

export async function notifyPosts(
  tx: EntityManager,
  told: { gridEventId: string; posts: readonly DutyPost[]; concernedIds: readonly string[]; at: Date },
): Promise<void> {
  const { gridEventId, posts, concernedIds, at } = told;
  await tx.query(NOTIFY_POSTS, [
    gridEventId,
    at,
    posts.map(({ role }) => role),
    posts.map(({ areaCode }) => areaCode),
    posts.map(({ departmentId }) => departmentId),
    concernedIds,
  ]);
}
