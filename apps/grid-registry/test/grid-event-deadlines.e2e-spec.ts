import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { anEventAfter, aReport, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const MONDAY = '2026-03-02T02:00:00.000Z';
/** Five working days later, at the end of the day in Shanghai. */
const DUE_AT = '2026-03-09T15:59:59.999Z';
const LATER = '2026-03-12T10:00:00.000Z';
const NOTE = { note: '雨天无法施工' };

describe('the deadline of a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  beforeEach(() => place.service.clock.set(MONDAY));
  afterAll(() => place.service.stop());

  const dispatch = (event: EventAnswer, dueAt: string): Promise<EventAnswer> =>
    take(place.township, 'dispatch', { gridEventId: event.id, departmentId: place.departmentId, dueAt });
  const request = (event: EventAnswer, dueAt = LATER): Promise<EventAnswer> =>
    take(place.department, 'requestExtension', { gridEventId: event.id, ...NOTE, dueAt });
  const decide = (event: EventAnswer, isGranted: boolean): Promise<EventAnswer> =>
    take(place.township, 'decideExtension', { gridEventId: event.id, ...NOTE, isGranted });
  const rowOf = async (event: EventAnswer): Promise<Record<string, unknown>> =>
    (
      await place.service.sql<Record<string, unknown>>(`SELECT * FROM grid_event WHERE id = $1`, [event.id])
    )[0] ?? {};

  it('comes from policy at the report, with the version that set it', async () => {
    const general = await take(place.worker, 'report', aReport());
    expect(general.dueAt).toBe(DUE_AT);
    expect((await rowOf(general))['policy_version']).toMatch(/^grid-event\.deadline\.general@/);
    const emergency = await take(place.worker, 'report', aReport({ kind: 'EMERGENCY' }));
    expect(emergency.dueAt).toBe('2026-03-03T02:00:00.000Z');
  });

  it('is set by the dispatcher, neither in the past nor later than policy has it', async () => {
    const event = await anEventAfter(place, 'accept');
    const target = { gridEventId: event.id, departmentId: place.departmentId };
    expect(await refusal(place.township, 'dispatch', { ...target, dueAt: MONDAY })).toBe(
      'DEADLINE_IN_THE_PAST',
    );
    expect(await refusal(place.township, 'dispatch', { ...target, dueAt: LATER })).toBe('DEADLINE_TOO_FAR');
    expect(await rowOf(event)).toMatchObject({
      state: 'ACCEPTED',
      department_id: null,
      due_at: new Date(DUE_AT),
    });
    const sooner = '2026-03-05T00:00:00.000Z';
    expect((await dispatch(event, sooner)).dueAt).toBe(sooner);
  });

  it.each(['soon', '2026-02-30T00:00:00Z', '2026-03-20', ''])(
    'is an instant, which %p is not',
    async (dueAt) => {
      const event = await anEventAfter(place, 'accept');
      const input = { gridEventId: event.id, level: 'TOWNSHIP', dueAt };
      expect(await refusal(place.township, 'dispatch', input)).toBe('BAD_USER_INPUT');
    },
  );

  it('moves when an extension is granted, and only then', async () => {
    const event = await anEventAfter(place, 'start');
    expect((await request(event)).dueAt).toBe(DUE_AT);
    expect((await decide(event, true)).dueAt).toBe(LATER);
    expect(await rowOf(event)).toMatchObject({ extension_count: 1, requested_due_at: null });
    const [decision] = await place.service.sql<{ data: object }>(
      `SELECT data FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [event.id],
    );
    expect(decision?.data).toMatchObject({ isGranted: true, previousDueAt: DUE_AT, dueAt: LATER });
  });

  it('stays when an extension is refused', async () => {
    const event = await anEventAfter(place, 'start');
    await request(event);
    expect((await decide(event, false)).dueAt).toBe(DUE_AT);
    expect(await rowOf(event)).toMatchObject({ extension_count: 0, requested_due_at: null });
    const input = { gridEventId: event.id, ...NOTE, isGranted: true };
    expect(await refusal(place.township, 'decideExtension', input)).toBe('NO_EXTENSION_REQUESTED');
  });

  it('is extended to a later day only, and no further than policy lets', async () => {
    const event = await anEventAfter(place, 'start');
    const ask = (dueAt: string): Promise<string> =>
      refusal(place.department, 'requestExtension', { gridEventId: event.id, ...NOTE, dueAt });
    expect(await ask(DUE_AT)).toBe('DEADLINE_IN_THE_PAST');
    expect(await ask('2026-03-24T00:00:00.000Z')).toBe('DEADLINE_TOO_FAR');
  });

  it('can no longer be extended once it has passed', async () => {
    const late = await anEventAfter(place, 'start');
    const inTime = await anEventAfter(place, 'start');
    await request(inTime);
    place.service.clock.set('2026-03-10T00:00:00Z');
    const asked = { gridEventId: late.id, ...NOTE, dueAt: LATER };
    expect(await refusal(place.department, 'requestExtension', asked)).toBe('EXTENSION_TOO_LATE');
    const granted = { gridEventId: inTime.id, ...NOTE, isGranted: true };
    expect(await refusal(place.township, 'decideExtension', granted)).toBe('EXTENSION_TOO_LATE');
    expect((await decide(inTime, false)).dueAt).toBe(DUE_AT);
  });

  it('is extended only so often', async () => {
    const event = await anEventAfter(place, 'start');
    for (const dueAt of ['2026-03-10T00:00:00.000Z', '2026-03-11T00:00:00.000Z']) {
      await request(event, dueAt);
      await decide(event, true);
    }
    const third = { requestId: randomUUID(), gridEventId: event.id, ...NOTE, dueAt: LATER };
    expect(await place.department.refused(STEPS.requestExtension, { input: third })).toEqual({
      code: 'EXTENSIONS_USED_UP',
      details: { limit: 2 },
    });
  });
});

describe('reopening a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  beforeEach(() => place.service.clock.set(MONDAY));
  afterAll(() => place.service.stop());

  it('starts it again with a new deadline while the window is open', async () => {
    const event = await anEventAfter(place, 'close');
    place.service.clock.advance({ days: 15 });
    const reopened = await take(place.county, 'reopen', { gridEventId: event.id, ...NOTE });
    expect(reopened).toMatchObject({ state: 'ACCEPTED', dueAt: '2026-03-24T15:59:59.999Z' });
    const [row] = await place.service.sql(`SELECT * FROM grid_event WHERE id = $1`, [event.id]);
    const blank = {
      resolved_at: null,
      notified_at: null,
      closed_at: null,
      is_reached: null,
      department_id: null,
    };
    expect(row).toMatchObject({ ...blank, reopen_count: 1, followed_up_at: null, reported_done_at: null });
  });

  it('is refused once the window has closed', async () => {
    const event = await anEventAfter(place, 'close');
    place.service.clock.advance({ days: 16 });
    expect(await refusal(place.county, 'reopen', { gridEventId: event.id, ...NOTE })).toBe(
      'REOPEN_WINDOW_CLOSED',
    );
  });

  it('is open to the reporter of a refused event, and to no other resident', async () => {
    const event = await take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT' }));
    await take(place.township, 'refuse', { gridEventId: event.id, ...NOTE }).catch(() => undefined);
    await take(place.villageOfficer, 'refuse', { gridEventId: event.id, ...NOTE }).catch(() => undefined);
    const neighbour = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    expect(await refusal(neighbour, 'reopen', { gridEventId: event.id, ...NOTE })).toBe('NOT_FOUND');
    expect((await take(place.resident, 'reopen', { gridEventId: event.id, ...NOTE })).state).toBe('REPORTED');
    expect((await take(place.villageOfficer, 'accept', { gridEventId: event.id })).state).toBe('ACCEPTED');
  });

  it('keeps what was accepted or is late from being refused', async () => {
    const escalated = await anEventAfter(place, 'accept');
    await take(place.township, 'escalate', { gridEventId: escalated.id, ...NOTE });
    expect(await refusal(place.county, 'refuse', { gridEventId: escalated.id, ...NOTE })).toBe(
      'REFUSAL_TOO_LATE',
    );
    const forgotten = await anEventAfter(place, 'report');
    place.service.clock.set(DUE_AT);
    expect(await refusal(place.township, 'refuse', { gridEventId: forgotten.id, ...NOTE })).toBe(
      'REFUSAL_TOO_LATE',
    );
  });

  it('is not extended by who asked for it, nor by who handles it', async () => {
    const event = await anEventAfter(place, 'accept');
    await take(place.township, 'dispatch', { gridEventId: event.id, level: 'TOWNSHIP' });
    const asked = { gridEventId: event.id, ...NOTE, dueAt: LATER };
    await take(place.township, 'requestExtension', asked);
    const decision = { gridEventId: event.id, ...NOTE, isGranted: true };
    expect(await refusal(place.township, 'decideExtension', decision)).toBe('HANDLER_CANNOT_DECIDE');
    expect((await take(place.county, 'decideExtension', decision)).dueAt).toBe(LATER);
  });
});
