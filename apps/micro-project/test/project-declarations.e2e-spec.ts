import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { clearProjects } from './notice.builder.js';
import { aDecision, aProposal, aProposedProject, refusal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const DECLARED = `query ($id: ID!) { microProject(id: $id) { isInvestedElsewhere collectiveMatters isResolutionRequired } }`;
const seenBy = async (who: TestClient, id: string): Promise<object | null> =>
  (await who.get<{ microProject: object | null }>(DECLARED, { id })).microProject;

const collective = (over: Record<string, boolean> = {}): Record<string, boolean> => ({
  ...{ usesCollectiveMoney: false, raisesMoneyOrLabour: false },
  ...{ letsContract: false, touchesCollectiveProperty: false },
  ...over,
});

describe('what was declared with a proposal', () => {
  it.each([
    ['usesCollectiveMoney', 'COLLECTIVE_MONEY'],
    ['raisesMoneyOrLabour', 'MONEY_OR_LABOUR_RAISED'],
    ['letsContract', 'CONTRACT_LET'],
    ['touchesCollectiveProperty', 'COLLECTIVE_PROPERTY'],
  ])('of the villagers’ own matters is kept: %s', async (matter, kept) => {
    const over = { collective: collective({ [matter]: true }) };
    const { id } = await take(place.villageOfficer, 'propose', aProposal(over));
    expect(await seenBy(place.villageOfficer, id)).toEqual({
      ...{ isInvestedElsewhere: false, collectiveMatters: [kept], isResolutionRequired: true },
    });
    const led = aProposal({ ...over, leadBody: 'TOWNSHIP' });
    const { id: ofTownship } = await take(place.township, 'propose', led);
    expect(await seenBy(place.township, ofTownship)).toMatchObject({
      ...{ collectiveMatters: [kept], isResolutionRequired: false },
    });
  });

  it('is shown to whoever sees the project, told in its event, and kept on the way', async () => {
    const over = { collective: collective({ letsContract: true, usesCollectiveMoney: true }) };
    const id = await aProposedProject(place, over);
    const declared = {
      isInvestedElsewhere: false,
      collectiveMatters: ['COLLECTIVE_MONEY', 'CONTRACT_LET'],
    };
    const events = (await place.service.drainOutbox()).filter(({ subject }) => subject === id);
    expect(events.map(({ type, data }) => [type, data])).toEqual([
      ['micro-project.ProjectProposed.v1', expect.objectContaining(declared)],
    ]);
    const [entry] = await place.service.sql<{ by: string }>(
      `SELECT actor_subject AS by FROM journal_entry WHERE aggregate_id = $1`,
      [id],
    );
    expect(entry).toEqual({ by: place.villageOfficer.subject });
    expect(await seenBy(place.resident, id)).toBeNull();
    await take(place.villageOfficer, 'submit', { projectId: id });
    const decision = await aDecision(place, id, { resolutionId: randomUUID() });
    await take(place.villageOfficer, 'decide', decision);
    await take(place.villageOfficer, 'postNotice', { projectId: id });
    for (const who of [place.resident, place.neighbour, place.auditor])
      expect(await seenBy(who, id)).toMatchObject(declared);
  });

  it('is not that other public money pays for it: that is refused', async () => {
    const elsewhere = aProposal({ isInvestedElsewhere: true });
    expect(await refusal(place.villageOfficer, 'propose', elsewhere)).toBe('DUPLICATE_INVESTMENT');
    expect(await place.service.sql('SELECT 1 FROM project')).toEqual([]);
  });
});
