import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aProposal, take } from './project.builder.js';

let place: Place;
let committee: TestClient;
let projectId: string;
beforeAll(async () => {
  place = await startMicroProject();
  committee = await place.service.signIn({ role: Role.SUPERVISION_COMMITTEE, areaCode: VILLAGE });
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql('TRUNCATE project, project_tally, envelope CASCADE');
  projectId = await aDecidedProject(place);
  await place.service.sql('UPDATE project SET published_at = now()');
});
afterAll(() => place.service.stop());

const REMARK = `mutation ($input: RemarkOnMicroProjectInput!) { answer: remarkOnMicroProject(input: $input) {
  id villageCode confidentiality slip { number queryCode } standing { projectId isOfSupervisionCommittee madeOn isOverdue answer } } }`;
const ANSWER = `mutation ($input: AnswerRemarkInput!) { answer: answerRemark(input: $input) {
  id standing { answer answeredOn answeredRole } } }`;
const SLIP = `mutation ($slip: SlipInput!) { answer: openRemarkSlip(slip: $slip) { id slip { number } standing { answer } } }`;
const LIST = `query ($areaCode: String!, $isOpen: Boolean, $isOverdue: Boolean) {
  microProjectRemarks(areaCode: $areaCode, isOpen: $isOpen, isOverdue: $isOverdue, first: 10) { edges { node { id } } } }`;
const MINE = `{ myMicroProjectRemarks { edges { node { id standing { answer } } } } }`;
const OF_PROJECT = `query ($id: ID!) { microProject(id: $id) { remarks { isOfSupervisionCommittee answer isOverdue } } }`;

const REVEAL = `mutation ($input: RevealRemarkWordsInput!) { answer: revealRemarkWords(input: $input) { field words } }`;

interface RemarkAnswer {
  readonly id: string;
  readonly slip: { readonly number: string; readonly queryCode: string };
}
interface Listed {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}

const aRemark = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
  requestId: randomUUID(),
  projectId,
  text: '路灯间距过大，请核对施工图',
  ...over,
});
const remark = async (who: TestClient, over: Record<string, unknown> = {}): Promise<RemarkAnswer> =>
  (await who.get<{ answer: RemarkAnswer }>(REMARK, { input: aRemark(over) })).answer;
const refused = (who: TestClient, over: Record<string, unknown> = {}): Promise<string> =>
  who.refusal(REMARK, { input: aRemark(over) });
const answered = (remarkId: string, over: Record<string, unknown> = {}): { input: object } => ({
  input: { requestId: randomUUID(), remarkId, answer: '已按图复核，补装两盏', ...over },
});
const listed = async (who: TestClient, filter: Record<string, unknown> = {}): Promise<string[]> => {
  const variables = { areaCode: VILLAGE, ...filter };
  const { microProjectRemarks } = await who.get<{ microProjectRemarks: Listed }>(LIST, variables);
  return microProjectRemarks.edges.map(({ node }) => node.id);
};
const PAPER = { contactChannel: 'PAPER', subject: { name: '王秀英' } };

