import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import {
  aDecision,
  aSubmittedProject,
  NO_COLLECTIVE_MATTER,
  ofTownship,
  refusal,
  someTerms,
  take,
} from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`DELETE FROM project_decision`);
  await place.service.sql(`DELETE FROM project_terms`);
  await place.service.sql(`DELETE FROM project`);
  await place.service.sql(`DELETE FROM envelope`);
});
afterAll(() => place.service.stop());

const decide = async (who: TestClient, id: string, over: Parameters<typeof aDecision>[2] = {}) =>
  take(who, 'decide', await aDecision(place, id, over));
const refused = async (who: TestClient, id: string, over: Parameters<typeof aDecision>[2] = {}) =>
  refusal(who, 'decide', await aDecision(place, id, over));

describe('whoever has a stake', () => {
  it('leaves the matter to the level above where those recused leave no quorum', async () => {
    const id = await aSubmittedProject(place);
    const [a, b, c, d] = place.bodies.village;
    const over = {
      stakeholderIds: [a],
      relations: [{ personId: b, relatedId: a }],
      meeting: { presentIds: [a, b, c, d] },
    };
    expect(await decide(place.villageOfficer, id, over)).toMatchObject({
      state: 'SUBMITTED',
      decidingBody: 'TOWNSHIP_PARTY_COMMITTEE',
    });
    expect(await refused(place.villageOfficer, id)).toBe('WRONG_BODY');
    expect(await decide(place.recorder, id, { meeting: ofTownship(place) })).toMatchObject({
      state: 'DECIDED',
      band: 'VILLAGE_DECIDES',
    });
    const { microProject } = await place.township.get<{ microProject: { decisions: object[] } }>(
      `query ($id: ID!) { microProject(id: $id) { decisions { body outcome memberCount presentCount recusedCount } } }`,
      { id },
    );
    expect(microProject.decisions).toEqual([
      {
        ...{ body: 'VILLAGE_TWO_COMMITTEES', outcome: 'PASSED_UP' },
        ...{ memberCount: 5, presentCount: 4, recusedCount: 2 },
      },
      {
        ...{ body: 'TOWNSHIP_PARTY_COMMITTEE', outcome: 'ADOPTED' },
        ...{ memberCount: 7, presentCount: 5, recusedCount: 0 },
      },
    ]);
  });

  it('is not told by a refusal, whether or not somebody who asked is guessed', async () => {
    const asking = randomUUID();
    const collective = { ...NO_COLLECTIVE_MATTER, usesCollectiveMoney: true };
    const id = await aSubmittedProject(place, { collective });
    const arrange = (columns: string) =>
      place.service.sql(`UPDATE project SET ${columns} WHERE id = $1`, [id]);
    await place.service.sql(`UPDATE project SET proposer_ids = $2 WHERE id = $1`, [id, [asking]]);
    const presentIds = place.bodies.village.slice(0, 3);
    const guess = (guessed: string, over: Parameters<typeof aDecision>[2] = {}) =>
      refused(place.villageOfficer, id, {
        relations: [{ personId: presentIds[0], relatedId: guessed }],
        resolutionId: randomUUID(),
        ...over,
        meeting: { presentIds, ...over.meeting },
      });
    const alike = async (code: string, over: Parameters<typeof aDecision>[2] = {}) => {
      for (const guessed of [asking, randomUUID()]) expect(await guess(guessed, over)).toBe(code);
    };
    await alike('DOCUMENT_UNFIT', { meeting: { minutesDocumentId: randomUUID() } });
    await alike('TEXT_EMPTY', { meeting: { minutesNumber: ' ' } });
    await alike('RESOLUTION_REQUIRED', { resolutionId: null });
    await arrange(`pending_terms_version = 1, pending_budget_fen = 1`);
    place.service.clock.set('2026-10-08T02:00:00Z');
    await alike('DAY_NOT_AHEAD');
    await arrange(`pending_terms_version = NULL, pending_budget_fen = NULL, state = 'DECIDED'`);
    await alike('ILLEGAL_TRANSITION');
    await alike('ILLEGAL_TRANSITION', { isAdopted: false });
    expect(await place.service.sql('SELECT 1 FROM project_decision')).toEqual([]);
  });

  it('makes no second decision of the same minutes', async () => {
    const id = await aSubmittedProject(place);
    const [a] = place.bodies.village;
    const meeting = { minutesNumber: '会纪1', presentIds: place.bodies.village.slice(0, 3) };
    await decide(place.villageOfficer, id, { meeting });
    await place.service.sql(`UPDATE project SET state = 'SUBMITTED' WHERE id = $1`, [id]);
    for (const stakeholderIds of [[], [a]])
      expect(await refused(place.villageOfficer, id, { meeting, stakeholderIds })).toBe('DECISION_RECORDED');
  });

  it('stays recused, though the project went up, was returned and nobody is named again', async () => {
    const id = await aSubmittedProject(place);
    const [a, b, c, d, e] = place.bodies.village;
    const over = { stakeholderIds: [a, e], relations: [{ personId: b, relatedId: a }] };
    await decide(place.villageOfficer, id, over);
    await take(place.township, 'returnForRevision', { projectId: id, note: '请补充比价材料' });
    await take(place.villageOfficer, 'revise', { projectId: id, terms: someTerms() });
    await take(place.villageOfficer, 'submit', { projectId: id });
    const present = (...presentIds: (string | undefined)[]) => ({ meeting: { presentIds } });
    expect(await decide(place.villageOfficer, id, present(a, c, d))).toMatchObject({
      ...{ state: 'SUBMITTED', decidingBody: 'TOWNSHIP_PARTY_COMMITTEE' },
    });
    await place.service.sql(`UPDATE project SET deciding_body = NULL WHERE id = $1`, [id]);
    await decide(place.villageOfficer, id, present(c, d, e));
    await place.service.sql(`UPDATE project SET deciding_body = NULL WHERE id = $1`, [id]);
    await decide(place.villageOfficer, id, present(a, b, c, d, e));
    const recused = await place.service.sql<{ ids: string[] }>(
      `SELECT recused_ids AS ids FROM project_decision WHERE project_id = $1 ORDER BY keyed_at, id`,
      [id],
    );
    expect(recused.map(({ ids }) => ids)).toEqual([[a, b], [a], [e], [a, b, e]]);
  });
});
