import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { anEmergency, board, clearProjects, decideToday } from './notice.builder.js';
import { object } from './objection.builder.js';
import { refusal, someTerms, take } from './project.builder.js';
import { aClearedProject, anOffer, aSelection } from './works.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const choose = async (projectId: string): Promise<void> => {
  const offers = [anOffer({ bidder: '甲公司', isChosen: true })];
  await take(place.villageOfficer, 'selectContractor', await aSelection(place, projectId, { offers }));
};
const post = (projectId: string) => take(place.villageOfficer, 'postNotice', { projectId });
const standings = async (isPast: boolean): Promise<string[]> =>
  (await board(place, { areaCode: VILLAGE, isPast })).notices.map(({ standing }) => standing);

/** Confirmed and posted, with a contractor who carries out another work that it was split from. */
async function aSplitEmergency(): Promise<string> {
  await choose(await aClearedProject(place));
  const projectId = await anEmergency(place);
  await decideToday(place, projectId);
  await post(projectId);
  await choose(projectId);
  const judged = { projectId, isSplit: true, note: '与他项同属一项工程' };
  expect(await take(place.township, 'judgeSplitting', judged)).toMatchObject({ state: 'RETURNED' });
  return projectId;
}

describe('an emergency found split', () => {
  it('is taken off the board, where it stands as begun without a notice', async () => {
    await aSplitEmergency();
    expect(await standings(false)).toEqual(['NOT_POSTED']);
    expect(await standings(true)).toEqual(['VOIDED']);
  });

  it('bypasses nothing again: it is decided in the ordinary way, also after an objection is upheld', async () => {
    const projectId = await aSplitEmergency();
    for (const budget of ['7900', '7800']) {
      await take(place.villageOfficer, 'revise', { projectId, terms: someTerms({ budget }) });
      const bypass = { projectId, skipped: ['DESIGN'], reason: '再次冲毁' };
      expect(await refusal(place.villageOfficer, 'startInEmergency', bypass)).toBe('EMERGENCY_REPEATED');
      await take(place.villageOfficer, 'submit', { projectId });
      await decideToday(place, projectId);
      await take(place.township, 'file', { projectId });
      expect(await post(projectId)).toMatchObject({ state: 'ON_NOTICE' });
      const { id: objectionId } = await object(place.resident, 'raise', { projectId });
      await object(place.township, 'rule', { objectionId, isUpheld: true });
    }
  });
});
