import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import {
  aDecidedProject,
  aDecision,
  aProposal,
  aSubmittedProject,
  ofTownship,
  refusal,
  someTerms,
  STEPS,
  take,
} from './project.builder.js';
import { aClearedProject, anOffer, aSelection } from './works.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`TRUNCATE project, envelope CASCADE`);
  await place.service.sql(`DELETE FROM document`);
});
afterAll(() => place.service.stop());

const HERE = { terms: { place: '三组主路' } };

interface Suspicion {
  readonly projectId: string;
  readonly together: string;
  readonly togetherBand: string;
  readonly evidence: { otherProjectId: string; ground: string; similarityPercent: number; amount: string }[];
  readonly isSplit: boolean | null;
  readonly project: { splitting: string };
}
const LIST = `query ($areaCode: String!, $isJudged: Boolean) { list: splittingSuspicions(areaCode: $areaCode, isJudged: $isJudged) {
  projectId together togetherBand isSplit project { splitting }
  evidence { otherProjectId ground similarityPercent amount } } }`;
const suspicions = async (
  who: TestClient = place.township,
  areaCode = TOWNSHIP,
  isJudged = false,
): Promise<Suspicion[]> => (await who.get<{ list: Suspicion[] }>(LIST, { areaCode, isJudged })).list;

const judge = (projectId: string, isSplit: boolean) => ({ projectId, isSplit, note: '经实地核查' });
const decideAtTownship = async (id: string) =>
  take(place.recorder, 'decide', await aDecision(place, id, { meeting: ofTownship(place) }));

describe('a submission', () => {
  it('of a part of a larger work is flagged to the township, with the evidence', async () => {
    const first = await aDecidedProject(place, HERE);
    const second = await aSubmittedProject(place, HERE);
    expect(await suspicions()).toEqual([
      {
        ...{
          projectId: second,
          together: '16000.00',
          togetherBand: 'VILLAGE_DECIDES_AND_FILES',
          isSplit: null,
        },
        project: { splitting: 'SUSPECTED' },
        evidence: [
          { otherProjectId: first, ground: 'SAME_PLACE', similarityPercent: 100, amount: '8000.00' },
        ],
      },
    ]);
    const told = await place.service.sql(
      `SELECT data->'otherProjectIds' AS others, data->'togetherFen' AS fen, sequence FROM journal_entry
        WHERE aggregate_id = $1 AND type LIKE '%SplittingSuspected%'`,
      [second],
    );
    expect(told).toEqual([{ others: [first], fen: 1_600_000, sequence: 3 }]);
  });

  it('that reads like another is flagged too', async () => {
    const words = { title: '村口文化墙绘制', content: '在村口东侧墙面绘制移风易俗宣传画' };
    await aSubmittedProject(place, { terms: words });
    const second = await aSubmittedProject(place, {
      terms: { ...words, content: '在村口西侧墙面绘制移风易俗宣传画' },
    });
    const [suspicion, ...others] = await suspicions();
    expect(others).toEqual([]);
    expect(suspicion).toMatchObject({ projectId: second, evidence: [{ ground: 'SIMILAR_TEXT' }] });
  });

  it.each([
    ['elsewhere and otherwise', {}],
    ['that stays below the band with the other', { terms: { place: '三组主路', budget: '1999.99' } }],
  ])('%s is not', async (_what, over) => {
    await aSubmittedProject(place, HERE);
    await aSubmittedProject(place, over);
    expect(await suspicions()).toEqual([]);
  });

  it('is compared with what still counts', async () => {
    const rejected = await aSubmittedProject(place, HERE);
    await take(place.villageOfficer, 'decide', await aDecision(place, rejected, { isAdopted: false }));
    await take(place.villageOfficer, 'propose', aProposal(HERE));
    await place.service.sql(
      `UPDATE project SET submitted_at = '2025-03-02T01:59:59Z', state = 'CLOSED' WHERE id = $1`,
      [await aSubmittedProject(place, HERE)],
    );
    const { id } = await take(
      place.neighbourOfficer,
      'propose',
      aProposal({ ...HERE, villageCode: NEIGHBOUR }),
    );
    await take(place.neighbourOfficer, 'submit', { projectId: id });
    await aSubmittedProject(place, HERE);
    expect(await suspicions()).toEqual([]);
  });

  it('of two at once flags one of them', async () => {
    const ids = await Promise.all(
      [0, 1].map(async () => (await take(place.villageOfficer, 'propose', aProposal(HERE))).id),
    );
    await Promise.all(
      ids.map((projectId) =>
        place.villageOfficer.get(STEPS.submit, { input: { requestId: randomUUID(), projectId } }),
      ),
    );
    expect(await suspicions()).toHaveLength(1);
  });

  it('in an emergency is compared as well', async () => {
    await aSubmittedProject(place, HERE);
    const { id } = await take(place.villageOfficer, 'propose', aProposal(HERE));
    const emergency = { projectId: id, skipped: ['DESIGN'], reason: '塌方' };
    await take(place.villageOfficer, 'startInEmergency', emergency);
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe(
      'SPLITTING_UNJUDGED',
    );
    expect(await refusal(place.villageOfficer, 'complete', { projectId: id })).toBe('SPLITTING_UNJUDGED');
    await take(place.township, 'judgeSplitting', judge(id, true));
    expect(await take(place.villageOfficer, 'decide', await aDecision(place, id))).toMatchObject({
      ...{ state: 'IN_PROGRESS', band: 'VILLAGE_DECIDES_AND_FILES' },
    });
  });
});

