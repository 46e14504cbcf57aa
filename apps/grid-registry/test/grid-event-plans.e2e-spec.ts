import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Actor, Role } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { duplicatesDesk } from '../src/grid-event-duplicates/likely-duplicates.js';
import { BANDS, BANDS_ALIKE } from '@lianxin/personal-data';
import {
  eventsWithSignature,
  findAlike,
  forgetBefore,
} from '../src/grid-event-duplicates/signatures.queries.js';
import { findChanges } from '../src/grid-event-views/grid-event-feed.queries.js';
import { EVENT_ORDERS, eventsOfAreas, findEvents } from '../src/grid-event-views/grid-events.queries.js';
import type { EventOrder, EventPage } from '../src/grid-event-views/grid-events.queries.js';
import { GridEventsReader } from '../src/grid-event-views/grid-events.reader.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const STORED = 20_000;
const PAGE = 20;
/** Rows that one page may look at: far from all, some more than it shows. */
const FEW = 8 * PAGE;

/** Spread over four counties with 20 villages each, one in twenty in one village; one in a hundred is with a department, one in a thousand is the resident's. */
const STORE_EVENTS = `
  INSERT INTO grid_event (id, area_id, area_code, category, kind, source, urgency, state, level, department_id, reporter_id,
    reporter_role, reported_at, due_at, policy_version)
  SELECT gen_random_uuid(), 6, CASE WHEN n % 20 = 0 THEN '${VILLAGE}001' ELSE '36110' || 1 + n % 4 || 105 + n / 4 % 10 || '00' || n / 40 % 2 || '001' END, 'HAZARD', 'GENERAL', 'PATROL', 'ROUTINE',
         CASE WHEN n % 10 = 0 THEN 'UNDER_WAY' ELSE 'CLOSED' END, 'VILLAGE', CASE WHEN n % 100 = 7 THEN $1::uuid END,
         CASE WHEN n % 1000 = 3 THEN $2::uuid ELSE gen_random_uuid() END, 'GRID_WORKER',
         '2026-01-01'::timestamptz + n * interval '2 minutes', '2026-01-08'::timestamptz + n * interval '2 minutes', 'test'
    FROM generate_series(1, ${STORED}) AS n`;

/** A step of each event in the journal, and places for all of them. */
const STORE_STEPS = `
  WITH step AS (
    INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject, actor_role,
      correlation_id, data, hash)
    SELECT gen_random_uuid(), 'grid-event', id, 1, 'grid-registry.GridEventReported.v1', reported_at, area_code, reporter_id,
           'GRID_WORKER', 'test', '{}', '' FROM grid_event
    RETURNING id, recorded_at)
  INSERT INTO journal_position (position, entry_id) SELECT row_number() OVER (ORDER BY recorded_at), id FROM step`;

/** Two hundred times one sentence, and as many others as there are events. */
const STORE_SIGNATURES = `
  INSERT INTO grid_event_signature (grid_event_id, band, scheme, hash, reported_at)
  SELECT e.id, b.band, 1, CASE WHEN e.number % 100 = 1 THEN b.band ELSE hashint8extended(e.number * 20 + b.band, 7) END, e.reported_at
    FROM (SELECT id, reported_at, row_number() OVER (ORDER BY reported_at) AS number FROM grid_event) e
   CROSS JOIN generate_series(0, ${BANDS - 1}) AS b (band)`;

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly Plan[];
}

/** How PostgreSQL carried a statement out, instead of its rows. */
class Examiner {
  readonly nodes: Plan[] = [];

  constructor(private readonly tx: EntityManager) {}

  async query(statement: string, parameters: unknown[]): Promise<unknown[]> {
    const explain = `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${statement}`;
    const [answer] = await this.tx.query<{ 'QUERY PLAN': [{ Plan: Plan }] }[]>(explain, parameters);
    if (answer) this.collect(answer['QUERY PLAN'][0].Plan);
    return [];
  }

  get indexes(): string[] {
    return [...new Set(this.nodes.flatMap((node) => node['Index Name'] ?? []))];
  }

