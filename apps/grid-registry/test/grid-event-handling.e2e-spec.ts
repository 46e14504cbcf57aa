import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { anEventAfter, aReport, mutation, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '需上级协调' };

describe('handling a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const rowOf = async (event: EventAnswer): Promise<Record<string, unknown>> =>
    (
      await place.service.sql<Record<string, unknown>>(`SELECT * FROM grid_event WHERE id = $1`, [event.id])
    )[0] ?? {};

  it('gives it back to the dispatcher when its department returns it', async () => {
    const event = await anEventAfter(place, 'start');
    expect((await take(place.department, 'return', { gridEventId: event.id, ...NOTE })).state).toBe(
      'ACCEPTED',
    );
    expect(await rowOf(event)).toMatchObject({ department_id: null, requested_due_at: null });
    expect(await refusal(place.department, 'start', { gridEventId: event.id })).toBe('NOT_FOUND');
    const again = await take(place.township, 'dispatch', { gridEventId: event.id, level: 'TOWNSHIP' });
    expect(again.state).toBe('DISPATCHED');
  });

  it('passes it up level by level, each time to be accepted there, until the county', async () => {
    const event = await take(place.worker, 'report', aReport());
    const escalate = (who: typeof place.worker): Promise<EventAnswer> =>
      take(who, 'escalate', { gridEventId: event.id, ...NOTE });
    expect(await rowOf(event)).toMatchObject({ level: 'VILLAGE' });
    await escalate(place.villageOfficer);
    expect(await rowOf(event)).toMatchObject({ level: 'TOWNSHIP', state: 'REPORTED' });
    expect(await refusal(place.villageOfficer, 'accept', { gridEventId: event.id })).toBe('FORBIDDEN');
    await take(place.township, 'accept', { gridEventId: event.id });
    await escalate(place.township);
    expect(await rowOf(event)).toMatchObject({ level: 'COUNTY', state: 'REPORTED' });
    expect(await refusal(place.township, 'accept', { gridEventId: event.id })).toBe('FORBIDDEN');
    const top = await refusal(place.county, 'escalate', { gridEventId: event.id, ...NOTE });
    expect(top).toBe('ALREADY_AT_TOP_LEVEL');
    const levels = await place.service.sql(
      `SELECT data->>'fromLevel' AS from, data->>'level' AS to FROM journal_entry
        WHERE aggregate_id = $1 AND type LIKE '%Escalated%' ORDER BY sequence`,
      [event.id],
    );
    expect(levels).toEqual([
      { from: 'VILLAGE', to: 'TOWNSHIP' },
      { from: 'TOWNSHIP', to: 'COUNTY' },
    ]);
  });

  it('starts an emergency no lower than the township', async () => {
    expect(await rowOf(await take(place.worker, 'report', aReport({ kind: 'EMERGENCY' })))).toMatchObject({
      level: 'TOWNSHIP',
    });
  });

  it('counts how often it was urged, by an officer or its reporter, and changes nothing else', async () => {
    const event = await anEventAfter(place, 'dispatch');
    const before = await rowOf(event);
    await take(place.township, 'urge', { gridEventId: event.id, ...NOTE });
    await take(place.worker, 'urge', { gridEventId: event.id, ...NOTE });
    expect(await rowOf(event)).toEqual({ ...before, urge_count: 2 });
    expect(await refusal(place.department, 'urge', { gridEventId: event.id, ...NOTE })).toBe('FORBIDDEN');
  });

  it('dispatches to one department or one level', async () => {
    const event = await anEventAfter(place, 'accept');
    const both = { gridEventId: event.id, departmentId: place.departmentId, level: 'VILLAGE' };
    expect(await refusal(place.township, 'dispatch', both)).toBe('DISPATCH_TARGET_INVALID');
    expect(await refusal(place.township, 'dispatch', { gridEventId: event.id })).toBe(
      'DISPATCH_TARGET_INVALID',
    );
    const unknown = { gridEventId: event.id, departmentId: randomUUID() };
    expect(await refusal(place.township, 'dispatch', unknown)).toBe('NOT_FOUND');
  });

  it('dispatches to no department of another area, and to no level above the dispatcher', async () => {
    const elsewhere = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'water', '水利站', $2, '{HAZARD}')`,
      [elsewhere, OTHER_TOWNSHIP],
    );
    const event = await anEventAfter(place, 'accept');
    const toOther = { gridEventId: event.id, departmentId: elsewhere };
    expect(await refusal(place.township, 'dispatch', toOther)).toBe('DISPATCH_TARGET_INVALID');
    const upwards = { gridEventId: event.id, level: 'COUNTY' };
    expect(await refusal(place.township, 'dispatch', upwards)).toBe('FORBIDDEN');
    expect(await rowOf(event)).toMatchObject({ state: 'ACCEPTED', department_id: null, dispatcher_id: null });
  });

  it('is done by the level it was dispatched to, and by no other', async () => {
    const event = await anEventAfter(place, 'accept');
    await take(place.township, 'dispatch', { gridEventId: event.id, level: 'VILLAGE' });
    expect(await refusal(place.department, 'start', { gridEventId: event.id })).toBe('NOT_FOUND');
    expect(await refusal(place.worker, 'start', { gridEventId: event.id })).toBe('FORBIDDEN');
    expect(await refusal(place.township, 'start', { gridEventId: event.id })).toBe('FORBIDDEN');
    expect((await take(place.villageOfficer, 'start', { gridEventId: event.id })).state).toBe('UNDER_WAY');
  });

  it('tells the reporter and the grid worker the result, each once', async () => {
    const reporter = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const event = await take(reporter, 'report', aReport({ areaCode: GRID, source: 'RESIDENT' }));
    await place.service.sql(`UPDATE grid_event SET state = 'VERIFIED' WHERE id = $1`, [event.id]);
    await take(place.township, 'notify', { gridEventId: event.id, ...NOTE });
    const told = await place.service.sql<{ recipient: string }>(
      `SELECT recipient FROM notification WHERE grid_event_id = $1`,
      [event.id],
    );
    expect(told.map(({ recipient }) => recipient).sort()).toEqual(
      [reporter.subject, place.worker.subject].sort(),
    );
    const own = `{ myNotifications { edges { node { kind gridEvent { id state } } } } }`;
    const edges = [{ node: { kind: 'RESULT', gridEvent: { id: event.id, state: 'RESULT_NOTIFIED' } } }];
    expect(await reporter.get(own)).toEqual({ myNotifications: { edges } });
    const { myNotifications } = await place.township.get<{ myNotifications: { edges: typeof edges } }>(own);
    expect(myNotifications.edges.filter(({ node }) => node.kind === 'RESULT')).toEqual([]);
  });

  it('tells the reporter of a refusal, and shows the reason to them alone of the reporters', async () => {
    const reporter = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const event = await take(reporter, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT' }));
    await take(place.villageOfficer, 'refuse', { gridEventId: event.id, note: '不属于网格职责' });
    const own = `{ myNotifications { edges { node { kind gridEvent { id state } } } } }`;
    const edges = [{ node: { kind: 'REFUSAL', gridEvent: { id: event.id, state: 'REFUSED' } } }];
    expect(await reporter.get(own)).toEqual({ myNotifications: { edges } });
    const reveal = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { field words } }`;
    const input = { requestId: randomUUID(), gridEventId: event.id, purpose: 'OWN' };
    const { revealPersonalData } = await reporter.get<{ revealPersonalData: object[] }>(reveal, { input });
    expect(revealPersonalData).toContainEqual({ field: 'note', words: '不属于网格职责' });
    expect(await place.resident.refusal(reveal, { input: { ...input, requestId: randomUUID() } })).toBe(
      'NOT_FOUND',
    );
  });

  it('is for those alone whose posts allow the step somewhere', async () => {
    const event = await anEventAfter(place, 'accept');
    const auditor = await place.service.signIn({ role: Role.AUDITOR, areaCode: COUNTY });
    expect(await refusal(auditor, 'dispatch', { gridEventId: event.id, level: 'TOWNSHIP' })).toBe(
      'FORBIDDEN',
    );
    expect(await refusal(place.service.client(), 'accept', { gridEventId: event.id })).toBe(
      'UNAUTHENTICATED',
    );
    const document = mutation('acceptGridEvent', 'GridEventStepInput');
    const input = { requestId: randomUUID(), gridEventId: event.id };
    expect(await auditor.refused(document, { input })).toEqual({
      code: 'FORBIDDEN',
      details: { action: 'accept', subject: 'GridEvent' },
    });
  });

  it('records the post under which each step was taken, chosen by the header where there are several', async () => {
    const subject = randomUUID();
    const village = await place.service.give(subject, { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
    const township = await place.service.give(subject, { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    const officer = await place.service.as(subject);
    const actedAs = async (who: typeof officer): Promise<unknown> => {
      const event = await take(place.worker, 'report', aReport());
      await take(who, 'accept', { gridEventId: event.id });
      const answer = await place.county.get<{ gridEvent: { history: { role: string }[] } }>(
        `query ($id: ID!) { gridEvent(id: $id) { history { role } } }`,
        { id: event.id },
      );
      const [entry] = await place.service.sql<{ actor_grant_id: string }>(
        `SELECT actor_grant_id FROM journal_entry WHERE aggregate_id = $1 AND sequence = 2`,
        [event.id],
      );
      return [answer.gridEvent.history[1]?.role, entry?.actor_grant_id];
    };
    expect(await actedAs(officer)).toEqual(['VILLAGE_OFFICER', village]);
    expect(await actedAs(officer.with({ 'lianxin-acting-grant': township }))).toEqual([
      'TOWNSHIP_OFFICER',
      township,
    ]);
    const event = await take(place.worker, 'report', aReport({ kind: 'EMERGENCY' }));
    const asVillage = officer.with({ 'lianxin-acting-grant': village });
    expect(await refusal(asVillage, 'accept', { gridEventId: event.id })).toBe('FORBIDDEN');
    const asNobody = officer.with({ 'lianxin-acting-grant': randomUUID() });
    expect(
      await asNobody.refusal(STEPS.accept, { input: { requestId: randomUUID(), gridEventId: event.id } }),
    ).toBe('FORBIDDEN');
  });
});
