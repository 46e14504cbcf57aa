import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { GRID, NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aCandidate, aDiscussion, discuss } from './discussion.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed, needRefusal, needStep, NEED_FIELDS } from './need.builder.js';
import type { NeedAnswer } from './need.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`DELETE FROM need_outcome`);
  await place.service.sql(`DELETE FROM needs_discussion`);
  await place.service.sql(`DELETE FROM need_signature`);
  await place.service.sql(`DELETE FROM need`);
});
afterAll(() => place.service.stop());

const find = async (who: TestClient, id: string): Promise<NeedAnswer> => {
  const query = `query ($id: ID!) { need(id: $id) { ${NEED_FIELDS} } }`;
  return (await who.get<{ need: NeedAnswer }>(query, { id })).need;
};
const statusOf = async (who: TestClient, areaCode: string): Promise<object[]> => {
  const query = `query ($areaCode: String!) { discussionStatus(areaCode: $areaCode) { villageCode openCount lateCount lastHeldOn } }`;
  return (await who.get<{ discussionStatus: object[] }>(query, { areaCode })).discussionStatus;
};
const refused = async (
  outcomes: readonly Record<string, unknown>[],
  over: Parameters<typeof aDiscussion>[2] = {},
  who = place.villageOfficer,
): Promise<string> => needRefusal(who, 'discuss', await aDiscussion(place, outcomes, over));