describe('a suspicion', () => {
  const threeOf = async (): Promise<string> => {
    const over = { terms: { place: '三组主路', budget: '9900' } };
    await aSubmittedProject(place, { terms: { place: '三组主路', budget: '12000' } });
    await aSubmittedProject(place, over);
    return aSubmittedProject(place, over);
  };

  it('holds the decision up until the township has judged', async () => {
    const id = await threeOf();
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe(
      'SPLITTING_UNJUDGED',
    );
    await take(place.township, 'judgeSplitting', judge(id, false));
    expect(await take(place.villageOfficer, 'decide', await aDecision(place, id))).toMatchObject({
      ...{ state: 'DECIDED', band: 'VILLAGE_DECIDES' },
    });
  });

  it('that holds gives the decision to the body of all of them together', async () => {
    const id = await threeOf();
    expect((await suspicions()).find(({ projectId }) => projectId === id)).toMatchObject({
      ...{ together: '31800.00', togetherBand: 'TOWNSHIP_REVIEWS' },
    });
    expect(await take(place.township, 'judgeSplitting', judge(id, true))).toMatchObject({
      ...{ state: 'SUBMITTED', band: 'TOWNSHIP_REVIEWS', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' },
    });
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe('WRONG_BODY');
    expect(await decideAtTownship(id)).toMatchObject({
      state: 'DECIDED',
      band: 'TOWNSHIP_REVIEWS',
      committed: '9900.00',
    });
    expect(await suspicions(place.township, VILLAGE, true)).toMatchObject([{ projectId: id, isSplit: true }]);
  });

  it('that holds is not shaken off by a change', async () => {
    const id = await threeOf();
    await take(place.township, 'judgeSplitting', judge(id, true));
    await decideAtTownship(id);
    await place.service.sql(`UPDATE project SET state = 'CLEARED' WHERE id = $1`, [id]);
    const change = { projectId: id, terms: someTerms({ budget: '5000' }), note: '减少' };
    expect(await take(place.villageOfficer, 'requestChange', change)).toMatchObject({
      ...{ band: 'TOWNSHIP_REVIEWS', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' },
    });
    expect(await decideAtTownship(id)).toMatchObject({ band: 'TOWNSHIP_REVIEWS', committed: '5000.00' });
  });

  it('is judged by the township alone, once', async () => {
    const id = await threeOf();
    for (const who of [place.villageOfficer, place.recorder, place.county, place.auditor])
      expect(await refusal(who, 'judgeSplitting', judge(id, false))).toBe('FORBIDDEN');
    expect(await refusal(place.otherTownship, 'judgeSplitting', judge(id, false))).toBe('NOT_FOUND');
    expect(await refusal(place.township, 'judgeSplitting', { ...judge(id, false), note: ' ' })).toBe(
      'TEXT_EMPTY',
    );
    await take(place.township, 'judgeSplitting', judge(id, false));
    expect(await refusal(place.township, 'judgeSplitting', judge(id, true))).toBe('NOT_SUSPECTED');
  });

  it('ends with other terms, and is raised again with the same ones', async () => {
    const id = await threeOf();
    await take(place.township, 'returnForRevision', { projectId: id, note: '请合并立项' });
    await take(place.villageOfficer, 'revise', { projectId: id, terms: someTerms() });
    await take(place.villageOfficer, 'submit', { projectId: id });
    expect((await suspicions()).map(({ projectId }) => projectId)).not.toContain(id);
    place.service.clock.set('2026-03-03T02:00:00Z');
    await take(place.township, 'returnForRevision', { projectId: id, note: '再改' });
    await take(place.villageOfficer, 'revise', { projectId: id, terms: someTerms({ place: '三组主路' }) });
    await take(place.villageOfficer, 'submit', { projectId: id });
    expect((await suspicions()).filter(({ projectId }) => projectId === id)).toHaveLength(1);
  });

  it('is shown to those above, never to the village or to others', async () => {
    await threeOf();
    for (const who of [place.township, place.recorder, place.county, place.auditor, place.inspection])
      expect(await suspicions(who)).toHaveLength(1);
    expect(await suspicions(place.otherTownship)).toEqual([]);
    for (const who of [place.villageOfficer, place.resident, place.worker])
      expect(await who.refusal(LIST, { areaCode: TOWNSHIP })).toBe('FORBIDDEN');
  });
});

describe('the same contractor', () => {
  const choose = async (id: string, bidder: string) =>
    take(
      place.villageOfficer,
      'selectContractor',
      await aSelection(place, id, { offers: [anOffer({ bidder, isChosen: true })] }),
    );

  it('for works that together are more is suspected, and nothing begins before that is judged', async () => {
    const [first, second] = [await aClearedProject(place), await aClearedProject(place)];
    await choose(first, '郑坊建设有限公司');
    expect(await suspicions()).toEqual([]);
    expect(await choose(second, '郑坊建设 有限公司')).toMatchObject({ state: 'CLEARED' });
    expect(await suspicions()).toMatchObject([
      { projectId: second, evidence: [{ otherProjectId: first, ground: 'SAME_CONTRACTOR' }] },
    ]);
    expect(await refusal(place.villageOfficer, 'start', { projectId: second })).toBe('SPLITTING_UNJUDGED');
    await take(place.township, 'judgeSplitting', judge(second, false));
    await choose(second, '郑坊建设有限公司');
    expect(await suspicions()).toEqual([]);
    await take(place.villageOfficer, 'start', { projectId: second });
  });

  it('chosen for many works at once is seen by each with all before it', async () => {
    const offers = [anOffer({ bidder: '甲公司', isChosen: true })];
    const inputs = [];
    for (let works = 0; works < 8; works += 1)
      inputs.push(await aSelection(place, await aClearedProject(place), { offers }));
    await Promise.all(inputs.map((input) => take(place.villageOfficer, 'selectContractor', input)));
    const together = (await suspicions()).map((suspicion) => Number(suspicion.together));
    expect(together.sort((one, other) => one - other)).toEqual(
      [2, 3, 4, 5, 6, 7, 8].map((works) => works * 8_000),
    );
  });

  it('is no way round once work has begun', async () => {
    const [first, second] = [await aClearedProject(place), await aClearedProject(place)];
    await choose(first, '甲公司');
    await choose(second, '乙公司');
    await take(place.villageOfficer, 'start', { projectId: second });
    await choose(second, '甲公司');
    expect(await refusal(place.villageOfficer, 'complete', { projectId: second })).toBe('SPLITTING_UNJUDGED');
    await take(place.villageOfficer, 'stop', { projectId: second, note: '待认定' });
    expect(await refusal(place.villageOfficer, 'resume', { projectId: second })).toBe('SPLITTING_UNJUDGED');
    const change = { projectId: second, terms: someTerms({ budget: '7600' }), note: '减少两盏' };
    expect(await refusal(place.villageOfficer, 'requestChange', change)).toBe('SPLITTING_UNJUDGED');
    expect(await suspicions()).toMatchObject([{ projectId: second }]);
  });

  it('of works that were split sends them back, to be decided by the right body and posted anew', async () => {
    const [first, second] = [await aClearedProject(place), await aClearedProject(place)];
    await choose(first, '甲公司');
    await choose(second, '甲公司');
    expect(await take(place.township, 'judgeSplitting', judge(second, true))).toMatchObject({
      ...{ state: 'RETURNED', band: 'VILLAGE_DECIDES_AND_FILES' },
    });
    expect(await refusal(place.villageOfficer, 'start', { projectId: second })).toBe('ILLEGAL_TRANSITION');
    await take(place.villageOfficer, 'revise', { projectId: second, terms: someTerms({ budget: '9000' }) });
    await take(place.villageOfficer, 'submit', { projectId: second });
    expect(await suspicions()).toEqual([]);
    expect(await take(place.villageOfficer, 'decide', await aDecision(place, second))).toMatchObject({
      ...{ state: 'DECIDED', band: 'VILLAGE_DECIDES_AND_FILES', committed: '9000.00' },
    });
    const [held] = await place.service.sql('SELECT small_held_fen::int AS fen FROM envelope');
    expect(held).toEqual({ fen: 1_700_000 });
  });
});
