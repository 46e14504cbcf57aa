import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { TestClient } from '@lianxin/testing';
import { TOWNSHIP, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aPostedProject, clearProjects } from './notice.builder.js';
import { object, onPaper } from './objection.builder.js';
import type { ObjectionAnswer } from './objection.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
  await place.service.sql('DELETE FROM disclosure');
});
afterAll(() => place.service.stop());

const REVEAL = `mutation ($input: RevealObjectionWordsInput!) { answer: revealObjectionWords(input: $input) { transition field words } }`;
const OPEN_SLIP = `mutation ($slip: SlipInput!) { openObjectionSlip(slip: $slip) {
  objection { id state finding slip { number } } told { transition field words } looks { role purpose } } }`;
const LOOKS = `query { myMicroProjectDisclosures { edges { node { matter matterId role purpose } } } }`;

interface Words {
  readonly transition: string;
  readonly field: string;
  readonly words: string | null;
}
const inputOf = (objectionId: string, purpose = 'HANDLING') => ({
  input: { requestId: randomUUID(), objectionId, purpose },
});
const reveal = async (who: TestClient, { id }: ObjectionAnswer, purpose?: string): Promise<Words[]> =>
  (await who.get<{ answer: Words[] }>(REVEAL, inputOf(id, purpose))).answer;
const refused = (who: TestClient, { id }: ObjectionAnswer, purpose?: string): Promise<string> =>
  who.refusal(REVEAL, inputOf(id, purpose));
const looksOf = async (who: TestClient): Promise<unknown[]> => {
  const { myMicroProjectDisclosures } = await who.get<{
    myMicroProjectDisclosures: { edges: { node: unknown }[] };
  }>(LOOKS);
  return myMicroProjectDisclosures.edges.map(({ node }) => node);
};
/** The same person, acting under one of their posts. */
const actingAs = async (who: TestClient, role: Role): Promise<TestClient> => {
  const [grant] = await place.service.sql<{ id: string }>(
    'SELECT id FROM access_grant WHERE subject = $1 AND role = $2',
    [who.subject, role],
  );
  return who.with({ 'lianxin-acting-grant': grant?.id ?? '' });
};
const fieldsOf = (words: Words[]): string[] => words.map(({ field }) => field).sort();

