import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FIRST_DAY, aStoredDocument, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aDecision, ofTownship, refusal, someTerms, take } from './project.builder.js';
import {
  aClearedProject,
  anOffer,
  aPayment,
  aSelection,
  aStartedProject,
  clearNotice,
} from './works.builder.js';

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

async function see<Seen>(id: string, fields: string, who = place.villageOfficer): Promise<Seen> {
  const query = `query ($id: ID!) { microProject(id: $id) { ${fields} } }`;
  return (await who.get<{ microProject: Seen }>(query, { id })).microProject;
}

describe('work', () => {
  it('begins once its notice is over and a contractor is chosen', async () => {
    const decided = await aDecidedProject(place);
    expect(await refusal(place.villageOfficer, 'start', { projectId: decided })).toBe('ILLEGAL_TRANSITION');
    await clearNotice(place, decided);
    expect(await refusal(place.villageOfficer, 'start', { projectId: decided })).toBe('CONTRACTOR_MISSING');
    await take(place.villageOfficer, 'selectContractor', await aSelection(place, decided));
    for (const who of [place.township, place.recorder, place.county, place.neighbourOfficer])
      expect(await refusal(who, 'start', { projectId: decided })).toBe('FORBIDDEN');
    expect(await take(place.villageOfficer, 'start', { projectId: decided })).toMatchObject({
      state: 'IN_PROGRESS',
    });
  });

  it('does not begin while an objection is open', async () => {
    const id = await aClearedProject(place);
    await take(place.villageOfficer, 'selectContractor', await aSelection(place, id));
    await place.service.sql(`UPDATE project SET open_objection_count = 1 WHERE id = $1`, [id]);
    expect(await refusal(place.villageOfficer, 'start', { projectId: id })).toBe('OBJECTION_OPEN');
  });

  it('reaches milestones that everybody sees', async () => {
    const id = await aStartedProject(place);
    const documentId = await aStoredDocument(place, { purpose: 'PROGRESS', form: 'RECORD' });
    await take(place.villageOfficer, 'reachMilestone', { projectId: id, title: '灯杆基础完成', documentId });
    await take(place.villageOfficer, 'reachMilestone', { projectId: id, title: '灯具安装完成' });
    expect(await see(id, 'milestones { title documentId }', place.resident)).toEqual({
      milestones: [
        { title: '灯杆基础完成', documentId },
        { title: '灯具安装完成', documentId: null },
      ],
    });
  });

  it.each([
    ['without a title', { title: ' ' }, 'TEXT_EMPTY'],
    ['with a telephone number', { title: '找 13800138000' }, 'PERSONAL_NUMBER'],
    ['shown by no document', { title: '完成', documentId: randomUUID() }, 'DOCUMENT_UNFIT'],
  ])('reaches no milestone %s', async (_what, input, code) => {
    const projectId = await aStartedProject(place);
    expect(await refusal(place.villageOfficer, 'reachMilestone', { projectId, ...input })).toBe(code);
  });

  it('stops with a reason, goes on, and is done', async () => {
    const projectId = await aStartedProject(place);
    const { villageOfficer } = place;
    expect(await take(villageOfficer, 'stop', { projectId, note: '连日暴雨' })).toMatchObject({
      state: 'STOPPED',
    });
    expect(await refusal(villageOfficer, 'reachMilestone', { projectId, title: '完成' })).toBe(
      'ILLEGAL_TRANSITION',
    );
    expect(await refusal(villageOfficer, 'complete', { projectId })).toBe('ILLEGAL_TRANSITION');
    expect(await take(villageOfficer, 'resume', { projectId })).toMatchObject({ state: 'IN_PROGRESS' });
    expect(await take(villageOfficer, 'complete', { projectId })).toMatchObject({ state: 'COMPLETED' });
    expect(await refusal(villageOfficer, 'stop', { projectId, note: '再停' })).toBe('ILLEGAL_TRANSITION');
  });

  it('is late past its time limit, until that is put off', async () => {
    const projectId = await aStartedProject(place);
    place.service.clock.set('2026-09-30T15:00:00Z');
    expect(await see(projectId, 'isLate')).toEqual({ isLate: false });
    place.service.clock.set('2026-09-30T16:00:00Z');
    expect(await see(projectId, 'isLate')).toEqual({ isLate: true });
    const delay = (dueOn: string) => ({ projectId, dueOn, note: '灯具供货延迟' });
    expect(await refusal(place.villageOfficer, 'delay', delay('2026-09-30'))).toBe('TIME_LIMIT_NOT_LATER');
    expect(await refusal(place.villageOfficer, 'delay', delay('2026-10-01'))).toBe('DAY_NOT_AHEAD');
    expect(await refusal(place.villageOfficer, 'delay', delay('soon'))).toBe('DAY_NOT_AHEAD');
    await take(place.villageOfficer, 'delay', delay('2026-10-31'));
    expect(await see(projectId, 'isLate dueOn')).toEqual({ isLate: false, dueOn: '2026-10-31' });
  });
});