  /** Rows of the table that were looked at, shown or not. */
  get visited(): number {
    return this.visitedOf('grid_event');
  }

  visitedOf(table: string): number {
    const onTable = this.nodes.filter((node) => node['Relation Name'] === table);
    const removed = (node: Plan): number =>
      (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
    return onTable.reduce(
      (sum, node) => sum + node['Actual Loops'] * (node['Actual Rows'] + removed(node)),
      0,
    );
  }

  private collect(plan: Plan): void {
    this.nodes.push(plan);
    for (const inner of plan.Plans ?? []) this.collect(inner);
  }
}

type Ask = (tx: EntityManager, scope: ReturnType<GridEventsReader['readable']>) => Promise<unknown>;

function examineAs(place: Place, subject: string, grants: readonly Grant[], ask: Ask): Promise<Examiner> {
  const actor = Actor.person(subject, grants, { correlationId: 'test-correlation' });
  const reader = place.service.app.get(GridEventsReader);
  return place.service.app.get(Database).read(actor, async (tx) => {
    const examiner = new Examiner(tx);
    await ask(examiner as unknown as EntityManager, reader.readable(actor));
    return examiner;
  });
}

describe('lists of grid events under row-level security', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
    await place.service.sql(STORE_EVENTS, [place.departmentId, place.resident.subject]);
    await place.service.sql('ANALYZE grid_event');
  });
  afterAll(() => place.service.stop());

  const page = (order: EventOrder = 'NEWEST_FIRST', filter: EventPage['filter'] = {}): EventPage => ({
    filter,
    order,
    first: PAGE,
    after: [],
    now: new Date('2026-03-01T00:00:00Z'),
  });
  const grantOf = (role: Role, areaCode: string): Grant => ({
    id: '0198f3a0-0000-7000-8000-000000000002',
    role,
    areaCode,
    departmentId: role === Role.DEPARTMENT_OFFICER ? place.departmentId : null,
  });

  const examine = (subject: string, grants: readonly Grant[], ask: Ask): Promise<Examiner> =>
    examineAs(place, subject, grants, ask);

  it.each([
    [VILLAGE, 'grid_event_village_idx'],
    [TOWNSHIP, 'grid_event_township_idx'],
    [COUNTY, 'grid_event_county_idx'],
  ])('of %s are the first rows of %s', async (areaCode, index) => {
    const examiner = await examine(
      place.county.subject,
      [grantOf(Role.COUNTY_COMMAND, COUNTY)],
      (tx, scope) => eventsOfAreas(tx, [areaCode], page(), scope),
    );
    expect(examiner.indexes).toEqual([index]);
    expect(examiner.visited).toBeLessThanOrEqual(FEW);
  });

  it('of all villages of a county are the first rows of one index, village by village', async () => {
    const codes = Array.from({ length: 20 }, (_, n) => `361104${105 + (n % 10)}00${Math.floor(n / 10)}`);
    const examiner = await examine(
      place.county.subject,
      [grantOf(Role.COUNTY_COMMAND, COUNTY)],
      (tx, scope) => eventsOfAreas(tx, codes, { ...page(), first: 3 }, scope),
    );
    expect(examiner.indexes).toEqual(['grid_event_village_idx']);
    expect(examiner.visited).toBeLessThanOrEqual(codes.length * 4);
  });

  it.each(EVENT_ORDERS.filter((order) => order !== 'DUE_FIRST'))(
    'of a whole post, %s, look at few rows',
    async (order) => {
      for (const grant of [grantOf(Role.COUNTY_COMMAND, COUNTY), grantOf(Role.TOWNSHIP_OFFICER, TOWNSHIP)]) {
        const examiner = await examine(place.county.subject, [grant], (tx, scope) =>
          findEvents(tx, null, page(order), scope),
        );
        expect(examiner.nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
      }
    },
  );

  it('of a department look at what is with it, not at everything', async () => {
    const examiner = await examine(
      place.department.subject,
      [grantOf(Role.DEPARTMENT_OFFICER, COUNTY)],
      (tx, scope) => findEvents(tx, null, page(), scope),
    );
    expect(examiner.nodes.map((node) => node['Node Type'])).not.toContain('Seq Scan');
    expect(examiner.visited).toBeLessThanOrEqual(STORED / 100 + FEW);
  });

  it('of a resident look at the own reports, not at everything', async () => {
    const examiner = await examine(place.resident.subject, [grantOf(Role.RESIDENT, VILLAGE)], (tx, scope) =>
      findEvents(tx, null, page(), scope),
    );
    expect(examiner.indexes.sort()).toEqual(['grid_event_proxy_idx', 'grid_event_reporter_idx']);
    expect(examiner.visited).toBeLessThanOrEqual(FEW);
  });
});

