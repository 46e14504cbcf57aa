import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, VILLAGE } from './area.builder.js';
import { aCandidate } from './discussion.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed } from './need.builder.js';
import { anApproval, anApprovedPlan, anItem, aPlan, planRefusal, planStep } from './plan.builder.js';
import { aProposal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  for (const table of ['plan_approval', 'plan_item', 'plan', 'project_terms', 'project'])
    await place.service.sql(`DELETE FROM ${table}`);
});
afterAll(() => place.service.stop());

const PLAN = `query ($villageCode: String!, $year: Int!) { yearlyPlan(villageCode: $villageCode, year: $year) {
  state version approvedVersion items { title projects { id } } proposedItems { title } } }`;
const find = async (who: TestClient, year = 2026): Promise<object | null> =>
  (await who.get<{ yearlyPlan: object | null }>(PLAN, { villageCode: VILLAGE, year })).yearlyPlan;

describe('a yearly plan', () => {
  it('is submitted by the village, approved by the township committee, and then read by everybody', async () => {
    const { id: needId } = await aCandidate(place);
    const plan = await planStep(place.villageOfficer, 'submit', aPlan([anItem({ needIds: [needId] })]));
    expect(plan).toMatchObject({ state: 'SUBMITTED', version: 1, approvedVersion: null });
    expect(await find(place.neighbour)).toBeNull();
    expect(await find(place.township)).toMatchObject({
      state: 'SUBMITTED',
      items: [{ title: '三组路灯改造' }],
    });
    const approval = await anApproval(place, plan.id);
    for (const who of [place.villageOfficer, place.township, place.county, place.countyRecorder])
      expect(await planRefusal(who, 'approve', approval)).toBe('FORBIDDEN');
    await planStep(place.recorder, 'approve', approval);
    expect(await find(place.neighbour)).toMatchObject({ state: 'APPROVED', approvedVersion: 1 });
    const events = (await place.service.drainOutbox()).filter(({ subject }) => subject === plan.id);
    expect(events.map(({ type }) => type)).toEqual([
      'micro-project.PlanSubmitted.v1',
      'micro-project.PlanApproved.v1',
    ]);
    expect(events[1]?.data).toMatchObject({
      ...{ villageCode: VILLAGE, year: 2026, version: 1 },
      items: [{ itemId: plan.items[0]?.itemId, quotaClass: 'SMALL', budgetFen: 800_000 }],
    });
    expect(JSON.stringify(events)).not.toContain('路灯');
  });

  it('is returned with a reason, and submitted anew', async () => {
    const { id: planId } = await planStep(place.villageOfficer, 'submit', aPlan());
    const input = { planId, note: '请补充安全类项目' };
    for (const who of [place.villageOfficer, place.recorder, place.county])
      expect(await planRefusal(who, 'returnForRevision', input)).toBe('FORBIDDEN');
    expect(await planStep(place.township, 'returnForRevision', input)).toMatchObject({ state: 'RETURNED' });
    const reveal = `mutation ($input: RevealPlanWordsInput!) { revealPlanWords(input: $input) { transition field words } }`;
    const look = { input: { requestId: randomUUID(), planId } };
    expect(await place.villageOfficer.get(reveal, look)).toEqual({
      revealPlanWords: [{ transition: 'PlanReturned', field: 'note', words: input.note }],
    });
    expect(await place.resident.refusal(reveal, look)).toBe('FORBIDDEN');
    expect(await planRefusal(place.recorder, 'approve', await anApproval(place, planId))).toBe(
      'ILLEGAL_PLAN_STEP',
    );
    expect(await planStep(place.villageOfficer, 'submit', aPlan())).toMatchObject({ id: planId, version: 2 });
    expect(await planRefusal(place.recorder, 'approve', await anApproval(place, planId))).toBe(
      'PLAN_VERSION',
    );
  });

  it('that was approved holds until a later version is', async () => {
    const { id: planId, items } = await anApprovedPlan(place);
    const itemId = items[0]?.itemId;
    const later = [anItem({ itemId, title: '三组路灯改造（含太阳能）' }), anItem({ title: '村口护栏' })];
    await planStep(place.villageOfficer, 'submit', aPlan(later));
    expect(await find(place.resident)).toEqual({
      ...{ state: 'SUBMITTED', version: 2, approvedVersion: 1, proposedItems: null },
      items: [{ title: '三组路灯改造', projects: [] }],
    });
    expect(await find(place.villageOfficer)).toMatchObject({
      proposedItems: [{ title: '三组路灯改造（含太阳能）' }, { title: '村口护栏' }],
    });
    expect(await planRefusal(place.villageOfficer, 'submit', aPlan())).toBe('ILLEGAL_PLAN_STEP');
    await planStep(place.recorder, 'approve', await anApproval(place, planId, { version: 2 }));
    expect(await find(place.resident)).toMatchObject({ approvedVersion: 2, items: [{}, {}] });
  });

  it('shows the project that carries an item out, and keeps that item', async () => {
    const { items } = await anApprovedPlan(place);
    const planItemId = items[0]?.itemId;
    const { id } = await take(place.villageOfficer, 'propose', aProposal({ planItemId }));
    expect(await find(place.villageOfficer)).toMatchObject({ items: [{ projects: [{ id }] }] });
    expect(await find(place.neighbour)).toMatchObject({ items: [{ projects: [] }] });
    expect(await planRefusal(place.villageOfficer, 'submit', aPlan())).toBe('PLAN_ITEM_IN_USE');
    const asLarger = [anItem({ itemId: planItemId, quotaClass: 'LARGER' })];
    expect(await planRefusal(place.villageOfficer, 'submit', aPlan(asLarger))).toBe('PLAN_ITEM_IN_USE');
    await planStep(place.villageOfficer, 'submit', aPlan([anItem({ itemId: planItemId })]));
  });

  it('is answered again to a repeat, and submitted once by two at once', async () => {
    const input = { requestId: randomUUID(), ...aPlan() };
    const plan = await planStep(place.villageOfficer, 'submit', input);
    expect(await planStep(place.villageOfficer, 'submit', input)).toEqual(plan);
    const next = aPlan([anItem()], { year: 2027 });
    const both = await Promise.allSettled([1, 2].map(() => planStep(place.villageOfficer, 'submit', next)));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await find(place.villageOfficer, 2027)).toMatchObject({ version: 1, items: [{}] });
  });

  it.each([
    ['for last year', { year: 2025 }, 'PLAN_YEAR'],
    ['for the year after next', { year: 2028 }, 'PLAN_YEAR'],
    ['of another village', { villageCode: NEIGHBOUR }, 'FORBIDDEN'],
    ['without items', { items: [] }, 'PLAN_ITEMS'],
    ['with too many items', { items: Array.from({ length: 101 }, () => anItem()) }, 'PLAN_ITEMS'],
    ['with an item for nothing', { items: [anItem({ budget: '0' })] }, 'AMOUNT_MALFORMED'],
    ['with three decimals', { items: [anItem({ budget: '1.234' })] }, 'AMOUNT_MALFORMED'],
    ['that names a telephone', { items: [anItem({ title: '联系13812345678' })] }, 'PERSONAL_NUMBER'],
    ['with an unknown need', { items: [anItem({ needIds: [randomUUID()] })] }, 'NEED_NOT_CANDIDATE'],
    ['with an item of nowhere', { items: [anItem({ itemId: randomUUID() })] }, 'PLAN_ITEM_UNKNOWN'],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    expect(await planRefusal(place.villageOfficer, 'submit', aPlan([anItem()], over))).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM plan')).toEqual([]);
  });

  it('plans what is in the pool of candidates alone, once', async () => {
    const open = await aNeed(place.resident);
    const { id } = await aCandidate(place);
    const refused = (...items: Record<string, unknown>[]): Promise<string> =>
      planRefusal(place.villageOfficer, 'submit', aPlan(items));
    expect(await refused(anItem({ needIds: [open.id] }))).toBe('NEED_NOT_CANDIDATE');
    expect(await refused(anItem({ needIds: [id] }), anItem({ needIds: [id] }))).toBe('PLAN_ITEMS');
  });

  it.each([
    ['with a stranger', { presentIds: [randomUUID()] }, 'NOT_A_MEMBER'],
    ['of the village', { body: 'VILLAGE_TWO_COMMITTEES' }, 'WRONG_BODY'],
    ['of tomorrow', { heldOn: '2026-03-03' }, 'MEETING_DAY'],
    ['without minutes', { minutesDocumentId: randomUUID() }, 'DOCUMENT_UNFIT'],
  ])('is not approved at a meeting %s', async (_what, meeting, code) => {
    const { id } = await planStep(place.villageOfficer, 'submit', aPlan());
    expect(await planRefusal(place.recorder, 'approve', await anApproval(place, id, { meeting }))).toBe(code);
    expect(await find(place.township)).toMatchObject({ state: 'SUBMITTED', approvedVersion: null });
  });

  it('is not approved by a meeting held before that version was submitted', async () => {
    place.service.clock.set('2026-03-04T16:30:00Z');
    const { id } = await planStep(place.villageOfficer, 'submit', aPlan());
    const approve = async (heldOn: string, version: number) =>
      planRefusal(place.recorder, 'approve', await anApproval(place, id, { version, meeting: { heldOn } }));
    expect(await approve('2026-03-04', 1)).toBe('MEETING_DAY');
    await planStep(place.township, 'returnForRevision', { planId: id, note: '请补充' });
    place.service.clock.set('2026-03-06T02:00:00Z');
    await planStep(place.villageOfficer, 'submit', aPlan());
    expect(await approve('2026-03-05', 2)).toBe('MEETING_DAY');
    const meeting = { heldOn: '2026-03-06' };
    expect(
      await planStep(place.recorder, 'approve', await anApproval(place, id, { version: 2, meeting })),
    ).toMatchObject({ state: 'APPROVED', approvedVersion: 2 });
  });

  it('is not approved without a quorum, or on the minutes of a village', async () => {
    const { id } = await planStep(place.villageOfficer, 'submit', aPlan());
    const few = { presentIds: place.bodies.township.slice(0, 3) };
    expect(await planRefusal(place.recorder, 'approve', await anApproval(place, id, { meeting: few }))).toBe(
      'QUORUM_LACKING',
    );
    const minutes = { minutesDocumentId: await aStoredDocument(place) };
    expect(
      await planRefusal(place.recorder, 'approve', await anApproval(place, id, { meeting: minutes })),
    ).toBe('DOCUMENT_UNFIT');
  });
});