describe('a discussion of needs', () => {
  it('lists one, declines one with a reason, keeps one, and what it leaves out stays due', async () => {
    const submit = async (): Promise<string> => (await aNeed(place.resident)).id;
    const [listed, declined, kept] = [await submit(), await submit(), await submit()];
    const leftOut = await submit();
    place.service.clock.advance({ days: 10 });
    const outcomes = [
      { needId: listed, outcome: 'CANDIDATE', priority: 'HIGH' },
      { needId: declined, outcome: 'DECLINED', reason: '该路段已列入县道改造计划' },
      { needId: kept, outcome: 'KEPT' },
    ];
    const meeting = { heldOn: '2026-03-12' };
    const answer = await discuss(place, outcomes, { meeting });
    expect(answer).toMatchObject({ openCount: 4, discussedCount: 3, leftOutCount: 1 });
    expect(await find(place.resident, listed)).toMatchObject({
      state: 'CANDIDATE',
      priority: 'HIGH',
    });
    expect(await find(place.resident, declined)).toMatchObject({
      state: 'DECLINED',
      answerReadAt: null,
    });
    const stays = { state: 'SUBMITTED', isDiscussionOverdue: false };
    expect(await find(place.resident, kept)).toMatchObject({
      ...stays,
      discussionDueOn: '2026-04-12',
    });
    expect(await find(place.resident, leftOut)).toMatchObject({
      ...stays,
      discussionDueOn: '2026-04-02',
    });
    place.service.clock.set('2026-04-03T02:00:00Z');
    expect(await find(place.township, kept)).toMatchObject({ isDiscussionOverdue: false });
    expect(await find(place.township, leftOut)).toMatchObject({ isDiscussionOverdue: true });
    const late = `{ needs(isDiscussionOverdue: true) { edges { node { id } } } }`;
    expect(await place.township.get(late)).toEqual({ needs: { edges: [{ node: { id: leftOut } }] } });
    const counts = { villageCode: VILLAGE, openCount: 2, lateCount: 1, lastHeldOn: '2026-03-12' };
    expect(await statusOf(place.villageOfficer, VILLAGE)).toEqual([counts]);
    const nothing = { villageCode: NEIGHBOUR, openCount: 0, lateCount: 0, lastHeldOn: null };
    expect(await statusOf(place.township, TOWNSHIP)).toEqual([counts, nothing]);
    expect(
      await place.otherTownship.refusal(`{ discussionStatus(areaCode: "${TOWNSHIP}") { openCount } }`),
    ).toBe('FORBIDDEN');
  });

  it('tells whoever asked why not, with an account or a slip, and shows when they have read it', async () => {
    const mine = await aNeed(place.resident);
    const volunteer = await place.service.signIn({ role: Role.GRID_VOLUNTEER, areaCode: GRID });
    const keyed = { contactChannel: 'PHONE', subject: { name: '王桂花' } };
    const theirs = await aNeed(volunteer, keyed);
    const inOffice = await aNeed(place.worker, keyed);
    const reason = '该路段已列入县道改造计划';
    await discuss(
      place,
      [mine, theirs, inOffice].map(({ id: needId }) => ({ needId, outcome: 'DECLINED', reason })),
    );
    const told = { transition: 'NeedDeclined', field: 'reason', words: reason };
    expect(await needStep(place.resident, 'reveal', { needId: mine.id, purpose: 'OWN' })).toContainEqual(
      told,
    );
    expect((await find(place.villageOfficer, mine.id)).answerReadAt).toBe('2026-03-02T02:00:00.000Z');
    const open = `mutation ($slip: SlipInput!) { openNeedSlip(slip: $slip) { state told { transition field words } } }`;
    const { openNeedSlip } = await place.service
      .client()
      .get<{ openNeedSlip: { told: object[] } }>(open, { slip: theirs.slip });
    expect(openNeedSlip).toMatchObject({ state: 'DECLINED' });
    expect(openNeedSlip.told).toContainEqual(told);
    expect((await find(place.villageOfficer, theirs.id)).answerReadAt).toBe('2026-03-02T02:00:00.000Z');
    await place.service.client().get(open, { slip: inOffice.slip });
    expect((await find(place.villageOfficer, inOffice.id)).answerReadAt).toBeNull();
    const rows = await place.service.sql(`SELECT data, sealed FROM journal_entry`);
    expect(JSON.stringify(rows)).not.toContain('县道');
  });

  it('has again, once, what whoever asked asks for once more; the township sees it', async () => {
    const { id, slip } = await aNeed(place.resident);
    const decline = [{ needId: id, outcome: 'DECLINED', reason: '资金不足' }];
    await discuss(place, decline);
    expect(await needRefusal(place.villageOfficer, 'reconsider', { needId: id, note: '再议' })).toBe(
      'FORBIDDEN',
    );
    place.service.clock.advance({ days: 1 });
    const again = await needStep(place.resident, 'reconsider', { needId: id, note: '老人多，请再研究' });
    expect(again).toMatchObject({ state: 'SUBMITTED', discussionDueOn: '2026-04-03' });
    const seen = `{ needs(isReconsidered: true) { edges { node { id reconsiderationCount } } } }`;
    expect(await place.township.get(seen)).toEqual({
      needs: { edges: [{ node: { id, reconsiderationCount: 1 } }] },
    });
    expect(await refused(decline)).toBe('MEETING_DAY');
    await discuss(place, decline, { meeting: { heldOn: '2026-03-03' } });
    expect(await needRefusal(place.resident, 'reconsider', { needId: id, note: '再议' })).toBe(
      'RECONSIDERATION_USED_UP',
    );
    expect(await needRefusal(place.service.client(), 'reconsiderBySlip', { slip, note: '再议' })).toBe(
      'RECONSIDERATION_USED_UP',
    );
  });

  it('of a new year begins its numbers anew', async () => {
    const { id: needId } = await aNeed(place.resident);
    const outcomes = [{ needId, outcome: 'KEPT' }];
    const numbered = (heldOn: string) => ({ meeting: { heldOn, minutesNumber: '第1号' } });
    await discuss(place, outcomes, numbered('2026-03-02'));
    place.service.clock.set('2027-03-02T02:00:00Z');
    expect(await discuss(place, outcomes, numbered('2027-03-02'))).toMatchObject({ discussedCount: 1 });
  });

  it('is recorded by the officers of that village alone, once, and answered again to a repeat', async () => {
    const { id: needId } = await aNeed(place.resident);
    const outcomes = [{ needId, outcome: 'KEPT' }];
    for (const who of [place.resident, place.worker, place.township, place.recorder, place.neighbourOfficer])
      expect(await refused(outcomes, {}, who)).toBe('FORBIDDEN');
    const input = { requestId: randomUUID(), ...(await aDiscussion(place, outcomes)) };
    const answer = await needStep(place.villageOfficer, 'discuss', input);
    expect(await needStep(place.villageOfficer, 'discuss', input)).toEqual(answer);
    expect(await needRefusal(place.villageOfficer, 'discuss', { ...input, requestId: randomUUID() })).toBe(
      'DISCUSSION_RECORDED',
    );
    const events = (await place.service.drainOutbox()).filter(({ subject }) => subject === answer.id);
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      [
        'micro-project.NeedsDiscussed.v1',
        expect.objectContaining({
          villageCode: VILLAGE,
          heldOn: '2026-03-02',
          discussedCount: 1,
          openCount: 1,
        }),
      ],
    ]);
    const list = `{ needsDiscussions(areaCode: "${TOWNSHIP}") { edges { node { presentCount outcomes { outcome need { id } } } } } }`;
    expect(await place.auditor.get(list)).toEqual({
      needsDiscussions: {
        edges: [{ node: { presentCount: 4, outcomes: [{ outcome: 'KEPT', need: { id: needId } }] } }],
      },
    });
    expect(await place.resident.refusal(list)).toBe('FORBIDDEN');
  });

  it.each([
    ['with a stranger', { presentIds: [randomUUID()] }, 'NOT_A_MEMBER'],
    ['of nobody', { presentIds: [] }, 'NOBODY_PRESENT'],
    ['of tomorrow', { heldOn: '2026-03-03' }, 'MEETING_DAY'],
    ['on no day', { heldOn: '2026-02-30' }, 'MEETING_DAY'],
    ['of the township', { body: 'TOWNSHIP_PARTY_COMMITTEE' }, 'WRONG_BODY'],
    ['without minutes', { minutesDocumentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['without a number', { minutesNumber: ' ' }, 'TEXT_EMPTY'],
  ])('at a meeting %s is refused, and nothing is stored', async (_what, meeting, code) => {
    const { id: needId } = await aNeed(place.resident);
    expect(await refused([{ needId, outcome: 'KEPT' }], { meeting })).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM needs_discussion')).toEqual([]);
  });

  it('needs a quorum, and signed minutes', async () => {
    const { id: needId } = await aNeed(place.resident);
    const outcomes = [{ needId, outcome: 'KEPT' }];
    const presentIds = place.bodies.village.slice(0, 2);
    expect(await refused(outcomes, { meeting: { presentIds } })).toBe('QUORUM_LACKING');
    const minutesDocumentId = await aStoredDocument(place, { form: 'RECORD' });
    expect(await refused(outcomes, { meeting: { minutesDocumentId } })).toBe('DOCUMENT_UNFIT');
  });

  it('concludes on each need with what that asks for', async () => {
    const { id: needId } = await aNeed(place.resident);
    const other = await aNeed(place.neighbour, { areaCode: NEIGHBOUR });
    const gone = await aNeed(place.resident);
    await needStep(place.resident, 'withdraw', { needId: gone.id });
    const cases = [
      [[{ needId, outcome: 'DECLINED' }], 'DECLINE_REASON_MISSING'],
      [[{ needId, outcome: 'DECLINED', reason: ' ' }], 'DECLINE_REASON_MISSING'],
      [[{ needId, outcome: 'CANDIDATE' }], 'PRIORITY_MISSING'],
      [
        [
          { needId, outcome: 'KEPT' },
          { needId, outcome: 'KEPT' },
        ],
        'DISCUSSED_NEEDS',
      ],
      [[], 'DISCUSSED_NEEDS'],
      [[{ needId: other.id, outcome: 'KEPT' }], 'NOT_FOUND'],
      [[{ needId: gone.id, outcome: 'KEPT' }], 'ILLEGAL_NEED_STEP'],
      [[{ needId: gone.id, outcome: 'CANDIDATE', priority: 'LOW' }], 'ILLEGAL_NEED_STEP'],
    ] as const;
    for (const [outcomes, code] of cases) expect(await refused(outcomes)).toBe(code);
    const both = await place.service.signIn(
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.VILLAGE_OFFICER, areaCode: NEIGHBOUR },
    );
    expect(await refused([{ needId: other.id, outcome: 'KEPT' }], {}, both)).toBe('NEED_ELSEWHERE');
  });
});