describe('a remark', () => {
  it('is anybody’s on what was posted, in whichever village, and answered in public by who leads', async () => {
    const own = await remark(place.resident);
    expect(own).toMatchObject({
      ...{ villageCode: VILLAGE, confidentiality: 'OPEN' },
      standing: {
        projectId,
        isOfSupervisionCommittee: false,
        madeOn: '2026-03-02',
        isOverdue: false,
        answer: null,
      },
    });
    await remark(place.neighbour);
    await place.villageOfficer.get(ANSWER, answered(own.id));
    const { microProject } = await place.neighbour.get<{ microProject: { remarks: object[] } }>(OF_PROJECT, {
      id: projectId,
    });
    expect(microProject.remarks).toHaveLength(2);
    expect(microProject.remarks).toContainEqual({
      ...{ isOfSupervisionCommittee: false, isOverdue: false },
      answer: '已按图复核，补装两盏',
    });
    const { myMicroProjectRemarks: mine } = await place.resident.get<{ myMicroProjectRemarks: Listed }>(MINE);
    expect(mine.edges).toEqual([{ node: { id: own.id, standing: { answer: '已按图复核，补装两盏' } } }]);
  });

  it('of the supervision committee is on any project of its village, posted or not', async () => {
    const { id } = await take(place.villageOfficer, 'propose', aProposal({ terms: { title: '凉亭' } }));
    expect(await remark(committee, { projectId: id })).toMatchObject({
      standing: { isOfSupervisionCommittee: true },
    });
    const elsewhere = await take(place.neighbourOfficer, 'propose', aProposal({ villageCode: NEIGHBOUR }));
    expect(await refused(committee, { projectId: elsewhere.id })).toBe('NOT_FOUND');
    expect(await refused(place.resident, { projectId: id })).toBe('NOT_FOUND');
  });

  it('is visible as overdue, and no longer once it is answered', async () => {
    const { id } = await remark(place.resident);
    expect(await listed(place.township, { isOverdue: true })).toEqual([]);
    place.service.clock.set('2026-03-17T02:00:00Z');
    expect(await listed(place.township, { isOverdue: true })).toEqual([id]);
    await place.villageOfficer.get(ANSWER, answered(id));
    expect(await listed(place.township, { isOverdue: true })).toEqual([]);
    expect(await listed(place.township, { isOpen: true })).toEqual([]);
    expect(await listed(place.township, { isOpen: false })).toEqual([id]);
  });

  it('names nobody where offices read, and lies sealed', async () => {
    const ids = [(await remark(place.resident)).id, (await remark(place.township, PAPER)).id];
    const fields = await place.villageOfficer.get<{ __type: { fields: { name: string }[] } }>(
      `{ __type(name: "MicroProjectRemark") { fields { name } } }`,
    );
    const names = fields.__type.fields.map(({ name }) => name).join(' ');
    expect(names).not.toMatch(/subject|keyer|author|person|text/i);
    const rows = await place.service.sql<{ data: unknown; sealed: Record<string, string> }>(
      `SELECT data, sealed FROM journal_entry WHERE aggregate_id = ANY($1)`,
      [ids],
    );
    expect(JSON.stringify(rows)).not.toMatch(/路灯间距|王秀英/);
    const kept = rows.map(({ sealed }) => Object.keys(sealed).sort().join());
    expect(kept.sort()).toEqual(['subjectName,text', 'text']);
  });

  it('of somebody without an account is keyed in, and asked for by its slip', async () => {
    const { id, slip } = await remark(place.township, PAPER);
    await place.villageOfficer.get(ANSWER, answered(id));
    expect(await place.neighbour.get(SLIP, { slip })).toEqual({
      answer: { id, slip: null, standing: { answer: '已按图复核，补装两盏' } },
    });
    expect(await place.neighbour.refusal(SLIP, { slip: { ...slip, queryCode: 'AAAA-AAAA' } })).toBe(
      'SLIP_UNKNOWN',
    );
    expect(await refused(place.neighbourOfficer, PAPER)).toBe('FORBIDDEN');
    expect(await refused(place.resident, PAPER)).toBe('FORBIDDEN');
  });

  it('may be anonymous: nothing leads to an account', async () => {
    const { id } = await remark(place.resident, { confidentiality: 'ANONYMOUS' });
    const [row] = await place.service.sql<Record<string, unknown>>('SELECT * FROM remark WHERE id = $1', [
      id,
    ]);
    const entries = await place.service.sql(`SELECT * FROM journal_entry WHERE aggregate_id = $1`, [id]);
    expect(JSON.stringify([row, entries])).not.toContain(place.resident.subject);
    const { myMicroProjectRemarks: mine } = await place.resident.get<{ myMicroProjectRemarks: Listed }>(MINE);
    expect(mine.edges).toEqual([]);
  });

  it.each([
    ['without words', { text: ' ' }, 'TEXT_EMPTY'],
    ['too long', { text: '长'.repeat(1_001) }, 'TEXT_TOO_LONG'],
    ['on no project', { projectId: randomUUID() }, 'NOT_FOUND'],
    ['on what is no id', { projectId: '1' }, 'MALFORMED_ID'],
    ['on paper of nobody', { contactChannel: 'PAPER' }, 'SUBJECT_MISSING'],
  ])('%s is refused', async (_what, over, code) => {
    expect(await refused(place.resident, over)).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM remark')).toEqual([]);
  });

  it('is one at a time, and no official’s', async () => {
    await remark(place.resident);
    expect(await refused(place.resident)).toBe('REMARK_OPEN');
    for (const who of [place.villageOfficer, place.county, place.auditor])
      expect(await refused(who)).toBe('FORBIDDEN');
  });
});

