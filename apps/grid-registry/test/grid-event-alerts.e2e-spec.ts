import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { Database, metrics, sqlStatements } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { AlertRingingService } from '../src/grid-event-alerts/ringing/alert-ringing.service.js';
import { AlertTimer } from '../src/grid-event-alerts/ringing/alert-timer.js';
import {
  ACKNOWLEDGE,
  acknowledgement,
  alertSeen,
  alertsSeen,
  anEmergency,
} from './grid-event-alert.builder.js';
import { aReport, PRIVATE_TEXT, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const REPORTED_AT = '2026-03-02T02:00:00.000Z';
const DUE_AT = '2026-03-02T02:10:00.000Z';
/** Of a report that is no emergency, with its transaction's own. */
const ORDINARY_STATEMENTS = 10;

describe('the alerts of an emergency', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  beforeEach(async () => {
    place.service.clock.set(REPORTED_AT);
    await place.service.sql(
      `UPDATE grid_event_alert SET next_ring_at = NULL, ended_at = coalesce(ended_at, now())`,
    );
  });
  afterAll(() => place.service.stop());

  const ringUp = (): Promise<number> => place.service.app.get(AlertTimer).ringUp(place.service.clock.now());
  const notified = async (event: EventAnswer): Promise<string[]> =>
    (
      await place.service.sql<{ recipient: string }>(
        `SELECT recipient FROM notification WHERE grid_event_id = $1 AND kind = 'ALERT' ORDER BY notified_at`,
        [event.id],
      )
    ).map(({ recipient }) => recipient);
  const entriesOf = (event: EventAnswer): Promise<{ type: string; data: Record<string, unknown> }[]> =>
    place.service.sql(
      `SELECT split_part(type, '.', 2) AS type, data, area_code, sealed FROM journal_entry
        WHERE aggregate_type = 'grid-event-alert' AND data->>'gridEventId' = $1 ORDER BY recorded_at, id`,
      [event.id],
    );
  const counted = (): Promise<unknown[]> =>
    place.service
      .sql(`SELECT (SELECT count(*) FROM grid_event) AS events, (SELECT count(*) FROM grid_event_alert) AS alerts,
      (SELECT count(*) FROM journal_entry) AS entries, (SELECT count(*) FROM notification) AS notifications`);

  it('are four, raised with the report: village, township, county and the department that answers for it', async () => {
    const event = await anEmergency(place);
    const rows = await place.service.sql(
      `SELECT level, post_code, department_id, area_code, xmin::text = (SELECT xmin::text FROM grid_event WHERE id = $1) AS together
         FROM grid_event_alert WHERE grid_event_id = $1 ORDER BY level`,
      [event.id],
    );
    const alert = { area_code: GRID, department_id: null, together: true };
    expect(rows).toEqual([
      { ...alert, level: 'COUNTY', post_code: COUNTY },
      { ...alert, level: 'DEPARTMENT', post_code: COUNTY, department_id: place.departmentId },
      { ...alert, level: 'TOWNSHIP', post_code: TOWNSHIP },
      { ...alert, level: 'VILLAGE', post_code: VILLAGE },
    ]);
    const posts = [place.villageOfficer, place.township, place.county, place.department];
    expect((await notified(event)).sort()).toEqual(posts.map(({ subject }) => subject).sort());
    expect((await entriesOf(event)).map(({ type }) => type)).toEqual(Array(4).fill('GridEventAlertRaised'));
  });

  it('tell what kind, where and when, and nothing that anybody said', async () => {
    const event = await anEmergency(place);
    const { id: _id, gridEvent, ...told } = await alertSeen(place.villageOfficer, event, 'VILLAGE');
    expect(gridEvent).toEqual({ id: event.id });
    expect(told).toEqual({
      ...{ gridEventId: event.id, kind: 'EMERGENCY', category: 'HAZARD', areaCode: GRID, level: 'VILLAGE' },
      ...{
        postAreaCode: VILLAGE,
        raisedAt: REPORTED_AT,
        dueAt: DUE_AT,
        nextRingAt: DUE_AT,
        department: null,
      },
      ...{ isOpen: true, isOverdue: false, rungUpTo: null, ringCount: 0 },
      ...{ acknowledgedAt: null, acknowledgedByRole: null },
    });
    await place.service.drainOutbox();
    const rows = await place.service.sql(`SELECT * FROM grid_event_alert WHERE grid_event_id = $1`, [
      event.id,
    ]);
    const sent = place.service.transport.events.filter(({ type }) => type.includes('GridEventAlert'));
    expect(sent.length).toBeGreaterThanOrEqual(4);
    const everything = JSON.stringify([rows, await entriesOf(event), sent]);
    for (const secret of [PRIVATE_TEXT, '三组路口', place.worker.subject])
      expect(everything).not.toContain(secret);
    expect(await entriesOf(event)).toContainEqual(expect.objectContaining({ sealed: null }));
  });

  it('are all gone with a report that fails at its last statement', async () => {
    const before = await counted();
    await place.service.sql(
      `ALTER TABLE notification ADD CONSTRAINT no_alert CHECK (kind <> 'ALERT') NOT VALID`,
    );
    const input = aReport({ kind: 'EMERGENCY' });
    expect(await place.worker.refusal(STEPS.report, { input })).toBe('INTERNAL_SERVER_ERROR');
    await place.service.sql(`ALTER TABLE notification DROP CONSTRAINT no_alert`);
    expect(await counted()).toEqual(before);
    await take(place.worker, 'report', input);
    expect(await counted()).not.toEqual(before);
  });

  it('are raised by no ordinary report', async () => {
    const event = await take(place.worker, 'report', aReport());
    expect(await alertsSeen(place.county, event)).toEqual([]);
    expect(await notified(event)).toEqual([]);
  });

  it.each([
    ['an emergency', { kind: 'EMERGENCY' }],
    ['a complaint', { concerns: { areaCode: VILLAGE } }],
    ['a matter of violence', { isAboutHarm: true }],
  ])('are avoided by nobody who calls %s settled on the spot', async (_what, over) => {
    const input = aReport({ note: '已扑灭', ...over });
    expect(await place.worker.refusal(STEPS.settleOnTheSpot, { input })).toBe('NOT_SETTLED_ON_THE_SPOT');
  });

  it('cost an ordinary report no statement', async () => {
    const statements = async (): Promise<number> => (await sqlStatements.get()).values[0]?.value ?? 0;
    const before = await statements();
    await take(place.worker, 'report', aReport());
    expect((await statements()) - before).toBe(ORDINARY_STATEMENTS);
  });

  it('are acknowledged by one of several who do it at once', async () => {
    const event = await anEmergency(place);
    const colleague = await place.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
    const { id } = await alertSeen(colleague, event, 'VILLAGE');
    const answers = await Promise.all(
      [place.villageOfficer, colleague, place.villageOfficer, colleague].map((who) =>
        who.ask(ACKNOWLEDGE, acknowledgement(id)),
      ),
    );
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions.code ?? 'DONE').sort();
    expect(codes).toEqual([...Array<string>(3).fill('ALERT_ACKNOWLEDGED_ALREADY'), 'DONE']);
    const types = (await entriesOf(event)).map(({ type }) => type);
    expect(types.filter((type) => type === 'GridEventAlertAcknowledged')).toHaveLength(1);
    expect(await alertSeen(colleague, event, 'VILLAGE')).toMatchObject({
      ...{ isOpen: false, nextRingAt: null, acknowledgedByRole: 'VILLAGE_OFFICER' },
    });
    expect(await alertsSeen(colleague, event, { isOpen: true })).toEqual([]);
    expect(await alertsSeen(colleague, event, { isOpen: false, areaCode: TOWNSHIP })).toHaveLength(1);
  });

  it('are acknowledged by the post that was told, and by no other', async () => {
    const event = await anEmergency(place);
    const village = await alertSeen(place.villageOfficer, event, 'VILLAGE');
    const department = await alertSeen(place.department, event, 'DEPARTMENT');
    const cases: [TestClient, string, string][] = [
      [place.township, village.id, 'FORBIDDEN'],
      [place.county, village.id, 'FORBIDDEN'],
      [place.county, department.id, 'FORBIDDEN'],
      [place.otherTownship, village.id, 'NOT_FOUND'],
      [place.police, department.id, 'NOT_FOUND'],
      [place.inspection, village.id, 'NOT_FOUND'],
      [place.worker, village.id, 'FORBIDDEN'],
    ];
    for (const [who, id, code] of cases)
      expect(await who.refusal(ACKNOWLEDGE, acknowledgement(id))).toBe(code);
    await place.department.get(ACKNOWLEDGE, acknowledgement(department.id));
    expect((await alertSeen(place.county, event, 'DEPARTMENT')).isOpen).toBe(false);
  });

  describe('that nobody acknowledges', () => {
    it('are rung up level by level, each with its minutes, also at night and on holidays', async () => {
      place.service.clock.set('2026-10-01T18:00:00Z');
      const event = await anEmergency(place);
      const village = (): Promise<unknown> => alertSeen(place.county, event, 'VILLAGE');
      place.service.clock.advance({ minutes: 9 });
      expect(await ringUp()).toBe(0);
      place.service.clock.advance({ minutes: 1 });
      expect(await ringUp()).toBe(4);
      expect(await village()).toMatchObject({
        rungUpTo: 'TOWNSHIP',
        ringCount: 1,
        nextRingAt: '2026-10-01T18:20:00.000Z',
      });
      expect(await ringUp()).toBe(0);
      place.service.clock.advance({ minutes: 10 });
      expect(await ringUp()).toBe(4);
      expect(await village()).toMatchObject({ rungUpTo: 'COUNTY', ringCount: 2, isOverdue: true });
      const { id } = await alertSeen(place.county, event, 'VILLAGE');
      await place.county.get(ACKNOWLEDGE, acknowledgement(id));
      place.service.clock.advance({ minutes: 10 });
      expect(await ringUp()).toBe(3);
      const rung = (await entriesOf(event)).filter(
        ({ data }) => data['level'] === 'VILLAGE' && data['toLevel'],
      );
      expect(rung.map(({ data }) => [data['fromLevel'], data['toLevel'], data['ringCount']])).toEqual([
        ['VILLAGE', 'TOWNSHIP', 1],
        ['TOWNSHIP', 'COUNTY', 2],
      ]);
    });

    it('are told whoever it is rung up to', async () => {
      const event = await anEmergency(place);
      const first = await notified(event);
      place.service.clock.advance({ minutes: 10 });
      await ringUp();
      const again = (await notified(event)).slice(first.length).sort();
      const { township, county } = place;
      expect(again).toEqual([township, county, county, county].map(({ subject }) => subject).sort());
    });

    it('go round at the county so often and no more, and stay visible as overdue', async () => {
      const event = await anEmergency(place);
      for (let minutes = 0; minutes < 200; minutes += 10) {
        place.service.clock.advance({ minutes: 10 });
        await ringUp();
      }
      const rings = (await alertsSeen(place.county, event)).map(({ level, ringCount }) => [level, ringCount]);
      expect(Object.fromEntries(rings)).toEqual({ COUNTY: 6, DEPARTMENT: 7, TOWNSHIP: 7, VILLAGE: 8 });
      for (const alert of await alertsSeen(place.county, event))
        expect(alert).toMatchObject({ isOpen: true, isOverdue: true, nextRingAt: null });
    });

    it('are rung up once each, however many workers are at it', async () => {
      const events = [await anEmergency(place), await anEmergency(place), await anEmergency(place)];
      place.service.clock.advance({ minutes: 10 });
      const taken = await Promise.all([ringUp(), ringUp(), ringUp()]);
      expect(taken.reduce((sum, each) => sum + each, 0)).toBe(12);
      for (const event of events) {
        const types = (await entriesOf(event)).map(({ type }) => type);
        expect(types.filter((type) => type === 'GridEventAlertRungUp')).toHaveLength(4);
      }
    });

    it('are rung up by themselves while the service runs, by one of its processes', async () => {
      const event = await anEmergency(place);
      place.service.clock.advance({ minutes: 10 });
      const { app, clock, database } = place.service;
      const timers = [1, 2].map(
        () =>
          new AlertTimer(
            { databaseUrl: database.applicationUrl },
            clock,
            app.get(Database),
            app.get(AlertRingingService),
          ),
      );
      for (const timer of timers) timer.onApplicationBootstrap();
      const village = () => alertSeen(place.county, event, 'VILLAGE');
      for (let tries = 0; tries < 100 && (await village()).ringCount === 0; tries += 1) await setTimeout(100);
      await Promise.all(timers.map((timer) => timer.onApplicationShutdown()));
      expect(await village()).toMatchObject({ ringCount: 1, rungUpTo: 'TOWNSHIP' });
    });

    it('are rung up for nobody once the emergency was done', async () => {
      const event = await anEmergency(place);
      await take(place.township, 'accept', { gridEventId: event.id });
      await take(place.township, 'dispatch', { gridEventId: event.id, level: 'TOWNSHIP' });
      await take(place.township, 'reportDone', { gridEventId: event.id, note: '险情已排除' });
      place.service.clock.advance({ minutes: 10 });
      await ringUp();
      expect(await alertsSeen(place.county, event, { isOpen: true })).toEqual([]);
      const { id } = await alertSeen(place.county, event, 'COUNTY');
      expect(await place.county.refusal(ACKNOWLEDGE, acknowledgement(id))).toBe('ALERT_ENDED');
    });

    it('are counted for those who watch the service', async () => {
      await anEmergency(place);
      place.service.clock.advance({ minutes: 30 });
      const text = await metrics.metrics();
      expect(text).toMatch(/^lianxin_grid_event_alerts_open 4$/m);
      expect(text).toMatch(/^lianxin_grid_event_alerts_oldest_age_seconds 1800$/m);
    });
  });
});