describe('a page of the feed while nobody has counted what is stored', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
    for (const table of ['grid_event', 'journal_entry', 'journal_position'])
      await place.service.sql(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    await place.service.sql(STORE_EVENTS, [place.departmentId, place.resident.subject]);
    await place.service.sql(STORE_STEPS);
  });
  afterAll(() => place.service.stop());

  it.each([0, STORED / 2])('after position %i looks at what it shows', async (after) => {
    const grant = { id: randomUUID(), role: Role.COUNTY_COMMAND, areaCode: COUNTY, departmentId: null };
    const examiner = await examineAs(place, place.county.subject, [grant], (tx, scope) =>
      findChanges(
        tx,
        { areaCode: COUNTY, categories: null, kinds: null, after, end: after + 2_000, first: PAGE },
        scope,
      ),
    );
    expect(examiner.indexes).toContain('grid_event_pkey');
    expect(examiner.visited).toBeLessThanOrEqual(FEW);
  });
});

describe('likely duplicates under row-level security', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
    await place.service.sql(STORE_EVENTS, [place.departmentId, place.resident.subject]);
    await place.service.sql(STORE_SIGNATURES);
    await place.service.sql('ANALYZE grid_event, grid_event_signature');
  });
  afterAll(() => place.service.stop());

  const examineDesk = (ask: (tx: EntityManager) => Promise<unknown>): Promise<Examiner> =>
    place.service.app.get(Database).write(duplicatesDesk, async (tx) => {
      const examiner = new Examiner(tx);
      await ask(examiner as unknown as EntityManager);
      return examiner;
    });
  const question = {
    bands: Array.from({ length: BANDS }, (_, band) => String(band)),
    bandsAlike: BANDS_ALIKE,
    since: new Date('2026-01-02T00:00:00Z'),
    subject: randomUUID(),
    first: 5,
  };

  it('are looked up by their hashes, the newest few of each band, however often it was told', async () => {
    const examiner = await examineDesk((tx) => findAlike(tx, question));
    expect(examiner.indexes.sort()).toEqual(['grid_event_pkey', 'grid_event_signature_hash_idx']);
    expect(examiner.visitedOf('grid_event_signature')).toBe(BANDS * 2 * question.first);
    expect(examiner.visited).toBe(2 * question.first);
  });

  it('are found as they are stored, and by the desk alone', async () => {
    const found = await place.service.app.get(Database).read(duplicatesDesk, (tx) => findAlike(tx, question));
    expect(found).toHaveLength(5);
    const county = Actor.person(
      place.county.subject,
      [{ id: randomUUID(), role: Role.COUNTY_COMMAND, areaCode: COUNTY, departmentId: null }],
      { correlationId: 'test-correlation' },
    );
    expect(await place.service.app.get(Database).read(county, (tx) => findAlike(tx, question))).toEqual([]);
  });

  it('are swept in bounded steps', async () => {
    const old = await examineDesk((tx) => forgetBefore(tx, new Date('2026-01-10T00:00:00Z'), 100));
    expect(old.indexes).toContain('grid_event_signature_reported_idx');
    expect(old.visitedOf('grid_event_signature')).toBeLessThanOrEqual(200);
    const walked = await examineDesk((tx) => eventsWithSignature(tx, null, 100));
    expect(walked.indexes).toContain('grid_event_signature_pkey');
    expect(walked.visitedOf('grid_event_signature')).toBeLessThanOrEqual(100 * BANDS);
  });
});
