import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NEIGHBOUR } from './area.builder.js';
import { aContractorOf, aNeedBehind, aProjectIn, clearProjects } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place, StoredDocument } from './micro-project.fixture.js';
import { refusal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

const anInspection = async (
  projectId: string,
  { sheet, ...over }: Record<string, unknown> & { sheet?: StoredDocument } = {},
): Promise<Record<string, unknown>> => ({
  ...{ projectId, isPassed: true, note: '路灯均已亮', proposerName: '王奶奶' },
  documentId: await aStoredDocument(place, { purpose: 'ACCEPTANCE', projectId, ...sheet }),
  ...over,
});
const inspect = async (id: string, over: Parameters<typeof anInspection>[1] = {}) =>
  take(place.villageOfficer, 'inspect', await anInspection(id, over));
const refused = async (
  id: string,
  over: Parameters<typeof anInspection>[1] = {},
  who = place.villageOfficer,
) => refusal(who, 'inspect', await anInspection(id, over));
const lastEntry = async (
  id: string,
): Promise<{ type: string; data: Record<string, unknown>; sealed: Record<string, string> }> => {
  const [entry] = await place.service.sql<{
    type: string;
    data: Record<string, unknown>;
    sealed: Record<string, string>;
  }>('SELECT type, data, sealed FROM journal_entry WHERE aggregate_id = $1 ORDER BY sequence DESC LIMIT 1', [
    id,
  ]);
  if (!entry) throw new Error('Nothing was recorded');
  return entry;
};

describe('an acceptance', () => {
  it('is led by whoever carries it out, with the proposer; names are sealed', async () => {
    const proposerId = place.resident.subject;
    const id = await aProjectIn(place, 'COMPLETED');
    await aNeedBehind(place, id, { subjectId: proposerId, keyerId: null });
    expect(await inspect(id, { proposerName: undefined, proposerId })).toMatchObject({ state: 'ACCEPTED' });
    expect(await lastEntry(id)).toMatchObject({
      type: 'micro-project.AcceptancePassed.v1',
      data: { isProposerPresent: true },
    });
    const other = await aProjectIn(place, 'COMPLETED');
    await inspect(other);
    const { data, sealed } = await lastEntry(other);
    expect(data).toMatchObject({ isProposerPresent: true });
    expect(Object.keys(sealed).sort()).toEqual(['note', 'proposerName']);
    expect(JSON.stringify({ data, sealed })).not.toContain('王奶奶');
  });

  it('goes without the proposer where a beneficiary takes part, and says so', async () => {
    const id = await aProjectIn(place, 'COMPLETED');
    const substitute = { name: '李大爷', reason: '提议人在外务工' };
    await inspect(id, { proposerName: undefined, substitute });
    const { data, sealed } = await lastEntry(id);
    expect(data).toMatchObject({ isProposerPresent: false });
    expect(Object.keys(sealed).sort()).toEqual(['note', 'substituteName', 'substituteReason']);
    const contractor = { ...substitute, personId: '0198f3a0-0000-7000-8000-00000000c0de' };
    const other = await aProjectIn(place, 'COMPLETED');
    await aContractorOf(place, other, contractor.personId);
    expect(await refused(other, { proposerName: undefined, substitute: contractor })).toBe(
      'SUBSTITUTE_INVOLVED',
    );
    expect(await refused(other, { substitute })).toBe('ACCEPTANCE_PARTICIPANT');
    expect(await refused(other, { proposerName: undefined })).toBe('ACCEPTANCE_PARTICIPANT');
    expect(await refused(other, { proposerName: undefined, proposerId: randomUUID() })).toBe(
      'NOT_THE_PROPOSER',
    );
  });

  it('tells nobody who asked in confidence, nor lets a name stand for whoever is known', async () => {
    const person = place.resident.subject;
    const veiled = await aProjectIn(place, 'COMPLETED', { proposer_ids: [person], need_ids: [] });
    await aNeedBehind(place, veiled, {
      subjectId: person,
      keyerId: null,
      confidentiality: 'CONFIDENTIAL',
    });
    for (const proposerId of [person, randomUUID()])
      expect(await refused(veiled, { proposerName: undefined, proposerId })).toBe('NOT_THE_PROPOSER');
    const contractor = randomUUID();
    await aContractorOf(place, veiled, contractor);
    expect(await refused(veiled, { proposerName: undefined, proposerId: contractor })).toBe(
      'SUBSTITUTE_INVOLVED',
    );
    await inspect(veiled);
    expect((await lastEntry(veiled)).data).toMatchObject({ isProposerPresent: true });
    const known = await aProjectIn(place, 'COMPLETED', { need_ids: [] });
    await aNeedBehind(place, known, { subjectId: person, keyerId: null });
    expect(await refused(known)).toBe('NOT_THE_PROPOSER');
  });

  it('that fails sends the work back, and is not passed with the same sheet', async () => {
    const id = await aProjectIn(place, 'COMPLETED');
    const failing = await anInspection(id, { isPassed: false });
    expect(await take(place.villageOfficer, 'inspect', failing)).toMatchObject({ state: 'IN_PROGRESS' });
    expect(await refused(id)).toBe('ILLEGAL_TRANSITION');
    await place.service.sql(`UPDATE project SET state = 'COMPLETED' WHERE id = $1`, [id]);
    const { documentId } = failing;
    expect(await refused(id, { documentId })).toBe('INSPECTION_SHEET_USED');
    expect(await inspect(id)).toMatchObject({ state: 'ACCEPTED' });
  });

  it('rests on a signed sheet of that project', async () => {
    const id = await aProjectIn(place, 'COMPLETED');
    const elsewhere = await aProjectIn(place, 'COMPLETED');
    const sheets: StoredDocument[] = [
      { form: 'RECORD' },
      { purpose: 'VOUCHER' },
      { projectId: elsewhere },
      { projectId: null, areaCode: NEIGHBOUR },
    ];
    for (const sheet of sheets) expect(await refused(id, { sheet })).toBe('DOCUMENT_UNFIT');
    expect(await refused(id, { sheet: { form: 'SEALED_SCAN' }, note: ' ' })).toBe('TEXT_EMPTY');
  });

  it('is nobody else’s, and waits for objections and what an emergency skipped', async () => {
    const id = await aProjectIn(place, 'COMPLETED');
    expect(await refused(id, {}, place.township)).toBe('FORBIDDEN');
    expect(await refused(id, {}, place.neighbourOfficer)).toBe('FORBIDDEN');
    expect(await refused(id, {}, place.resident)).toBe('FORBIDDEN');
    const objected = await aProjectIn(place, 'COMPLETED', { open_objection_count: 1 });
    expect(await refused(objected)).toBe('OBJECTION_OPEN');
    const hasty = await aProjectIn(place, 'COMPLETED', { is_emergency: true });
    expect(await refused(hasty)).toBe('EMERGENCY_UNCONFIRMED');
    const confirmed = await aProjectIn(place, 'COMPLETED', { is_emergency: true, confirmed_at: FIRST_DAY });
    expect(await refused(confirmed)).toBe('EMERGENCY_NOT_REGULARISED');
    expect(await refused(await aProjectIn(place, 'IN_PROGRESS'))).toBe('ILLEGAL_TRANSITION');
  });
});
