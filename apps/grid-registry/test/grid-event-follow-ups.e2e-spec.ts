import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, refusal, take } from './grid-event.builder.js';
import type { StepName } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOTE = { note: '情况说明' };
const GOOD = { isSolved: true, isSatisfied: true };
const BAD = { isSolved: true, isSatisfied: false };
const REACHED = { isReached: true, ...GOOD };
const GRANDMOTHER = { name: '王奶奶', contact: '13800000000' };

const REVEAL = `mutation ($input: RevealPersonalDataInput!) { answer: revealPersonalData(input: $input) { field } }`;
const REPORT = `mutation ($input: ReportGridEventInput!) {
  answer: reportGridEvent(input: $input) { id slip { number queryCode } } }`;
const bySlip = (name: string): string =>
  `mutation ($input: RateGridEventBySlipInput!) { answer: ${name}BySlip(input: $input) { state } }`;
const ATTEMPTS = `query ($id: ID!) { gridEvent(id: $id) {
  followUp { isReached isSatisfied } followUps { attempt kind channel role isReached isSolved isSatisfied } } }`;

interface Reported {
  readonly id: string;
  readonly slip: { readonly number: string; readonly queryCode: string };
}
interface Answers {
  readonly followUp: object | null;
  readonly followUps: readonly Record<string, unknown>[];
}