describe('a change', () => {
  const change = (projectId: string, over: Record<string, unknown> = {}) => ({
    ...{ projectId, note: '增加路灯数量' },
    terms: someTerms({ budget: '35000', ...over }),
  });

  it('goes back to the band it now falls into, and begins again after its notice', async () => {
    const id = await aStartedProject(place);
    expect(await take(place.villageOfficer, 'requestChange', change(id))).toMatchObject({
      ...{ state: 'SUBMITTED', band: 'TOWNSHIP_REVIEWS', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' },
      ...{ budget: '8000.00', committed: '8000.00' },
    });
    expect(await refusal(place.villageOfficer, 'recordPayment', await aPayment(place, id))).toBe(
      'ILLEGAL_TRANSITION',
    );
    expect(await refusal(place.villageOfficer, 'decide', await aDecision(place, id))).toBe('WRONG_BODY');
    const decision = await aDecision(place, id, { meeting: ofTownship(place) });
    expect(await take(place.recorder, 'decide', decision)).toMatchObject({
      ...{ state: 'DECIDED', budget: '35000.00', committed: '35000.00' },
    });
    expect(await refusal(place.villageOfficer, 'start', { projectId: id })).toBe('ILLEGAL_TRANSITION');
    await take(place.villageOfficer, 'postNotice', { projectId: id });
    place.service.clock.set('2026-03-10T02:00:00Z');
    expect(await take(place.villageOfficer, 'endNotice', { projectId: id })).toMatchObject({
      state: 'CLEARED',
    });
    await take(place.villageOfficer, 'start', { projectId: id });
  });

  it('that is rejected leaves everything as it was decided', async () => {
    const id = await aStartedProject(place, { terms: { budget: '9000' } });
    const fields = 'band decidingBody budget committed decidedAt filedAt termsVersion pendingTermsVersion';
    const before = await see(id, fields);
    place.service.clock.set('2026-03-03T02:00:00Z');
    await take(place.villageOfficer, 'requestChange', change(id));
    const meeting = { ...ofTownship(place), heldOn: '2026-03-03' };
    await take(place.recorder, 'decide', await aDecision(place, id, { meeting, isAdopted: false }));
    expect(await see(id, fields)).toEqual(before);
    expect(await take(place.villageOfficer, 'start', { projectId: id })).toMatchObject({
      state: 'IN_PROGRESS',
    });
  });

  it('is refused below what was paid, for a past day, or by others', async () => {
    const id = await aStartedProject(place);
    await take(place.villageOfficer, 'recordPayment', await aPayment(place, id, { amount: '3000' }));
    const ask = (over: Record<string, unknown>) =>
      refusal(place.villageOfficer, 'requestChange', change(id, over));
    expect(await ask({ budget: '2999.99' })).toBe('CHANGE_BELOW_PAID');
    expect(await ask({ dueOn: '2026-03-02' })).toBe('DAY_NOT_AHEAD');
    expect(await ask({ budget: '-1' })).toBe('AMOUNT_MALFORMED');
    expect(await refusal(place.township, 'requestChange', change(id))).toBe('FORBIDDEN');
    expect(await place.service.sql('SELECT version FROM project_terms')).toHaveLength(1);
    expect(await take(place.villageOfficer, 'requestChange', change(id, { budget: '3000' }))).toMatchObject({
      state: 'SUBMITTED',
    });
  });

  it('beyond the quota is refused when it is decided', async () => {
    const id = await aStartedProject(place);
    await place.service.sql('UPDATE envelope SET small_limit_fen = 3499999');
    await take(place.villageOfficer, 'requestChange', change(id));
    const decision = await aDecision(place, id, { meeting: ofTownship(place) });
    expect(await refusal(place.recorder, 'decide', decision)).toBe('QUOTA_EXCEEDED');
    const held = await place.service.sql('SELECT small_held_fen::int AS held FROM envelope');
    expect(held).toEqual([{ held: 800_000 }]);
  });

  it('to less asks for a contract within it before work goes on', async () => {
    const id = await aStartedProject(place);
    await take(place.villageOfficer, 'requestChange', change(id, { budget: '7000' }));
    await take(place.villageOfficer, 'decide', await aDecision(place, id));
    await clearNotice(place, id);
    const start = { projectId: id };
    expect(await refusal(place.villageOfficer, 'start', start)).toBe('CONTRACT_ABOVE_COMMITMENT');
    const offers = [anOffer({ amount: '7000', isChosen: true })];
    await take(place.villageOfficer, 'selectContractor', await aSelection(place, id, { offers }));
    await take(place.villageOfficer, 'start', start);
    const held = await place.service.sql('SELECT small_held_fen::int AS held FROM envelope');
    expect(held).toEqual([{ held: 700_000 }]);
  });

  it('cannot be returned or rejected as if it were a new project', async () => {
    const id = await aStartedProject(place);
    await take(place.villageOfficer, 'requestChange', change(id));
    expect(await refusal(place.township, 'returnForRevision', { projectId: id, note: '退回' })).toBe(
      'CHANGE_PENDING',
    );
    expect(await refusal(place.villageOfficer, 'requestChange', change(id))).toBe('ILLEGAL_TRANSITION');
  });
});
