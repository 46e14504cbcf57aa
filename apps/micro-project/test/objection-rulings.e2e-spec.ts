import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { COUNTY, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aContractorOf } from './ending.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { anEmergency, aPostedProject, board, clearProjects, decideToday } from './notice.builder.js';
import { object, objectionsSeenBy, onPaper, openCountOf, refusedTo } from './objection.builder.js';
import { aProposedProject, refusal, someTerms, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const afterTheNotice = '2026-03-10T02:00:00Z';
const standings = async (projectId: string) => {
  const { microProject } = await place.villageOfficer.get<{ microProject: { objections: object[] } }>(
    `query ($id: ID!) { microProject(id: $id) { objections { state raisedOn closedOn finding } } }`,
    { id: projectId },
  );
  return microProject.objections;
};

/** Of an amount that the village decides on. */
async function aPostedProjectOfTheTownship(): Promise<string> {
  const projectId = await aProposedProject(place, { leadBody: 'TOWNSHIP' }, place.township);
  await take(place.township, 'submit', { projectId });
  await decideToday(place, projectId);
  await take(place.township, 'postNotice', { projectId });
  return projectId;
}

describe('a ruling', () => {
  it('is of the township about what the village decided, with a reason', async () => {
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    for (const who of [place.villageOfficer, place.otherTownship, place.resident, place.neighbourOfficer])
      expect(await refusedTo(who, 'rule', { objectionId })).toMatch(/NOT_FOUND|FORBIDDEN/);
    for (const who of [place.county, place.auditor, place.inspection])
      expect(await refusedTo(who, 'rule', { objectionId })).toBe('FORBIDDEN');
    expect(await refusedTo(place.township, 'rule', { objectionId, reason: ' ' })).toBe('TEXT_EMPTY');
    expect(await refusedTo(place.township, 'rule', { objectionId, finding: '' })).toBe('TEXT_EMPTY');
    const numbered = { objectionId, finding: '请联系 13800138000' };
    expect(await refusedTo(place.township, 'rule', numbered)).toBe('PERSONAL_NUMBER');
    expect(await openCountOf(place, projectId)).toBe(1);
    const input = { objectionId, requestId: randomUUID() };
    const ruled = await object(place.township, 'rule', input);
    expect(ruled).toMatchObject({ state: 'DISMISSED', finding: '经核实不影响通行' });
    expect(await object(place.township, 'rule', input)).toEqual(ruled);
    expect(await refusedTo(place.township, 'rule', { objectionId })).toBe('OBJECTION_CLOSED');
    expect(await openCountOf(place, projectId)).toBe(0);
    expect(await standings(projectId)).toEqual([
      { state: 'DISMISSED', raisedOn: '2026-03-02', closedOn: '2026-03-02', finding: '经核实不影响通行' },
    ]);
  });

  it('is refused to a village whose resident hides nothing from it', async () => {
    const projectId = await aPostedProject(place);
    const open = { projectId, isAnonymousToVillage: false };
    const { id: objectionId } = await object(place.resident, 'raise', open);
    expect(await refusedTo(place.villageOfficer, 'rule', { objectionId })).toBe('FORBIDDEN');
  });

  it('is of the county about what the township decided', async () => {
    const projectId = await aPostedProject(place, { terms: { budget: '30000' } });
    const { id: objectionId, rulingLevel } = await object(place.resident, 'raise', { projectId });
    expect(rulingLevel).toBe('COUNTY');
    expect(await refusedTo(place.township, 'rule', { objectionId })).toBe('NOT_FOUND');
    expect(await object(place.county, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
  });

  it('is of the county about what the township leads, whoever decided it', async () => {
    const projectId = await aPostedProjectOfTheTownship();
    const { id: objectionId, rulingLevel } = await object(place.resident, 'raise', { projectId });
    expect(rulingLevel).toBe('COUNTY');
    const [notice] = (await board(place, { areaCode: VILLAGE })).notices;
    expect(notice).toMatchObject({ projectId, decision: { body: 'VILLAGE_TWO_COMMITTEES' } });
    expect(notice?.['objectionChannel']).toMatch(/county, 广信区/);
    expect(notice?.['onwardChannel']).toMatch(/level above the county/);
    expect(await refusedTo(place.township, 'rule', { objectionId })).toBe('NOT_FOUND');
    expect(await object(place.county, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
  });

  it("is of the county, by somebody else than whoever keyed its own committee's meeting in", async () => {
    const projectId = await aPostedProject(place);
    const keyed = `UPDATE project_decision SET body = 'COUNTY_PARTY_COMMITTEE', keyed_by = $2 WHERE project_id = $1`;
    await place.service.sql(keyed, [projectId, place.county.subject]);
    const raised = `UPDATE project SET deciding_body = 'COUNTY_PARTY_COMMITTEE' WHERE id = $1`;
    await place.service.sql(raised, [projectId]);
    const { id: objectionId, rulingLevel } = await object(place.resident, 'raise', { projectId });
    expect(rulingLevel).toBe('COUNTY');
    expect(await refusedTo(place.county, 'rule', { objectionId })).toBe('RULER_INVOLVED');
    const colleague = await place.service.signIn({ role: Role.COUNTY_COMMAND, areaCode: COUNTY });
    expect(await object(colleague, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
  });

  it('is of nobody who raised it, keyed it in, or proposed the project', async () => {
    const projectId = await aPostedProject(place);
    const keyed = await object(place.township, 'raise', { projectId, ...onPaper() });
    expect(await refusedTo(place.township, 'rule', { objectionId: keyed.id })).toBe('RULER_INVOLVED');
    const anonymous = { projectId, contactChannel: 'LETTER_BOX', confidentiality: 'ANONYMOUS' };
    const letter = await object(place.township, 'raise', anonymous);
    expect(await refusedTo(place.township, 'rule', { objectionId: letter.id })).toBe('RULER_INVOLVED');
    const colleague = await place.service.signIn(
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.RESIDENT, areaCode: VILLAGE },
    );
    const own = await object(colleague, 'raise', { projectId });
    expect(await refusedTo(colleague, 'rule', { objectionId: own.id })).toBe('RULER_INVOLVED');
    for (const { id: objectionId } of [keyed, letter])
      expect(await refusedTo(colleague, 'rule', { objectionId })).toBe('RULER_INVOLVED');
    const other = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    for (const { id: objectionId } of [keyed, letter])
      expect(await object(other, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
    await place.service.sql('UPDATE project SET proposer_ids = ARRAY[$2::uuid] WHERE id = $1', [
      ...[projectId, place.township.subject],
    ]);
    expect(await refusedTo(place.township, 'rule', { objectionId: own.id })).toBe('RULER_INVOLVED');
  });

  it('is of nobody who objected to the same notice, also anonymously', async () => {
    const projectId = await aPostedProject(place);
    const judge = await place.service.signIn(
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.RESIDENT, areaCode: VILLAGE },
    );
    const { id: objectionId } = await object(judge, 'raise', { projectId, confidentiality: 'ANONYMOUS' });
    expect(await refusedTo(judge, 'rule', { objectionId })).toBe('RULER_INVOLVED');
    expect(await object(place.township, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
  });

  it('is of nobody behind the contractor, and of nobody who took a step of the lead', async () => {
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    const kin = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    await aContractorOf(place, projectId, kin.subject);
    expect(await refusedTo(kin, 'rule', { objectionId })).toBe('RULER_INVOLVED');
    const leader = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    await place.service.sql(
      `UPDATE journal_entry SET actor_subject = $2 WHERE aggregate_id = $1 AND type LIKE '%ProjectSubmitted%'`,
      [projectId, leader.subject],
    );
    expect(await refusedTo(leader, 'rule', { objectionId })).toBe('RULER_INVOLVED');
    expect(await object(place.township, 'rule', { objectionId })).toMatchObject({ state: 'DISMISSED' });
  });

  it('is of nobody who sat at the meeting that decided', async () => {
    const [member] = place.bodies.village;
    await place.service.give(member ?? '', { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    const decider = await place.service.as(member ?? '');
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    expect(await refusedTo(decider, 'rule', { objectionId })).toBe('RULER_INVOLVED');
  });

  it('is visible when it is overdue', async () => {
    const projectId = await aPostedProject(place);
    const { id } = await object(place.resident, 'raise', { projectId });
    const seen = (who: Place['township'], over: Record<string, unknown> = {}) =>
      objectionsSeenBy(who, { areaCode: TOWNSHIP, ...over });
    expect(await seen(place.township, { isOverdue: true })).toEqual([]);
    expect(await seen(place.township, { isOverdue: false, isOpen: true })).toMatchObject([{ id }]);
    place.service.clock.set('2026-03-16T16:00:00Z');
    for (const who of [place.township, place.county, place.inspection])
      expect(await seen(who, { isOverdue: true })).toMatchObject([{ id, isOverdue: true }]);
    await object(place.township, 'rule', { objectionId: id });
    expect(await seen(place.township, { isOverdue: true })).toEqual([]);
    expect(await seen(place.township, { isOpen: true })).toEqual([]);
    expect(await seen(place.township, { isOpen: false })).toMatchObject([{ id, state: 'DISMISSED' }]);
    expect(await seen(place.otherTownship)).toEqual([]);
  });
});

describe('nothing begins before every objection is ruled', () => {
  it('so the notice does not end while one is open, however long it was posted', async () => {
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    const keyed = await object(place.villageOfficer, 'raise', { projectId, ...onPaper() });
    place.service.clock.set(afterTheNotice);
    const end = () => refusal(place.villageOfficer, 'endNotice', { projectId });
    expect(await end()).toBe('OBJECTION_OPEN');
    const start = () => refusal(place.villageOfficer, 'start', { projectId });
    expect(await start()).toBe('ILLEGAL_TRANSITION');
    await object(place.township, 'rule', { objectionId });
    expect(await end()).toBe('OBJECTION_OPEN');
    const given = { projectId, note: '不做了' };
    expect(await refusal(place.villageOfficer, 'abandon', given)).toBe('OBJECTION_OPEN');
    await object(place.township, 'rule', { objectionId: keyed.id });
    expect(await take(place.villageOfficer, 'endNotice', { projectId })).toMatchObject({ state: 'CLEARED' });
    expect(await start()).toBe('CONTRACTOR_MISSING');
  });

  it('and what was upheld is written, decided and posted anew, the others still being ruled', async () => {
    const projectId = await aPostedProject(place, { terms: { place: '三组主路' } });
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    const other = await object(place.villageOfficer, 'raise', { projectId, ...onPaper() });
    await object(place.township, 'rule', { objectionId, isUpheld: true, finding: '调整施工位置' });
    expect((await board(place, { areaCode: VILLAGE })).notices).toEqual([]);
    await take(place.villageOfficer, 'revise', {
      projectId,
      terms: someTerms({ place: '三组村口', budget: '8500' }),
    });
    const submit = { projectId };
    expect(await refusal(place.villageOfficer, 'submit', submit)).toBe('OBJECTION_OPEN');
    await object(place.township, 'rule', { objectionId: other.id, isUpheld: true, finding: '同上' });
    await take(place.villageOfficer, 'submit', submit);
    await decideToday(place, projectId);
    expect(await take(place.villageOfficer, 'postNotice', { projectId })).toMatchObject({
      state: 'ON_NOTICE',
    });
    expect((await board(place, { areaCode: VILLAGE })).notices).toMatchObject([
      { projectId, termsVersion: 2, place: '三组村口', budget: '8500.00', standing: 'OPEN' },
    ]);
    const past = await board(place, { areaCode: VILLAGE, isPast: true });
    expect(past.notices).toMatchObject([
      { projectId, termsVersion: 1, place: '三组主路', standing: 'VOIDED' },
    ]);
    expect(await object(place.resident, 'raise', { projectId })).toMatchObject({ state: 'OPEN' });
  });

  it('and what an emergency began stops when an objection to it is upheld', async () => {
    const projectId = await anEmergency(place);
    await decideToday(place, projectId);
    await take(place.villageOfficer, 'postNotice', { projectId });
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    place.service.clock.set(afterTheNotice);
    expect(await refusal(place.villageOfficer, 'endNotice', { projectId })).toBe('OBJECTION_OPEN');
    await object(place.township, 'rule', { objectionId, isUpheld: true });
    const [row] = await place.service.sql('SELECT state FROM project WHERE id = $1', [projectId]);
    expect(row).toEqual({ state: 'STOPPED' });
  });
});

describe('an objection taken back', () => {
  it('by whoever raised it waits for nobody', async () => {
    const projectId = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId });
    for (const who of [place.neighbour, place.villageOfficer, place.township])
      expect(await refusedTo(who, 'withdraw', { objectionId })).toBe('NOT_FOUND');
    expect(await object(place.resident, 'withdraw', { objectionId })).toMatchObject({ state: 'WITHDRAWN' });
    expect(await openCountOf(place, projectId)).toBe(0);
    expect(await refusedTo(place.resident, 'withdraw', { objectionId })).toBe('OBJECTION_CLOSED');
    expect(await refusedTo(place.township, 'rule', { objectionId })).toBe('OBJECTION_CLOSED');
    place.service.clock.set(afterTheNotice);
    await take(place.villageOfficer, 'endNotice', { projectId });
  });

  it('by its slip, but not by a slip that an official may have kept', async () => {
    const projectId = await aPostedProject(place);
    const nobody = place.service.client();
    const anonymous = await object(place.resident, 'raise', { projectId, confidentiality: 'ANONYMOUS' });
    const wrong = { number: anonymous.slip?.number, queryCode: '00000000' };
    expect(await refusedTo(nobody, 'withdrawBySlip', { slip: wrong })).toBe('SLIP_UNKNOWN');
    expect(await object(nobody, 'withdrawBySlip', { slip: anonymous.slip })).toMatchObject({
      state: 'WITHDRAWN',
    });
    const keyed = await object(place.villageOfficer, 'raise', { projectId, ...onPaper() });
    expect(await refusedTo(place.villageOfficer, 'withdrawBySlip', { slip: keyed.slip })).toBe(
      'SLIP_OF_ANOTHER',
    );
    expect(await refusedTo(nobody, 'withdrawBySlip', { slip: keyed.slip })).toBe('SLIP_HELD_IN_OFFICE');
    expect(await openCountOf(place, projectId)).toBe(1);
  });
});