describe('following up a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const report = async (who: TestClient, over: Record<string, unknown> = {}): Promise<Reported> => {
    const input = aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over });
    return (await who.get<{ answer: Reported }>(REPORT, { input })).answer;
  };
  const handle = async (gridEventId: string): Promise<void> => {
    await take(place.township, 'accept', { gridEventId });
    await take(place.township, 'dispatch', { gridEventId, departmentId: place.departmentId });
    await take(place.department, 'start', { gridEventId });
    await take(place.department, 'reportDone', { gridEventId, ...NOTE });
    await take(place.township, 'verify', { gridEventId, ...NOTE });
    await take(place.township, 'notify', { gridEventId, ...NOTE });
  };
  const notified = async (who: TestClient = place.resident): Promise<Reported> => {
    const reported = await report(who);
    await handle(reported.id);
    return reported;
  };
  const answersOf = async (who: TestClient, id: string): Promise<Answers> =>
    (await who.get<{ gridEvent: Answers }>(ATTEMPTS, { id })).gridEvent;
  const revealing = (who: TestClient, gridEventId: string, purpose: string): Promise<string> =>
    who.refusal(REVEAL, { input: { requestId: randomUUID(), gridEventId, purpose } });

  describe('is refused to', () => {
    const command = { role: Role.COUNTY_COMMAND, areaCode: COUNTY };
    const asCommand = async (who: TestClient): Promise<TestClient> => {
      const { myGrants } = await who.get<{ myGrants: { id: string; role: string }[] }>(
        `{ myGrants { id role } }`,
      );
      const grant = myGrants.find(({ role }) => role === 'COUNTY_COMMAND');
      return who.with({ 'lianxin-acting-grant': grant?.id ?? '' });
    };
    const refusedTo = async (who: TestClient, gridEventId: string): Promise<void> => {
      for (const each of [who, await asCommand(who)]) {
        expect(await refusal(each, 'followUp', { gridEventId, ...REACHED })).toBe('FOLLOW_UP_BY_PARTY');
        expect(await revealing(each, gridEventId, 'FOLLOW_UP')).toBe('FOLLOW_UP_BY_PARTY');
      }
    };

    it.each([
      ['accepted', 'accept', {}],
      ['verified', 'verify', NOTE],
      ['notified', 'notify', NOTE],
    ] as const)('who %s it as township, though the post is gone since', async (_what, step, input) => {
      const both = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP }, command);
      const { myGrants } = await both.get<{ myGrants: { id: string; role: string }[] }>(
        `{ myGrants { id role } }`,
      );
      const townshipGrant = myGrants.find(({ role }) => role === 'TOWNSHIP_OFFICER')?.id ?? '';
      const asTownship = both.with({ 'lianxin-acting-grant': townshipGrant });
      const before: Record<string, StepName> = { accept: 'report', verify: 'reportDone', notify: 'verify' };
      const { id } = await anEventAfter(place, before[step] ?? 'report');
      if (step === 'verify')
        await place.service.sql(`UPDATE grid_event SET dispatcher_id = $2 WHERE id = $1`, [id, both.subject]);
      await take(asTownship, step, { gridEventId: id, ...input });
      await place.service.sql(`UPDATE grid_event SET state = 'RESULT_NOTIFIED' WHERE id = $1`, [id]);
      await place.service.sql(`UPDATE access_grant SET revoked_at = now(), revoked_by = $2 WHERE id = $1`, [
        townshipGrant,
        both.subject,
      ]);
      await refusedTo(both.with({ 'lianxin-acting-grant': '' }), id);
    });

    it.each([
      ['grid', { role: Role.GRID_WORKER, areaCode: GRID }],
      ['village', { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE }],
      ['township', { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP }],
    ])('whoever holds an office of its %s, under the post of the command centre too', async (_what, post) => {
      const { id } = await anEventAfter(place, 'notify');
      await refusedTo(await place.service.signIn(post, command), id);
    });

    it('whoever is of the department that handled it', async () => {
      const { id } = await anEventAfter(place, 'notify');
      const { departmentId } = place;
      const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId };
      await refusedTo(await place.service.signIn(post, command), id);
    });

    it('whoever is of the department that handled what it was merged into', async () => {
      const main = await report(place.resident);
      const merged = await report(place.volunteer);
      await take(place.township, 'merge', {
        gridEventId: merged.id,
        intoGridEventId: main.id,
        ...NOTE,
      });
      await handle(main.id);
      const { departmentId } = place;
      const post = { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId };
      await refusedTo(await place.service.signIn(post, command), merged.id);
      await take(place.county, 'followUp', { gridEventId: merged.id, ...REACHED });
    });

    it('nobody of another township, and not to the centre that dispatched it', async () => {
      const { id } = await report(place.resident);
      await take(place.county, 'accept', { gridEventId: id });
      await take(place.county, 'dispatch', { gridEventId: id, departmentId: place.departmentId });
      await take(place.department, 'reportDone', { gridEventId: id, ...NOTE });
      const worker = place.worker;
      await place.service.sql(`UPDATE grid_event SET state = 'RESULT_NOTIFIED' WHERE id = $1`, [id]);
      expect(await refusal(worker, 'followUp', { gridEventId: id, ...REACHED })).toBe('FORBIDDEN');
      const elsewhere = await place.service.signIn(command, {
        role: Role.TOWNSHIP_OFFICER,
        areaCode: '361104100',
      });
      await take(elsewhere, 'followUp', { gridEventId: id, isReached: false });
      expect((await take(place.county, 'followUp', { gridEventId: id, ...REACHED })).state).toBe(
        'FOLLOWED_UP',
      );
    });
  });

  describe('tries again whom it did not reach', () => {
    it('and keeps every attempt', async () => {
      const { id } = await notified();
      const gridEventId = id;
      await take(place.county, 'followUp', { gridEventId, isReached: false });
      const other = { gridEventId, isReached: true, ...BAD, channel: 'FACE_TO_FACE' };
      expect((await take(place.county, 'followUp', other)).state).toBe('FOLLOWED_UP');
      const asked = { kind: 'ASKED', role: 'COUNTY_COMMAND' };
      expect(await answersOf(place.county, id)).toEqual({
        followUp: { isReached: true, isSatisfied: false },
        followUps: [
          { attempt: 1, ...asked, channel: 'PHONE', isReached: false, isSolved: null, isSatisfied: null },
          { attempt: 2, ...asked, channel: 'FACE_TO_FACE', isReached: true, ...BAD },
        ],
      });
      expect(await refusal(place.county, 'followUp', { gridEventId, ...REACHED })).toBe('ILLEGAL_TRANSITION');
    });

    it('as often as policy says', async () => {
      const { id: gridEventId } = await notified();
      for (let attempt = 0; attempt < 3; attempt += 1)
        await take(place.county, 'followUp', { gridEventId, isReached: false });
      expect(await refusal(place.county, 'followUp', { gridEventId, ...REACHED })).toBe(
        'FOLLOW_UP_ATTEMPTS_USED_UP',
      );
      expect((await take(place.resident, 'answerFollowUp', { gridEventId, ...GOOD })).state).toBe(
        'FOLLOWED_UP',
      );
    });

    it('and shows attempts to nobody who is scored', async () => {
      const { id } = await notified();
      await take(place.county, 'followUp', { gridEventId: id, ...REACHED });
      for (const who of [place.township, place.villageOfficer])
        expect(await answersOf(who, id)).toEqual({ followUp: null, followUps: [] });
      expect((await answersOf(place.inspection, id)).followUps).toHaveLength(1);
    });
  });

  describe('is answered by whoever reported', () => {
    it('in the application, before or after the close', async () => {
      const { id: gridEventId } = await notified();
      expect((await take(place.resident, 'answerFollowUp', { gridEventId, ...BAD })).state).toBe(
        'FOLLOWED_UP',
      );
      const { followUps } = await answersOf(place.resident, gridEventId);
      expect(followUps).toEqual([
        { attempt: 1, kind: 'ANSWERED', channel: 'APP', role: 'PERSON', isReached: true, ...BAD },
      ]);
      const late = await notified();
      await take(place.county, 'followUp', { gridEventId: late.id, isReached: false });
      await take(place.county, 'close', { gridEventId: late.id });
      const answered = await take(place.resident, 'answerFollowUp', { gridEventId: late.id, ...GOOD });
      expect(answered.state).toBe('CLOSED');
      expect((await answersOf(place.county, late.id)).followUp).toEqual({
        isReached: true,
        isSatisfied: true,
      });
    });

    it('with the slip alone, by whoever has no account', async () => {
      const input = { channel: 'PHONE', subject: GRANDMOTHER, answerBy: 'PHONE' };
      const { id, slip } = await report(place.volunteer, input);
      await handle(id);
      const nobody = place.service.client();
      const answer = { requestId: randomUUID(), slip, ...BAD };
      await nobody.get(bySlip('answerGridEventFollowUp'), { input: answer });
      const change = { requestId: randomUUID(), slip, ...GOOD };
      await nobody.get(bySlip('changeGridEventRating'), { input: change });
      const { followUps } = await answersOf(place.county, id);
      expect(followUps.map(({ kind, channel }) => [kind, channel])).toEqual([
        ['ANSWERED', 'SLIP'],
        ['CHANGED', 'SLIP'],
      ]);
    });

    it('with a slip that an official keyed in: it waits for somebody to ask', async () => {
      const { id, slip } = await report(place.villageOfficer, { channel: 'PHONE', subject: GRANDMOTHER });
      await handle(id);
      const nobody = place.service.client();
      const answer = (over: object): Record<string, unknown> => ({
        input: { requestId: randomUUID(), slip, ...GOOD, ...over },
      });
      await nobody.get(bySlip('answerGridEventFollowUp'), answer({ note: '路灯修好了' }));
      expect(await answersOf(place.county, id)).toMatchObject({
        followUp: null,
        followUps: [{ kind: 'LEFT', channel: 'SLIP', role: 'PERSON', ...GOOD }],
      });
      const opened = await place.county.get<{ answer: { field: string }[] }>(REVEAL, {
        input: { requestId: randomUUID(), gridEventId: id, purpose: 'FOLLOW_UP' },
      });
      expect(opened.answer.map(({ field }) => field)).toContain('note');
      expect((await take(place.county, 'followUp', { gridEventId: id, isReached: true, ...BAD })).state).toBe(
        'FOLLOWED_UP',
      );
      await nobody.get(bySlip('changeGridEventRating'), answer({}));
      expect((await answersOf(place.county, id)).followUp).toEqual({ isReached: true, isSatisfied: false });
      await nobody.get(bySlip('changeGridEventRating'), answer({}));
      expect(await nobody.refusal(bySlip('changeGridEventRating'), answer({}))).toBe(
        'FOLLOW_UP_ATTEMPTS_USED_UP',
      );
    });

    it('and by no official, neighbour, keyer or handler in their place', async () => {
      const { id: gridEventId } = await notified();
      for (const who of [place.township, place.county, place.villageOfficer])
        expect(await refusal(who, 'answerFollowUp', { gridEventId, ...GOOD })).toBe('FORBIDDEN');
      const keyed = await report(place.villageOfficer, { channel: 'PHONE', subject: GRANDMOTHER });
      await handle(keyed.id);
      expect(await refusal(place.villageOfficer, 'answerFollowUp', { gridEventId: keyed.id, ...GOOD })).toBe(
        'FORBIDDEN',
      );
      const settled = await take(place.worker, 'settleOnTheSpot', { ...aReport(), ...NOTE });
      expect(await refusal(place.worker, 'answerFollowUp', { gridEventId: settled.id, ...GOOD })).toBe(
        'FOLLOW_UP_BY_PARTY',
      );
    });

    it('and by a proxy, unless that is the official who keyed it in', async () => {
      const proxy = { relation: 'FAMILY', authority: 'ORAL', isCaller: true };
      const byDaughter = await report(place.resident, { subject: GRANDMOTHER, proxy });
      await handle(byDaughter.id);
      const answered = await take(place.resident, 'answerFollowUp', { gridEventId: byDaughter.id, ...GOOD });
      expect(answered.state).toBe('FOLLOWED_UP');
      const byOfficial = await report(place.villageOfficer, { subject: GRANDMOTHER, proxy });
      await handle(byOfficial.id);
      const gridEventId = byOfficial.id;
      expect(await refusal(place.villageOfficer, 'answerFollowUp', { gridEventId, ...GOOD })).toBe(
        'FOLLOW_UP_BY_PARTY',
      );
    });
  });

  describe('keeps both values of a changed rating', () => {
    it('in the journal and in what is shown', async () => {
      const { id: gridEventId } = await notified();
      await take(place.county, 'followUp', { gridEventId, isReached: true, ...BAD });
      await take(place.resident, 'changeRating', { gridEventId, ...GOOD, note: '后来修好了' });
      const { followUp, followUps } = await answersOf(place.county, gridEventId);
      expect(followUp).toEqual({ isReached: true, isSatisfied: true });
      expect(followUps.map(({ kind, isSatisfied }) => [kind, isSatisfied])).toEqual([
        ['ASKED', false],
        ['CHANGED', true],
      ]);
      const [entry] = await place.service.sql<{ data: object }>(
        `SELECT data FROM journal_entry WHERE aggregate_id = $1 AND type LIKE '%RatingChanged%'`,
        [gridEventId],
      );
      expect(entry?.data).toMatchObject({ ...GOOD, wasSolved: true, wasSatisfied: false });
    });

    it('and is changed by nobody else, to nothing the same, and within its time', async () => {
      const { id: gridEventId } = await notified();
      await take(place.county, 'followUp', { gridEventId, isReached: false });
      const change = { gridEventId, ...GOOD };
      expect(await refusal(place.resident, 'changeRating', change)).toBe('NOTHING_RATED');
      await take(place.county, 'followUp', { gridEventId, ...REACHED });
      for (const who of [place.township, place.county])
        expect(await refusal(who, 'changeRating', { gridEventId, ...BAD })).toBe('FORBIDDEN');
      expect(await refusal(place.resident, 'changeRating', change)).toBe('RATING_UNCHANGED');
      place.service.clock.advance({ days: 20 });
      expect(await refusal(place.resident, 'changeRating', { gridEventId, ...BAD })).toBe(
        'RATING_WINDOW_CLOSED',
      );
      place.service.clock.set('2026-03-02T02:00:00Z');
    });
  });

  it('is coached by nobody: who reported is closed to the scored once the result was told', async () => {
    const { id } = await notified();
    for (const who of [place.township, place.villageOfficer]) {
      expect(await revealing(who, id, 'RESULT_NOTIFICATION')).toBe('PURPOSE_NOT_OPEN');
      expect(await revealing(who, id, 'HANDLING')).toBe('PURPOSE_NOT_OPEN');
      expect(await revealing(who, id, 'FOLLOW_UP')).toBe('FORBIDDEN');
    }
  });
});
