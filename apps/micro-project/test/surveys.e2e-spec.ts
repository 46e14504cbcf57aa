import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { aProjectIn, clearProjects } from './ending.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { refusal, take } from './project.builder.js';
import {
  AFTERWARDS,
  aNeighbour,
  answer,
  answerOnPaper,
  aSurvey,
  COMMENTS,
  draw,
  DRAW,
  print,
  PRINT,
  refusedAnswer,
  standingOf,
} from './survey.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const counts = async (id: string): Promise<unknown> => {
  const [row] = await place.service.sql(
    'SELECT answer_count AS answers, satisfied_count AS satisfied FROM survey_box WHERE project_id = $1',
    [id],
  );
  return row;
};
const close = (projectId: string) => take(place.villageOfficer, 'closeSurvey', { projectId });

describe('a survey', () => {
  it('is opened once, after the acceptance, by whoever carries it out', async () => {
    const id = await aSurvey(place);
    expect(await refusal(place.villageOfficer, 'openSurvey', { projectId: id })).toBe('SURVEY_STATE');
    const before = await aProjectIn(place, 'COMPLETED');
    expect(await refusal(place.villageOfficer, 'openSurvey', { projectId: before })).toBe(
      'ILLEGAL_TRANSITION',
    );
    const accepted = await aProjectIn(place, 'ACCEPTED');
    for (const who of [place.township, place.neighbourOfficer, place.resident])
      expect(await refusal(who, 'openSurvey', { projectId: accepted })).toBe('FORBIDDEN');
    expect((await standingOf(place.resident, id)).survey).toMatchObject({ isOpen: true, printedCount: 0 });
  });

  it('gives one token to each resident of the village, and to nobody else', async () => {
    const id = await aSurvey(place);
    expect(await draw(place.resident, id)).toMatch(/^(\w{4}-){3}\w{4}$/);
    expect(await place.resident.refusal(DRAW, { id })).toBe('SURVEY_TOKEN_DRAWN');
    for (const who of [place.neighbour, place.villageOfficer, place.township, place.worker])
      expect(await who.refusal(DRAW, { id })).toBe('FORBIDDEN');
    expect(await place.service.client().refusal(DRAW, { id })).toBe('UNAUTHENTICATED');
    const another = await aNeighbour(place);
    const both = await Promise.allSettled([draw(another, id), draw(another, id)]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('counts a token once, drawn or on paper, however often it is sent at once', async () => {
    const id = await aSurvey(place);
    const drawn = await draw(place.resident, id);
    const { tokens } = await print(place.villageOfficer, id, 1);
    await answer(place, {
      projectId: id,
      token: drawn.toLowerCase().replaceAll('-', ' '),
      isSatisfied: false,
    });
    const given = { projectId: id, token: tokens[0] ?? '' };
    await Promise.all([1, 2, 3, 4, 5].map(() => answer(place, given)));
    expect(await counts(id)).toEqual({ answers: 2, satisfied: 1 });
  });

  it('answers a used token as an unused one, drawn or on paper, and nothing changes', async () => {
    const id = await aSurvey(place);
    const drawn = await draw(place.resident, id);
    const { tokens } = await print(place.villageOfficer, id, 1);
    const box = () => place.service.sql('SELECT * FROM survey_box WHERE project_id = $1', [id]);
    for (const token of [drawn, tokens[0] ?? '']) {
      const first = await answer(place, { projectId: id, token });
      const before = await box();
      const again = { projectId: id, token, isSatisfied: false, comment: '再答一次' };
      expect(await answer(place, again)).toEqual(first);
      expect(await box()).toEqual(before);
      const tooLong = { projectId: id, token, comment: '好'.repeat(201) };
      expect(await refusedAnswer(place, tooLong)).toBe('TEXT_TOO_LONG');
    }
  });

  it('knows no token of another project, none made up and none of no survey', async () => {
    const [id, other] = [await aSurvey(place), await aSurvey(place)];
    const token = await draw(place.resident, other);
    for (const given of [
      { projectId: id, token },
      { projectId: id, token: '7K3M-92QD-X0TB-4HVA' },
      { projectId: id, token: '' },
      { projectId: randomUUID(), token },
      { projectId: await aProjectIn(place, 'ACCEPTED'), token },
    ])
      expect(await refusedAnswer(place, given)).toBe('SURVEY_TOKEN_UNKNOWN');
    const comment = '好'.repeat(201);
    expect(await refusedAnswer(place, { projectId: other, token, comment })).toBe('TEXT_TOO_LONG');
    await answer(place, { projectId: other, token });
  });

  it('prints slips up to a number, and tells their tokens once', async () => {
    const id = await aSurvey(place);
    const requestId = randomUUID();
    const first = await print(place.villageOfficer, id, 290, requestId);
    expect([new Set(first.tokens).size, first.printedCount]).toEqual([290, 290]);
    expect(await print(place.villageOfficer, id, 290, requestId)).toEqual({ tokens: [], printedCount: 290 });
    const refused = (who: Place['resident'], count: number) =>
      who.refusal(PRINT, { input: { requestId: randomUUID(), projectId: id, count } });
    for (const count of [0, -1, 11]) expect(await refused(place.villageOfficer, count)).toBe('SLIP_COUNT');
    for (const who of [place.township, place.resident, place.neighbourOfficer])
      expect(await refused(who, 1)).toBe('FORBIDDEN');
    expect((await standingOf(place.resident, id)).survey?.printedCount).toBe(290);
    const entries = await place.service.sql(
      `SELECT data - 'at' AS data FROM journal_entry WHERE type = 'micro-project.SurveySlipsPrinted.v1' AND data ->> 'projectId' = $1`,
      [id],
    );
    expect(entries).toMatchObject([{ data: { count: 290, printedCount: 290 } }]);
  });

  it('ends with its day: no answer and no token afterwards, and no result before', async () => {
    const id = await aSurvey(place);
    const token = await draw(place.resident, id);
    place.service.clock.set('2026-03-16T15:59:59Z');
    expect(await refusal(place.villageOfficer, 'closeSurvey', { projectId: id })).toBe('SURVEY_NOT_OVER');
    place.service.clock.set(AFTERWARDS);
    const late = await aNeighbour(place);
    expect(await refusedAnswer(place, { projectId: id, token })).toBe('SURVEY_STATE');
    expect(await late.refusal(DRAW, { id })).toBe('SURVEY_STATE');
    expect((await standingOf(place.resident, id)).survey?.isOpen).toBe(false);
    for (const who of [place.township, place.neighbourOfficer])
      expect(await refusal(who, 'closeSurvey', { projectId: id })).toBe('FORBIDDEN');
    expect(await close(id)).toMatchObject({ state: 'EVALUATED' });
    expect(await refusal(place.villageOfficer, 'closeSurvey', { projectId: id })).toBe('ILLEGAL_TRANSITION');
    place.service.clock.set(FIRST_DAY);
    expect(await refusedAnswer(place, { projectId: id, token })).toBe('SURVEY_STATE');
    const never = await aProjectIn(place, 'ACCEPTED');
    expect(await refusal(place.villageOfficer, 'closeSurvey', { projectId: never })).toBe('SURVEY_STATE');
  });

  it('publishes what it came to, and no numbers of too few', async () => {
    const [enough, few] = [await aSurvey(place), await aSurvey(place)];
    await answerOnPaper(place, enough, { count: 10, satisfied: 7 });
    await answerOnPaper(place, few, { count: 9, satisfied: 7 });
    expect((await standingOf(place.county, enough)).surveyResult).toBeNull();
    place.service.clock.set(AFTERWARDS);
    for (const id of [enough, few]) await close(id);
    expect((await standingOf(place.neighbour, enough)).surveyResult).toEqual({
      ...{ isTooFew: false, minimumSample: 10, answerCount: 10, satisfiedCount: 7, printedCount: 10 },
    });
    expect((await standingOf(place.villageOfficer, few)).surveyResult).toEqual({
      ...{ isTooFew: true, minimumSample: 10, answerCount: null, satisfiedCount: null, printedCount: 9 },
    });
    const [told] = await place.service.sql(
      `SELECT data FROM journal_entry WHERE type = 'micro-project.SatisfactionSurveyed.v1' AND aggregate_id = $1`,
      [enough],
    );
    expect(told).toMatchObject({ data: { answerCount: 10, satisfiedCount: 7, minimumSample: 10 } });
  });

  it('opens its comments when it is closed and enough answered, to the posts of the area, recorded', async () => {
    const [enough, few] = [await aSurvey(place), await aSurvey(place)];
    const comments = ['路灯亮了', '还差一盏', '谢谢'];
    await answerOnPaper(place, enough, { count: 10, satisfied: 9, comments });
    await answerOnPaper(place, few, { count: 9, satisfied: 9, comments });
    const input = (projectId: string) => ({ input: { requestId: randomUUID(), projectId } });
    expect(await place.township.refusal(COMMENTS, input(enough))).toBe('SURVEY_STATE');
    place.service.clock.set(AFTERWARDS);
    for (const id of [enough, few]) await close(id);
    const { answer: told } = await place.township.get<{ answer: { comments: string[] } }>(
      COMMENTS,
      input(enough),
    );
    expect([...told.comments].sort()).toEqual([...comments].sort());
    expect(await place.township.refusal(COMMENTS, input(few))).toBe('SAMPLE_TOO_SMALL');
    for (const who of [place.resident, place.neighbourOfficer, place.otherTownship])
      expect(await who.refusal(COMMENTS, input(enough))).toBe('FORBIDDEN');
    const looks = await place.service.sql(
      `SELECT actor_subject AS subject FROM journal_entry WHERE type = 'micro-project.SurveyCommentsOpened.v1'`,
    );
    expect(looks).toEqual([{ subject: place.township.subject }]);
  });
});
