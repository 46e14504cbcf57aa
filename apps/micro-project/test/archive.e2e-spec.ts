import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { aProjectIn, anAuditedProject, clearProjects } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { refusal, STEPS, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

interface Entry {
  readonly item: string;
  readonly isRequired: boolean;
  readonly requiredState: string;
  readonly state: string;
  readonly documentIds: readonly string[];
  readonly isComplete: boolean;
}
const archiveSeenBy = async (who: TestClient, id: string): Promise<Entry[] | null> => {
  const { microProject } = await who.get<{ microProject: { archive: Entry[] | null } }>(
    `query ($id: ID!) { microProject(id: $id) { archive { item isRequired requiredState state documentIds isComplete } } }`,
    { id },
  );
  return microProject.archive;
};
const closing = (projectId: string) =>
  place.villageOfficer.refused(STEPS.close, { input: { requestId: randomUUID(), projectId } });
const addPapers = async (projectId: string): Promise<void> => {
  for (const purpose of ['COMPARISON', 'CONTRACT', 'ACCEPTANCE'] as const)
    await aStoredDocument(place, { purpose, projectId });
};

describe('the archive', () => {
  it('says what is missing, and a project is closed once nothing is', async () => {
    const id = await anAuditedProject(place);
    await place.service.sql('UPDATE project SET need_ids = $2, paid_fen = 500 WHERE id = $1', [id, []]);
    expect(await closing(id)).toMatchObject({
      code: 'ARCHIVE_INCOMPLETE',
      details: { missing: ['NEEDS', 'COMPARISON', 'CONTRACT', 'PAYMENTS', 'ACCEPTANCE'] },
    });
    await addPapers(id);
    await aStoredDocument(place, { purpose: 'VOUCHER', projectId: id });
    await place.service.sql('UPDATE project SET need_ids = $2 WHERE id = $1', [id, [randomUUID()]]);
    expect(await closing(id)).toMatchObject({ code: 'BALANCE_UNPAID' });
    await place.service.sql('UPDATE project SET paid_fen = held_fen - retained_fen WHERE id = $1', [id]);
    expect(await take(place.villageOfficer, 'close', { projectId: id })).toMatchObject({ state: 'CLOSED' });
    const [entry] = await place.service.sql(
      `SELECT data FROM journal_entry WHERE aggregate_id = $1 AND type = 'micro-project.ProjectClosed.v1'`,
      [id],
    );
    expect(entry).toMatchObject({ data: { isArchiveComplete: true, toState: 'CLOSED' } });
    expect(await refusal(place.villageOfficer, 'close', { projectId: id })).toBe('ILLEGAL_TRANSITION');
  });

  it('tells recorded, signed and sealed apart, to those alone who see it from within', async () => {
    const id = await anAuditedProject(place);
    await addPapers(id);
    await aStoredDocument(place, { purpose: 'NOTICE', form: 'SEALED_SCAN', projectId: id });
    const archive = await archiveSeenBy(place.villageOfficer, id);
    const stateOf = (item: string) => archive?.find((entry) => entry.item === item);
    expect(stateOf('DECISION')).toMatchObject({ state: 'SIGNED_SCAN', isComplete: true });
    expect(stateOf('DECISION')?.documentIds).toHaveLength(1);
    expect(stateOf('AUDIT')).toMatchObject({ state: 'SEALED_SCAN', requiredState: 'SEALED_SCAN' });
    expect(stateOf('NOTICE')).toMatchObject({ state: 'SEALED_SCAN', requiredState: 'RECORDED' });
    expect(stateOf('START')).toMatchObject({ state: 'RECORDED', documentIds: [] });
    expect(stateOf('FILING')).toMatchObject({ isRequired: false, state: 'MISSING', isComplete: true });
    expect(archive?.every(({ isComplete }) => isComplete)).toBe(true);
    for (const who of [place.township, place.auditor, place.inspection])
      expect(await archiveSeenBy(who, id)).toEqual(archive);
    for (const who of [place.resident, place.neighbourOfficer, place.otherTownship])
      expect(await archiveSeenBy(who, id)).toBeNull();
  });

  it('takes no paper of another project or of the village at large', async () => {
    const [id, other] = [await anAuditedProject(place), await anAuditedProject(place)];
    await addPapers(other);
    for (const purpose of ['COMPARISON', 'CONTRACT', 'ACCEPTANCE'] as const)
      await aStoredDocument(place, { purpose, projectId: null });
    expect(await closing(id)).toMatchObject({
      details: { missing: ['COMPARISON', 'CONTRACT', 'ACCEPTANCE'] },
    });
  });

  it('is closed by whoever carries the work out, after the audit', async () => {
    const id = await anAuditedProject(place);
    await addPapers(id);
    for (const who of [place.township, place.neighbourOfficer, place.resident, place.county])
      expect(await refusal(who, 'close', { projectId: id })).toBe('FORBIDDEN');
    const evaluated = await aProjectIn(place, 'EVALUATED');
    expect(await refusal(place.villageOfficer, 'close', { projectId: evaluated })).toBe('ILLEGAL_TRANSITION');
  });
});
