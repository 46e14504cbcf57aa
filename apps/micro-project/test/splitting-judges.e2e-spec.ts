import { Role } from '@lianxin/access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { TOWNSHIP } from './area.builder.js';
import { aContractorOf } from './ending.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aProposedProject, aSubmittedProject, refusal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`TRUNCATE project, envelope CASCADE`);
});
afterAll(() => place.service.stop());

const HERE = { terms: { place: '三组主路' } };
const LIST = `query ($areaCode: String!, $isJudged: Boolean) {
  list: splittingSuspicions(areaCode: $areaCode, isJudged: $isJudged) { projectId isSplit } }`;
const suspicions = async (who: TestClient, isJudged = false): Promise<{ projectId: string }[]> =>
  (await who.get<{ list: { projectId: string }[] }>(LIST, { areaCode: TOWNSHIP, isJudged })).list;
const judge = (projectId: string, isSplit: boolean) => ({ projectId, isSplit, note: '经实地核查' });

describe('a suspected splitting', () => {
  it('is judged by nobody who led one of its steps or is behind its contractor', async () => {
    await aSubmittedProject(place, HERE);
    const id = await aSubmittedProject(place, HERE);
    const kin = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    await aContractorOf(place, id, kin.subject);
    const leader = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    await place.service.sql(
      `UPDATE journal_entry SET actor_subject = $2 WHERE aggregate_id = $1 AND type LIKE '%ProjectSubmitted%'`,
      [id, leader.subject],
    );
    for (const who of [kin, leader])
      expect(await refusal(who, 'judgeSplitting', judge(id, false))).toBe('SPLITTING_JUDGE_INVOLVED');
    await take(place.township, 'judgeSplitting', judge(id, false));
  });

  it('about what the township leads is judged by the county alone', async () => {
    for (const over of [HERE, HERE]) {
      const id = await aProposedProject(place, { ...over, leadBody: 'TOWNSHIP' }, place.township);
      await take(place.township, 'submit', { projectId: id });
    }
    const [{ projectId } = { projectId: '' }] = await suspicions(place.township);
    const colleague = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    for (const who of [place.township, colleague, place.villageOfficer])
      expect(await refusal(who, 'judgeSplitting', judge(projectId, false))).toBe('FORBIDDEN');
    await take(place.county, 'judgeSplitting', judge(projectId, true));
    expect(await suspicions(place.county, true)).toMatchObject([{ projectId, isSplit: true }]);
  });
});