describe('the words of an objection', () => {
  it('are read by the office that rules, and whoever objected sees that', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.resident, 'raise', { projectId, text: '会挡住出入口' });
    expect(await reveal(place.township, objection)).toEqual([
      { transition: 'ObjectionRaised', field: 'text', words: '会挡住出入口' },
    ]);
    const look = {
      matter: 'OBJECTION',
      matterId: objection.id,
      role: 'TOWNSHIP_OFFICER',
      purpose: 'HANDLING',
    };
    expect(await looksOf(place.resident)).toEqual([look]);
    for (const who of [place.neighbour, place.villageOfficer, place.township])
      expect(await looksOf(who)).toEqual([]);
  });

  it('of one objection come without those of another to the same project', async () => {
    const projectId = await aPostedProject(place);
    const one = await object(place.resident, 'raise', { projectId, text: '第一条' });
    await object(place.villageOfficer, 'raise', { projectId, text: '第二条', ...onPaper() });
    expect(await reveal(place.township, one)).toMatchObject([{ words: '第一条' }]);
  });

  it.each([true, false])(
    'are for the village if whoever objected allows it (anonymous: %s), never with a name',
    async (hidden) => {
      const projectId = await aPostedProject(place);
      const said = { projectId, isAnonymousToVillage: hidden, text: '不同意' };
      const objection = await object(place.township, 'raise', { ...said, ...onPaper() });
      if (hidden) {
        expect(await refused(place.villageOfficer, objection)).toBe('NOT_FOUND');
        return;
      }
      expect(await reveal(place.villageOfficer, objection)).toEqual([
        { transition: 'ObjectionRaised', field: 'text', words: '不同意' },
      ]);
    },
  );

  it('are for nobody else, and as one’s own for whoever raised it alone', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.resident, 'raise', { projectId });
    const others = [
      place.neighbour,
      place.villageOfficer,
      place.neighbourOfficer,
      place.otherTownship,
      place.county,
    ];
    for (const who of [...others, place.auditor]) expect(await refused(who, objection)).toBe('NOT_FOUND');
    for (const who of [...others, place.township])
      expect(await refused(who, objection, 'OWN')).toBe('NOT_FOUND');
    expect(await refused(place.resident, objection)).toBe('NOT_FOUND');
    expect(await refused(place.service.client(), objection)).toBe('UNAUTHENTICATED');
    expect(await place.service.sql('SELECT 1 FROM disclosure')).toEqual([]);
  });

  it('are hidden from whoever holds a post in the village, whichever post they act under', async () => {
    const projectId = await aPostedProject(place);
    const hidden = await object(place.resident, 'raise', { projectId });
    const open = await object(place.villageOfficer, 'raise', {
      ...{ projectId, isAnonymousToVillage: false },
      ...onPaper(),
    });
    for (const role of [Role.VILLAGE_OFFICER, Role.SUPERVISION_COMMITTEE]) {
      const both = await place.service.signIn(
        { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
        { role, areaCode: VILLAGE },
      );
      const acting = await actingAs(both, Role.TOWNSHIP_OFFICER);
      for (const who of [both, acting]) expect(await refused(who, hidden)).toBe('HIDDEN_FROM_VILLAGE');
      expect(fieldsOf(await reveal(acting, open))).toContain('text');
    }
  });

  it('come with name and contact for the office that has to answer, but not for who keyed them in to rule', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.township, 'raise', { projectId, ...onPaper() });
    expect(await refused(place.township, objection)).toBe('RULER_INVOLVED');
    const colleague = await place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
    const words = await reveal(colleague, objection);
    expect(fieldsOf(words)).toEqual(['subjectContact', 'subjectName', 'text']);
    expect(words.find(({ field }) => field === 'subjectName')?.words).toBe('王桂花');
  });

  it('and the reason of the ruling reach whoever objected, whose own look names no account', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.resident, 'raise', { projectId });
    await object(place.township, 'rule', { objectionId: objection.id, reason: '已现场核实，不影响通行' });
    const own = await reveal(place.resident, objection, 'OWN');
    expect(own).toContainEqual({
      ...{ transition: 'ObjectionDismissed', field: 'reason', words: '已现场核实，不影响通行' },
    });
    expect(fieldsOf(own)).toEqual(['reason', 'text']);
    const [look] = await place.service.sql<{ text: string }>(
      `SELECT concat_ws(' ', actor_subject, actor_grant_id, correlation_id, data) AS text FROM journal_entry
        WHERE data ->> 'matterId' = $1`,
      [objection.id],
    );
    expect(look?.text).toContain(objection.id);
    expect(look?.text).not.toContain(place.resident.subject);
    expect(await looksOf(place.resident)).toEqual([]);
  });

  it('are told by the slip, with the ruling and who looked', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.villageOfficer, 'raise', {
      projectId,
      text: '不同意',
      ...onPaper(),
    });
    await reveal(place.township, objection);
    await object(place.township, 'rule', { objectionId: objection.id, reason: '理由不成立' });
    const open = (slip: unknown) =>
      place.service.client().get<{ openObjectionSlip: object }>(OPEN_SLIP, { slip });
    const { openObjectionSlip } = await open(objection.slip);
    expect(openObjectionSlip).toMatchObject({
      objection: { id: objection.id, state: 'DISMISSED', finding: '经核实不影响通行', slip: null },
      looks: [{ role: 'TOWNSHIP_OFFICER', purpose: 'HANDLING' }],
    });
    const { told } = openObjectionSlip as { told: Words[] };
    expect(told).toContainEqual({ transition: 'ObjectionRaised', field: 'text', words: '不同意' });
    expect(told).toContainEqual({ transition: 'ObjectionDismissed', field: 'reason', words: '理由不成立' });
    await expect(open({ ...objection.slip, queryCode: 'WRONGCODE' })).rejects.toThrow('SLIP_UNKNOWN');
  });

  it('are nowhere in clear, and gone with the key of whoever wrote them', async () => {
    const projectId = await aPostedProject(place);
    const objection = await object(place.resident, 'raise', { projectId, text: '会挡住出入口' });
    const rows = await place.service.sql<{ all: string }>(
      `SELECT string_agg(concat_ws(' ', data, sealed), ' ') AS all FROM journal_entry WHERE aggregate_id = $1`,
      [projectId],
    );
    expect(JSON.stringify(rows)).not.toContain('出入口');
    await place.service.app.get(PersonalDataCipher).erase(place.resident.subject);
    expect(await reveal(place.township, objection)).toMatchObject([{ field: 'text', words: null }]);
  });
});
