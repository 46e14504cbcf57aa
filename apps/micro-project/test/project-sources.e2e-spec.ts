import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { NEIGHBOUR, VILLAGE } from './area.builder.js';
import { aCandidate } from './discussion.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed, needRefusal } from './need.builder.js';
import { anApprovedPlan, anItem, aPlan, planStep } from './plan.builder.js';
import { aDecision, aProposal, ofTownship, refusal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  const tables = ['plan_approval', 'plan_item', 'plan', 'project_decision', 'project_terms', 'project'];
  for (const table of [...tables, 'envelope', 'need_outcome', 'needs_discussion', 'need_signature', 'need'])
    await place.service.sql(`DELETE FROM ${table}`);
});
afterAll(() => place.service.stop());

const propose = (over: Record<string, unknown>) => take(place.villageOfficer, 'propose', aProposal(over));
const refused = (over: Record<string, unknown>) => refusal(place.villageOfficer, 'propose', aProposal(over));
const needsOf = async (id: string): Promise<object> => {
  const query = `query ($id: ID!) { microProject(id: $id) { needs { id state project { id } } } }`;
  return (await place.villageOfficer.get<{ microProject: object }>(query, { id })).microProject;
};
const stateOf = async (id: string): Promise<object | undefined> =>
  (await place.service.sql<object>(`SELECT state, project_id FROM need WHERE id = $1`, [id]))[0];

describe('a project out of needs', () => {
  it('takes candidates of its village, and knows whoever asked, for themselves or another, by their accounts', async () => {
    const mine = await aCandidate(place);
    const theirs = await aCandidate(place, {
      ...{ who: place.worker, contactChannel: 'PHONE', subject: { name: '王桂花' } },
    });
    const forHerMother = await aCandidate(place, {
      ...{ who: place.worker, subject: { name: '王桂花' } },
      proxy: { isCaller: true, relation: 'FAMILY', authority: 'ORAL' },
    });
    const veiled = await aCandidate(place, { confidentiality: 'ANONYMOUS' });
    const needIds = [mine, theirs, forHerMother, veiled].map(({ id }) => id);
    const { id } = await propose({ needIds });
    expect(await needsOf(id)).toEqual({
      needs: needIds.map((needId) => ({ id: needId, state: 'TAKEN', project: { id } })),
    });
    const known = await place.service.sql<{ proposer: string }>(
      `SELECT unnest(proposer_ids) AS proposer FROM project WHERE id = $1 ORDER BY 1`,
      [id],
    );
    const accounts = [place.resident.subject, place.worker.subject];
    expect(known.map(({ proposer }) => proposer)).toEqual(accounts.sort());
    const events = (await place.service.drainOutbox()).filter(({ type }) => type.includes('NeedTaken'));
    expect(events.map(({ subject, data }) => [subject, data])).toEqual(
      expect.arrayContaining(needIds.map((needId) => [needId, expect.objectContaining({ projectId: id })])),
    );
    expect(await refused({ needIds: [mine.id] })).toBe('NEED_NOT_CANDIDATE');
    expect(await needRefusal(place.resident, 'withdraw', { needId: mine.id })).toBe('ILLEGAL_NEED_STEP');
  });

  it('or an item of the plan is one that is submitted', async () => {
    const { id: projectId } = await propose({});
    expect(await refusal(place.villageOfficer, 'submit', { projectId })).toBe('PROJECT_SOURCES');
    const { items } = await anApprovedPlan(place);
    const { id: needId } = await aCandidate(place);
    for (const source of [{ planItemId: items[0]?.itemId }, { needIds: [needId] }]) {
      const { id } = await propose(source);
      expect(await take(place.villageOfficer, 'submit', { projectId: id })).toMatchObject({
        state: 'SUBMITTED',
      });
    }
  });

  it('takes nothing else', async () => {
    const open = await aNeed(place.resident);
    const { id } = await aCandidate(place);
    const both = await place.service.signIn(
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.VILLAGE_OFFICER, areaCode: NEIGHBOUR },
    );
    expect(await refused({ needIds: [open.id] })).toBe('NEED_NOT_CANDIDATE');
    expect(await refused({ needIds: [randomUUID()] })).toBe('NEED_NOT_CANDIDATE');
    expect(await refused({ needIds: [id, id] })).toBe('PROJECT_NEEDS');
    expect(await refused({ needIds: Array.from({ length: 101 }, () => randomUUID()) })).toBe('PROJECT_NEEDS');
    const elsewhere = aProposal({ villageCode: NEIGHBOUR, needIds: [id] });
    expect(await refusal(place.neighbourOfficer, 'propose', elsewhere)).toBe('NEED_NOT_CANDIDATE');
    expect(await refusal(both, 'propose', elsewhere)).toBe('NEED_NOT_CANDIDATE');
    expect(await stateOf(id)).toEqual({ state: 'CANDIDATE', project_id: null });
  });

  it('gives them back when it is rejected by whichever body, or given up', async () => {
    const { id: needId } = await aCandidate(place);
    const candidate = { state: 'CANDIDATE', project_id: null };
    const abandoned = await propose({ needIds: [needId] });
    await take(place.villageOfficer, 'abandon', { projectId: abandoned.id, note: '另行安排' });
    expect(await stateOf(needId)).toEqual(candidate);
    const rejected = await propose({ needIds: [needId], terms: { budget: '50000' } });
    await take(place.villageOfficer, 'submit', { projectId: rejected.id });
    const decision = await aDecision(place, rejected.id, { isAdopted: false, meeting: ofTownship(place) });
    await take(place.recorder, 'decide', decision);
    expect(await stateOf(needId)).toEqual(candidate);
    await propose({ needIds: [needId] });
    expect(await stateOf(needId)).toMatchObject({ state: 'TAKEN' });
  });
});

describe('a project out of the yearly plan', () => {
  it('carries out an item of the approved plan that no other live project does', async () => {
    const { items } = await anApprovedPlan(place);
    const planItemId = items[0]?.itemId;
    const { id } = await propose({ planItemId });
    expect(await refused({ planItemId })).toBe('PLAN_ITEM_TAKEN');
    await take(place.villageOfficer, 'abandon', { projectId: id, note: '另行安排' });
    await propose({ planItemId });
  });

  it('is one of two proposed at once', async () => {
    const { items } = await anApprovedPlan(place);
    const planItemId = items[0]?.itemId;
    const both = await Promise.allSettled([1, 2].map(() => propose({ planItemId })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(String(both.map((each) => (each.status === 'rejected' ? each.reason : '')))).toContain(
      'PLAN_ITEM_TAKEN',
    );
  });

  it('needs a plan that holds, in this village, with this class', async () => {
    const { items: submitted } = await planStep(
      place.villageOfficer,
      'submit',
      aPlan([anItem()], { year: 2027 }),
    );
    expect(await refused({ planItemId: submitted[0]?.itemId })).toBe('PLAN_ITEM_UNKNOWN');
    expect(await refused({ planItemId: randomUUID() })).toBe('PLAN_ITEM_UNKNOWN');
    const { items } = await anApprovedPlan(place);
    const planItemId = items[0]?.itemId;
    expect(await refused({ planItemId, quotaClass: 'LARGER' })).toBe('PLAN_ITEM_CLASS');
    const elsewhere = aProposal({ villageCode: NEIGHBOUR, planItemId });
    expect(await refusal(place.neighbourOfficer, 'propose', elsewhere)).toBe('PLAN_ITEM_UNKNOWN');
  });
});
