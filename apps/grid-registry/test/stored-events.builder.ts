import { randomUUID } from 'node:crypto';
import type { TestService } from '@lianxin/testing';
import { GRID } from './grid-registry.fixture.js';

/** What a row says that no command wrote; a test names what matters to it. */
export interface StoredEvent {
  readonly id: string;
  readonly area_id: number;
  readonly area_code: string;
  readonly category: string;
  readonly kind: string;
  readonly state: string;
  readonly level: string;
  readonly department_id: string | null;
  readonly dispatcher_id: string | null;
  readonly department_ids: readonly string[];
  readonly reporter_id: string;
  readonly proxy_id: string | null;
  readonly proxy_relation: string | null;
  readonly proxy_authority: string | null;
  readonly concerned_ids: readonly string[];
  readonly restricted_to: string | null;
  readonly reported_at: string;
  readonly due_at: string;
  readonly requested_due_at: string | null;
  readonly reported_done_at: string | null;
  readonly awaited_department_ids: readonly string[];
  readonly closed_at: string | null;
  readonly is_reached: boolean | null;
  readonly is_solved: boolean | null;
  readonly is_satisfied: boolean | null;
  readonly refused_at_level: string | null;
  readonly respond_by: string | null;
  readonly responded_at: string | null;
  readonly restricted_area_id: number | null;
  readonly merged_into_id: string | null;
}

const aStoredEvent = (over: Partial<StoredEvent>): StoredEvent => ({
  id: randomUUID(),
  area_id: 6,
  area_code: GRID,
  category: 'HAZARD',
  kind: 'GENERAL',
  state: 'REPORTED',
  level: 'VILLAGE',
  department_id: null,
  dispatcher_id: null,
  department_ids: [],
  reporter_id: randomUUID(),
  proxy_id: null,
  proxy_relation: null,
  proxy_authority: null,
  concerned_ids: [],
  restricted_to: null,
  reported_at: '2026-03-01T02:00:00Z',
  due_at: '2026-03-09T15:59:59.999Z',
  requested_due_at: null,
  reported_done_at: null,
  awaited_department_ids: [],
  closed_at: null,
  is_reached: null,
  is_solved: null,
  is_satisfied: null,
  refused_at_level: null,
  respond_by: null,
  responded_at: null,
  restricted_area_id: null,
  merged_into_id: null,
  ...over,
});

const COLUMNS = Object.keys(aStoredEvent({})).join(', ');

/** Rows as commands would have left them by now, without the journal of how they came there. */
export async function storeEvents(
  service: TestService,
  events: readonly Partial<StoredEvent>[],
): Promise<StoredEvent[]> {
  const rows = events.map(aStoredEvent);
  await service.sql(
    `INSERT INTO grid_event (${COLUMNS}, source, urgency, reporter_role, policy_version)
     SELECT ${COLUMNS}, 'PATROL', 'ROUTINE', 'GRID_WORKER', 'test' FROM jsonb_populate_recordset(NULL::grid_event, $1)`,
    [JSON.stringify(rows)],
  );
  await service.sql(
    `INSERT INTO grid_event_department (department_id, grid_event_id) SELECT unnest(department_ids), id FROM grid_event ON CONFLICT DO NOTHING`,
  );
  return rows;
}