describe('the answer to a remark', () => {
  it('is given by the body that leads the project, once', async () => {
    const { id } = await remark(place.resident);
    for (const who of [place.township, place.county, committee, place.resident])
      expect(await who.refusal(ANSWER, answered(id))).toBe('FORBIDDEN');
    expect(await place.neighbourOfficer.refusal(ANSWER, answered(id))).toBe('NOT_FOUND');
    await place.villageOfficer.get(ANSWER, answered(id));
    expect(await place.villageOfficer.refusal(ANSWER, answered(id))).toBe('REMARK_ANSWERED');
  });

  it('is one, also when two answer at once', async () => {
    const { id } = await remark(place.resident);
    const answers = await Promise.all(
      [1, 2].map(() => place.villageOfficer.ask<object>(ANSWER, answered(id))),
    );
    expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  });

  it('is not given by who keyed the remark in', async () => {
    const { id } = await remark(place.villageOfficer, PAPER);
    expect(await place.villageOfficer.refusal(ANSWER, answered(id))).toBe('REMARK_OF_ONESELF');
  });

  it.each([
    ['of nothing', { answer: '' }, 'TEXT_EMPTY'],
    ['that names a telephone', { answer: '请拨 138-0013-8000' }, 'PERSONAL_NUMBER'],
    ['to no remark', { remarkId: randomUUID() }, 'NOT_FOUND'],
  ])('%s is refused', async (_what, over, code) => {
    const { id } = await remark(place.resident);
    expect(await place.villageOfficer.refusal(ANSWER, answered(id, over))).toBe(code);
  });

  it('and its remark are listed for the offices over the area', async () => {
    const { id } = await remark(place.resident);
    for (const who of [place.villageOfficer, committee, place.county, place.auditor])
      expect(await listed(who)).toEqual([id]);
    const ask = (who: TestClient, areaCode: string): Promise<string> => who.refusal(LIST, { areaCode });
    expect(await ask(place.villageOfficer, TOWNSHIP)).toBe('FORBIDDEN');
    for (const who of [place.resident, place.recorder]) expect(await ask(who, VILLAGE)).toBe('FORBIDDEN');
  });
});

describe('the words of a remark', () => {
  const reveal = async (who: TestClient, remarkId: string, purpose = 'HANDLING'): Promise<string[]> => {
    const input = { requestId: randomUUID(), remarkId, purpose };
    const { answer } = await who.get<{ answer: { field: string; words: string }[] }>(REVEAL, { input });
    return answer.map(({ field, words }) => `${field}: ${words}`).sort();
  };

  it('are read by who answers, who never learns whose they are, and by those above', async () => {
    const { id } = await remark(place.township, PAPER);
    const text = 'text: 路灯间距过大，请核对施工图';
    expect(await reveal(place.villageOfficer, id)).toEqual([text]);
    expect(await reveal(place.county, id)).toEqual(['subjectName: 王秀英', text]);
    const both = await place.service.signIn(
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.SUPERVISION_COMMITTEE, areaCode: VILLAGE },
    );
    expect(await reveal(both, id)).toEqual([text]);
    const looks = await place.service.sql(
      `SELECT data->>'matter' AS matter FROM journal_entry WHERE type = 'micro-project.MicroProjectWordsRevealed.v3' AND data->>'matterId' = $1`,
      [id],
    );
    expect(looks).toEqual([{ matter: 'REMARK' }, { matter: 'REMARK' }, { matter: 'REMARK' }]);
  });

  it('are read by whose they are, and by nobody else', async () => {
    const { id } = await remark(place.resident);
    expect(await reveal(place.resident, id, 'OWN')).toHaveLength(1);
    const ask = (who: TestClient, purpose: string): Promise<string> =>
      who.refusal(REVEAL, { input: { requestId: randomUUID(), remarkId: id, purpose } });
    for (const who of [place.neighbour, place.neighbourOfficer, place.otherTownship])
      expect(await ask(who, 'HANDLING')).toBe('NOT_FOUND');
    for (const who of [committee, place.auditor]) expect(await ask(who, 'HANDLING')).toBe('FORBIDDEN');
    expect(await ask(place.villageOfficer, 'OWN')).toBe('FORBIDDEN');
  });
});
