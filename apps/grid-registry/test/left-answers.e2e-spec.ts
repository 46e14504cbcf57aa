import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { BAD, FollowUpStage, GOOD, REACHED, REVEAL } from './follow-up.stage.js';
import type { Reported } from './follow-up.stage.js';
import { refusal, take } from './grid-event.builder.js';
import { startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const GRANDMOTHER = { name: '王奶奶', contact: '13800000000' };
const ANSWER = `mutation ($input: RateGridEventBySlipInput!) {
  answer: answerGridEventFollowUpBySlip(input: $input) { state hasAnswerToConfirm } }`;
const CHANGE = ANSWER.replace('answerGridEventFollowUp', 'changeGridEventRating');
const SLIP = `mutation ($slip: ReportSlipInput!) { openReportSlip(slip: $slip) { told { transition words } } }`;
const WAITING = `{ gridEvents(first: 100, filter: { hasAnswerToConfirm: true }) { edges { node { id hasAnswerToConfirm } } } }`;
const ATTEMPTS = `query ($id: ID!) { gridEvent(id: $id) {
  followUp { isReached isSatisfied } followUps { kind channel role isSolved isSatisfied } } }`;

interface Answers {
  readonly followUp: object | null;
  readonly followUps: readonly Record<string, unknown>[];
}

describe('an answer left with a slip that an official keyed in', () => {
  let place: Place;
  let stage: FollowUpStage;

  beforeAll(async () => {
    place = await startGridRegistry();
    stage = new FollowUpStage(place);
  });
  afterAll(() => place.service.stop());

  const keyedIn = async (over: Record<string, unknown> = {}): Promise<Reported> => {
    const input = { channel: 'PHONE', subject: GRANDMOTHER, ...over };
    const reported = await stage.report(place.villageOfficer, input);
    await stage.handle(reported.id);
    return reported;
  };
  const bySlip = ({ slip }: Reported, over: object, document = ANSWER): Promise<{ answer: object }> =>
    place.service.client().get(document, { input: { requestId: randomUUID(), slip, ...over } });
  const answersOf = async ({ id }: Reported): Promise<Answers> =>
    (await place.county.get<{ gridEvent: Answers }>(ATTEMPTS, { id })).gridEvent;
  const waiting = async (who: TestClient): Promise<string[]> => {
    const { gridEvents } = await who.get<{
      gridEvents: { edges: { node: { id: string; hasAnswerToConfirm: boolean } }[] };
    }>(WAITING);
    return gridEvents.edges
      .map(({ node }) => node)
      .flatMap(({ id, hasAnswerToConfirm: is }) => (is ? [id] : []));
  };
  const told = async ({ slip }: Reported): Promise<string[]> => {
    const { openReportSlip } = await place.service
      .client()
      .get<{ openReportSlip: { told: { transition: string }[] } }>(SLIP, { slip });
    return openReportSlip.told.map(({ transition }) => transition);
  };

  it('waits for somebody to ask, and says so', async () => {
    const reported = await keyedIn();
    const { answer } = await bySlip(reported, { ...GOOD, note: '路灯修好了' });
    expect(answer).toEqual({ state: 'RESULT_NOTIFIED', hasAnswerToConfirm: true });
    expect(await answersOf(reported)).toEqual({
      followUp: null,
      followUps: [{ kind: 'LEFT', channel: 'SLIP', role: 'PERSON', ...GOOD }],
    });
    const input = { requestId: randomUUID(), gridEventId: reported.id, purpose: 'FOLLOW_UP' };
    const opened = await place.county.get<{ answer: { field: string }[] }>(REVEAL, { input });
    expect(opened.answer.map(({ field }) => field)).toContain('note');
    expect(await waiting(place.county)).toContain(reported.id);
    for (const who of [place.township, place.villageOfficer, place.department])
      expect(await waiting(who)).toEqual([]);
    await take(place.county, 'followUp', { gridEventId: reported.id, isReached: true, ...BAD });
    expect((await answersOf(reported)).followUp).toEqual({ isReached: true, isSatisfied: false });
    expect(await waiting(place.county)).not.toContain(reported.id);
  });

  it('changes nothing once the time in which a rating may be changed is over', async () => {
    const reported = await keyedIn();
    await take(place.county, 'followUp', { gridEventId: reported.id, ...REACHED });
    place.service.clock.advance({ days: 20 });
    const input = { requestId: randomUUID(), slip: reported.slip, ...BAD };
    expect(await place.service.client().refusal(CHANGE, { input })).toBe('RATING_WINDOW_CLOSED');
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('lets the reporter be asked again, after a counted answer and after the close, which is not lost meanwhile', async () => {
    const reported = await keyedIn();
    const gridEventId = reported.id;
    await take(place.county, 'followUp', { gridEventId, ...REACHED });
    await take(place.county, 'close', { gridEventId });
    expect(await refusal(place.county, 'followUp', { gridEventId, ...REACHED })).toBe('ILLEGAL_TRANSITION');
    await bySlip(reported, BAD, CHANGE);
    expect((await answersOf(reported)).followUp).toEqual({ isReached: true, isSatisfied: true });
    expect(await refusal(place.county, 'followUp', { gridEventId, isReached: false })).toBe(
      'ANSWERED_BEFORE',
    );
    const asked = await take(place.county, 'followUp', { gridEventId, isReached: true, ...BAD });
    expect(asked.state).toBe('CLOSED');
    expect((await answersOf(reported)).followUp).toEqual({ isReached: true, isSatisfied: false });
    expect(await refusal(place.county, 'followUp', { gridEventId, ...REACHED })).toBe('ILLEGAL_TRANSITION');
  });

  it('comes so often and no more', async () => {
    const reported = await keyedIn();
    for (let times = 0; times < 3; times += 1) await bySlip(reported, GOOD);
    const input = { requestId: randomUUID(), slip: reported.slip, ...GOOD };
    expect(await place.service.client().refusal(ANSWER, { input })).toBe('FOLLOW_UP_ATTEMPTS_USED_UP');
  });

  it('is one that was keyed in of nobody known as well', async () => {
    const anonymous = { channel: 'LETTER_BOX', confidentiality: 'ANONYMOUS', subject: undefined };
    expect((await bySlip(await keyedIn(anonymous), GOOD)).answer).toMatchObject({ hasAnswerToConfirm: true });
    const byNeighbour = await stage.report(place.volunteer, anonymous);
    await stage.handle(byNeighbour.id);
    expect((await bySlip(byNeighbour, GOOD)).answer).toEqual({
      state: 'FOLLOWED_UP',
      hasAnswerToConfirm: false,
    });
  });

  it('lets that official read nothing of what the reporter answered', async () => {
    const reported = await keyedIn();
    const asked = { gridEventId: reported.id, isReached: true, ...BAD, note: '村干部态度不好' };
    await take(place.county, 'followUp', asked);
    expect(await told(reported)).toContain('GridEventResultNotified');
    expect(await told(reported)).not.toContain('GridEventFollowedUp');
    const byNeighbour = await stage.report(place.volunteer, { channel: 'PHONE', subject: GRANDMOTHER });
    await stage.handle(byNeighbour.id);
    await take(place.county, 'followUp', { ...asked, gridEventId: byNeighbour.id });
    expect(await told(byNeighbour)).toContain('GridEventFollowedUp');
  });

  it('is no way for whoever is scored: they do not rate what they reported themselves', async () => {
    const official = await place.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
    const { id: gridEventId } = await stage.notified(official);
    expect(await refusal(official, 'answerFollowUp', { gridEventId, ...GOOD })).toBe('FOLLOW_UP_BY_PARTY');
    expect((await take(place.county, 'followUp', { gridEventId, ...REACHED })).state).toBe('FOLLOWED_UP');
  });

  it('leaves the answers to a merged report as they are', async () => {
    const main = await stage.report(place.resident);
    const { id: gridEventId } = await stage.report(place.resident);
    await take(place.township, 'merge', { gridEventId, intoGridEventId: main.id, note: '同一事项' });
    await stage.handle(main.id);
    await take(place.resident, 'answerFollowUp', { gridEventId, ...BAD });
    expect(await refusal(place.county, 'followUp', { gridEventId, isReached: false })).toBe(
      'ILLEGAL_TRANSITION',
    );
    expect(await refusal(place.resident, 'answerFollowUp', { gridEventId, ...GOOD })).toBe(
      'ILLEGAL_TRANSITION',
    );
    await take(place.resident, 'changeRating', { gridEventId, ...GOOD });
  });
});
