import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, refusal, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '情况说明' };
const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id slip { number queryCode } } }`;
const APPEAL_BY_SLIP = `mutation ($input: AppealGridEventRefusalBySlipInput!) {
  answer: appealGridEventRefusalBySlip(input: $input) { number state dueAt } }`;
const OWN = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { words } }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { state level refusalAppeal isAppealOverdue } }`;

describe('appealing a refusal', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const reportedBy = async (
    who: TestClient,
  ): Promise<{ id: string; slip: { number: string; queryCode: string } }> => {
    const input = aReport({ areaCode: VILLAGE, source: 'RESIDENT' });
    return (
      await who.get<{ answer: { id: string; slip: { number: string; queryCode: string } } }>(REPORT, {
        input,
      })
    ).answer;
  };
  const refusedBy = async (who: TestClient): Promise<{ gridEventId: string }> => {
    const { id: gridEventId } = await reportedBy(place.resident);
    await take(who, 'refuse', { gridEventId, note: '不属于本村' });
    return { gridEventId };
  };
  const kindsTold = async (gridEventId: string): Promise<string[]> =>
    (
      await place.service.sql<{ kind: string }>(
        `SELECT kind FROM notification WHERE grid_event_id = $1 AND recipient = $2 ORDER BY kind`,
        [gridEventId, place.resident.subject],
      )
    ).map(({ kind }) => kind);

  it('goes one level up, with a deadline of its own, and tells the reporter what came of it', async () => {
    const event = await refusedBy(place.villageOfficer);
    const appealed = await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
    expect(appealed).toMatchObject({ state: 'REFUSAL_APPEALED', dueAt: '2026-03-16T15:59:59.999Z' });
    const reason = '本村确有管理责任';
    const overturned = await take(place.township, 'overturnRefusal', { ...event, note: reason });
    expect(overturned.state).toBe('REPORTED');
    const { gridEvent } = await place.resident.get<{ gridEvent: object }>(ONE, { id: event.gridEventId });
    expect(gridEvent).toEqual({
      state: 'REPORTED',
      level: 'TOWNSHIP',
      refusalAppeal: 'OVERTURNED',
      isAppealOverdue: false,
    });
    expect(await kindsTold(event.gridEventId)).toEqual(['REFUSAL', 'REFUSAL_OVERTURNED']);
    const input = { requestId: randomUUID(), gridEventId: event.gridEventId, purpose: 'OWN' };
    expect(JSON.stringify(await place.resident.get(OWN, { input }))).toContain(reason);
    expect(await refusal(place.township, 'refuse', { ...event, ...NOTE })).toBe('REFUSAL_OVERTURNED');
    expect((await take(place.township, 'accept', event)).state).toBe('ACCEPTED');
  });

  it('is seen to be late where the level above lets its deadline pass', async () => {
    const event = await refusedBy(place.villageOfficer);
    await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
    const isLate = async (): Promise<boolean> =>
      (await place.county.get<{ gridEvent: { isAppealOverdue: boolean } }>(ONE, { id: event.gridEventId }))
        .gridEvent.isAppealOverdue;
    expect(await isLate()).toBe(false);
    place.service.clock.set('2026-03-17T00:00:00Z');
    expect(await isLate()).toBe(true);
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('leaves it refused where the level above finds that right, and is had once', async () => {
    const event = await refusedBy(place.villageOfficer);
    await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
    expect((await take(place.township, 'upholdRefusal', { ...event, ...NOTE })).state).toBe('REFUSED');
    expect(await kindsTold(event.gridEventId)).toEqual(['REFUSAL', 'REFUSAL_UPHELD']);
    expect(await refusal(place.resident, 'appealRefusal', { ...event, ...NOTE })).toBe(
      'REFUSAL_ALREADY_APPEALED',
    );
  });

  it.each(['upholdRefusal', 'overturnRefusal'] as const)(
    '%s is not for the level that refused, nor for any other',
    async (step) => {
      const event = await refusedBy(place.township);
      await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
      const colleague = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
      for (const who of [colleague, place.villageOfficer, place.inspection, place.resident])
        expect(await refusal(who, step, { ...event, ...NOTE })).toBe('FORBIDDEN');
      expect(await refusal(place.otherTownship, step, { ...event, ...NOTE })).toBe('NOT_FOUND');
      const decided = await take(place.county, step, { ...event, ...NOTE });
      expect(decided.state).toBe(step === 'upholdRefusal' ? 'REFUSED' : 'REPORTED');
    },
  );

  it('is not decided by who refused, under another post either', async () => {
    const twoPosts = await place.service.signIn(
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
    );
    const grants = (
      await twoPosts.get<{ myGrants: { id: string; role: string }[] }>(`{ myGrants { id role } }`)
    ).myGrants;
    const as = (role: string): TestClient =>
      twoPosts.with({ 'lianxin-acting-grant': grants.find((grant) => grant.role === role)?.id ?? '' });
    const event = await refusedBy(as('VILLAGE_OFFICER'));
    await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
    for (const step of ['upholdRefusal', 'overturnRefusal'] as const)
      expect(await refusal(as('TOWNSHIP_OFFICER'), step, { ...event, ...NOTE })).toBe(
        'REFUSER_CANNOT_DECIDE',
      );
  });

  it('goes to discipline inspection where the county refused, and comes back to the county', async () => {
    const event = await refusedBy(place.county);
    await take(place.resident, 'appealRefusal', { ...event, ...NOTE });
    const otherCentre = await place.service.signIn({ role: Role.COUNTY_COMMAND, areaCode: COUNTY });
    expect(await refusal(otherCentre, 'overturnRefusal', { ...event, ...NOTE })).toBe('FORBIDDEN');
    await take(place.inspection, 'overturnRefusal', { ...event, ...NOTE });
    expect((await take(otherCentre, 'accept', event)).state).toBe('ACCEPTED');
  });

  it('is the reporter’s alone, within the time that policy gives', async () => {
    const event = await refusedBy(place.villageOfficer);
    expect(await refusal(place.township, 'appealRefusal', { ...event, ...NOTE })).toBe('FORBIDDEN');
    place.service.clock.advance({ days: 20 });
    expect(await refusal(place.resident, 'appealRefusal', { ...event, ...NOTE })).toBe(
      'APPEAL_WINDOW_CLOSED',
    );
    place.service.clock.set('2026-03-02T02:00:00Z');
    expect((await take(place.resident, 'appealRefusal', { ...event, ...NOTE })).state).toBe(
      'REFUSAL_APPEALED',
    );
  });

  it('needs no account: the slip is enough, once', async () => {
    const { id, slip } = await reportedBy(place.resident);
    await take(place.villageOfficer, 'refuse', { gridEventId: id, ...NOTE });
    const input = { requestId: randomUUID(), slip, note: '我不同意' };
    const nobody = place.service.client();
    const { answer } = await nobody.get<{ answer: { state: string } }>(APPEAL_BY_SLIP, { input });
    expect(answer.state).toBe('REFUSAL_APPEALED');
    expect(await nobody.get(APPEAL_BY_SLIP, { input })).toEqual({ answer });
    const wrong = { ...input, requestId: randomUUID(), slip: { ...slip, queryCode: '00000000' } };
    expect(await nobody.refusal(APPEAL_BY_SLIP, { input: wrong })).toBe('SLIP_UNKNOWN');
  });
});