describe('the pool of candidates', () => {
  const pool = async (
    who: TestClient,
  ): Promise<{ rank: number; rankReason: object; need: { id: string } }[]> => {
    const query = `query ($villageCode: String!) { candidatePool(villageCode: $villageCode) { rank rankReason { priority areaCode turn } need { id } } }`;
    return (await who.get<{ candidatePool: [] }>(query, { villageCode: VILLAGE })).candidatePool;
  };

  it('goes by priority, then by turns of the grids, and says why', async () => {
    const ids: string[] = [];
    for (const [areaCode, priority] of [
      [GRID, 'NORMAL'],
      [GRID, 'NORMAL'],
      [VILLAGE, 'NORMAL'],
      [GRID, 'URGENT'],
    ]) {
      place.service.clock.advance({ minutes: 1 });
      ids.push((await aCandidate(place, { areaCode, priority })).id);
    }
    const ranked = await pool(place.villageOfficer);
    expect(ranked.map(({ need }) => ids.indexOf(need.id))).toEqual([3, 0, 2, 1]);
    expect(ranked.at(-1)).toMatchObject({
      rank: 4,
      rankReason: { priority: 'NORMAL', areaCode: GRID, turn: 2 },
    });
    expect(await pool(place.township)).toEqual(ranked);
    const query = `{ candidatePool(villageCode: "${VILLAGE}") { rank } }`;
    for (const who of [place.resident, place.worker, place.neighbourOfficer, place.otherTownship])
      expect(await who.refusal(query)).toBe('FORBIDDEN');
  });

  it('is weighed anew by a later meeting, and what is declined leaves it', async () => {
    const { id: needId } = await aCandidate(place, { priority: 'LOW' });
    await discuss(place, [{ needId, outcome: 'CANDIDATE', priority: 'URGENT' }]);
    expect((await pool(place.villageOfficer))[0]).toMatchObject({ rankReason: { priority: 'URGENT' } });
    await discuss(place, [{ needId, outcome: 'DECLINED', reason: '已由其他项目解决' }]);
    expect(await pool(place.villageOfficer)).toEqual([]);
  });
});
