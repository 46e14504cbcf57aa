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
  readonly reporter_id: string;
  readonly reported_at: string;
  readonly due_at: string;
  readonly requested_due_at: string | null;
  readonly reported_done_at: string | null;
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
  reporter_id: randomUUID(),
  reported_at: '2026-03-01T02:00:00Z',
  due_at: '2026-03-09T15:59:59.999Z',
  requested_due_at: null,
  reported_done_at: null,
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
  return rows;
}
