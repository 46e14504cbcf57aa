import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { BAD, FollowUpStage, GOOD, NOTE, REACHED } from './follow-up.stage.js';
import { aReport, refusal, take } from './grid-event.builder.js';
import { startGridRegistry } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const GRANDMOTHER = { name: '王奶奶', contact: '13800000000' };

const bySlip = (name: string): string =>
  `mutation ($input: RateGridEventBySlipInput!) { answer: ${name}BySlip(input: $input) { state } }`;
const ATTEMPTS = `query ($id: ID!) { gridEvent(id: $id) {
  followUp { isReached isSatisfied } followUps { attempt kind channel role isReached isSolved isSatisfied } } }`;

interface Answers {
  readonly followUp: object | null;
  readonly followUps: readonly Record<string, unknown>[];
}

describe('following up a grid event', () => {
  let place: Place;
  let stage: FollowUpStage;

  beforeAll(async () => {
    place = await startGridRegistry();
    stage = new FollowUpStage(place);
  });
  afterAll(() => place.service.stop());

  const answersOf = async (who: TestClient, id: string): Promise<Answers> =>
    (await who.get<{ gridEvent: Answers }>(ATTEMPTS, { id })).gridEvent;

  describe('tries again whom it did not reach', () => {
    it('and keeps every attempt', async () => {
      const { id } = await stage.notified();
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
      const { id: gridEventId } = await stage.notified();
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
      const { id } = await stage.notified();
      await take(place.county, 'followUp', { gridEventId: id, ...REACHED });
      for (const who of [place.township, place.villageOfficer])
        expect(await answersOf(who, id)).toEqual({ followUp: null, followUps: [] });
      expect((await answersOf(place.inspection, id)).followUps).toHaveLength(1);
    });
  });

  describe('is answered by whoever reported', () => {
    it('in the application, before or after the close', async () => {
      const { id: gridEventId } = await stage.notified();
      expect((await take(place.resident, 'answerFollowUp', { gridEventId, ...BAD })).state).toBe(
        'FOLLOWED_UP',
      );
      const { followUps } = await answersOf(place.resident, gridEventId);
      expect(followUps).toEqual([
        { attempt: 1, kind: 'ANSWERED', channel: 'APP', role: 'PERSON', isReached: true, ...BAD },
      ]);
      const late = await stage.notified();
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
      const { id, slip } = await stage.report(place.volunteer, input);
      await stage.handle(id);
      const nobody = place.service.client();
      const answer = { requestId: randomUUID(), slip, ...BAD };
      const signedIn = await place.volunteer.refusal(bySlip('answerGridEventFollowUp'), { input: answer });
      expect(signedIn).toBe('FOLLOW_UP_BY_PARTY');
      await nobody.get(bySlip('answerGridEventFollowUp'), { input: answer });
      const change = { requestId: randomUUID(), slip, ...GOOD };
      await nobody.get(bySlip('changeGridEventRating'), { input: change });
      const { followUps } = await answersOf(place.county, id);
      expect(followUps.map(({ kind, channel }) => [kind, channel])).toEqual([
        ['ANSWERED', 'SLIP'],
        ['CHANGED', 'SLIP'],
      ]);
    });

    it('and by no official, neighbour, keyer or handler in their place', async () => {
      const { id: gridEventId } = await stage.notified();
      for (const who of [place.township, place.county, place.villageOfficer])
        expect(await refusal(who, 'answerFollowUp', { gridEventId, ...GOOD })).toBe('FORBIDDEN');
      const keyed = await stage.report(place.villageOfficer, { channel: 'PHONE', subject: GRANDMOTHER });
      await stage.handle(keyed.id);
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
      const byDaughter = await stage.report(place.resident, { subject: GRANDMOTHER, proxy });
      await stage.handle(byDaughter.id);
      const answered = await take(place.resident, 'answerFollowUp', { gridEventId: byDaughter.id, ...GOOD });
      expect(answered.state).toBe('FOLLOWED_UP');
      const byOfficial = await stage.report(place.villageOfficer, { subject: GRANDMOTHER, proxy });
      await stage.handle(byOfficial.id);
      const gridEventId = byOfficial.id;
      expect(await refusal(place.villageOfficer, 'answerFollowUp', { gridEventId, ...GOOD })).toBe(
        'FOLLOW_UP_BY_PARTY',
      );
    });
  });

  describe('keeps both values of a changed rating', () => {
    it('in the journal and in what is shown', async () => {
      const { id: gridEventId } = await stage.notified();
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
      const { id: gridEventId } = await stage.notified();
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
});
