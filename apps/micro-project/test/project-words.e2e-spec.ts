import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { OTHER_TOWNSHIP, VILLAGE } from './area.builder.js';
import { aProjectIn } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aPostedProject, clearProjects } from './notice.builder.js';
import { object } from './objection.builder.js';
import { aSubmittedProject, take } from './project.builder.js';
import { aPayment, aStartedProject } from './works.builder.js';

let place: Place;
let committee: TestClient;
beforeAll(async () => {
  place = await startMicroProject();
  committee = await place.service.signIn({ role: Role.SUPERVISION_COMMITTEE, areaCode: VILLAGE });
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql('TRUNCATE disclosure');
  await clearProjects(place);
});
afterAll(() => place.service.stop());

interface StepWords {
  readonly transition: string;
  readonly field: string;
  readonly words: string | null;
  readonly step: number;
  readonly at: string;
  readonly paymentId: string | null;
}

const REVEAL = `mutation ($input: RevealMicroProjectWordsInput!) {
  answer: revealMicroProjectWords(input: $input) { transition field words step at paymentId } }`;
const MY_LOOKS = `{ myMicroProjectDisclosures(first: 10) { edges { node { matter matterId role purpose } } } }`;

const aLook = (projectId: string, over: Record<string, unknown> = {}): { input: object } => ({
  input: { requestId: randomUUID(), projectId, purpose: 'HANDLING', ...over },
});
const reveal = async (
  who: TestClient,
  id: string,
  over: Record<string, unknown> = {},
): Promise<StepWords[]> => (await who.get<{ answer: StepWords[] }>(REVEAL, aLook(id, over))).answer;
const told = async (who: TestClient, id: string): Promise<string[]> =>
  (await reveal(who, id)).map(({ transition, field, words }) => `${transition} ${field}: ${words}`);
const refused = (who: TestClient, id: string, over: Record<string, unknown> = {}): Promise<string> =>
  who.refusal(REVEAL, aLook(id, over));
const looksAt = (id: string): Promise<{ matter: string; role: string; subject: string }[]> =>
  place.service.sql(
    `SELECT data->>'matter' AS matter, actor_role AS role, actor_subject AS subject FROM journal_entry
      WHERE type = 'micro-project.MicroProjectWordsRevealed.v3' AND data->>'matterId' = $1 ORDER BY recorded_at, id`,
    [id],
  );

const PAID = ['PaymentRecorded payee: 张三', 'PaymentRecorded payer: 楼村村民委员会'];
const aPaidProject = async (): Promise<string> => {
  const id = await aStartedProject(place);
  await take(place.villageOfficer, 'recordPayment', await aPayment(place, id, { payee: '张三' }));
  return id;
};

describe('who paid whom', () => {
  it('is read by the village that leads and by those who watch it, with the step it belongs to', async () => {
    const id = await aPaidProject();
    for (const who of [place.villageOfficer, committee, place.township, place.county])
      expect(await told(who, id)).toEqual(PAID);
    for (const who of [place.auditor, place.inspection]) expect(await told(who, id)).toEqual(PAID);
    const [payee] = await reveal(place.auditor, id);
    const [entry] = await place.service.sql<{ step: number; paymentId: string }>(
      `SELECT sequence::int AS step, data->>'paymentId' AS "paymentId" FROM journal_entry WHERE aggregate_id = $1 AND type LIKE '%PaymentRecorded%'`,
      [id],
    );
    expect(entry?.step).toBeGreaterThan(1);
    expect(payee).toMatchObject({ ...entry, at: '2026-03-02T02:00:00.000Z' });
  });

  it('is read by nobody else, also once the project was posted', async () => {
    const id = await aPaidProject();
    const auditor = await place.service.signIn({ role: Role.AUDITOR, areaCode: OTHER_TOWNSHIP });
    for (const who of [place.resident, place.neighbour, place.worker, auditor])
      expect(await refused(who, id)).toBe('FORBIDDEN');
    for (const who of [place.neighbourOfficer, place.otherTownship])
      expect(await refused(who, id)).toBe('FORBIDDEN');
    expect(await refused(place.villageOfficer, id, { purpose: 'OWN' })).toBe('FORBIDDEN');
    const unposted = await aSubmittedProject(place);
    for (const who of [place.neighbourOfficer, place.otherTownship])
      expect(await refused(who, unposted)).toBe('NOT_FOUND');
    expect(await refused(place.auditor, randomUUID())).toBe('NOT_FOUND');
    expect(await refused(place.auditor, '1')).toBe('MALFORMED_ID');
    expect([...(await looksAt(id)), ...(await looksAt(unposted))]).toEqual([]);
  });
});

describe('a look at the words of a project', () => {
  it('is recorded each time, a repeat too, and shown to whoever wrote them', async () => {
    const id = await aPaidProject();
    const look = aLook(id);
    const first = await place.auditor.get(REVEAL, look);
    expect(await place.auditor.get(REVEAL, look)).toEqual(first);
    const recorded = { matter: 'PROJECT', role: 'AUDITOR', subject: place.auditor.subject };
    expect(await looksAt(id)).toEqual([recorded, recorded]);
    const node = { matter: 'PROJECT', matterId: id, role: 'AUDITOR', purpose: 'HANDLING' };
    expect(await place.villageOfficer.get(MY_LOOKS)).toEqual({
      myMicroProjectDisclosures: { edges: [{ node }, { node }] },
    });
    const other = { input: { ...look.input, projectId: await aSubmittedProject(place) } };
    expect(await place.auditor.refusal(REVEAL, other)).toBe('REQUEST_ID_REUSED');
  });

  it('at one’s own is recorded, and no look of somebody else', async () => {
    const id = await aPaidProject();
    await reveal(place.villageOfficer, id);
    expect(await looksAt(id)).toHaveLength(1);
    expect(await place.villageOfficer.get(MY_LOOKS)).toEqual({ myMicroProjectDisclosures: { edges: [] } });
  });

  it('goes back a hundred steps, oldest first, and on from there', async () => {
    const id = await aPaidProject();
    const { villageOfficer } = place;
    for (let paid = 0; paid < 101; paid++) {
      const over = { amount: '1', payee: `工人${paid}` };
      await take(villageOfficer, 'recordPayment', await aPayment(place, id, over));
    }
    const latest = await reveal(place.auditor, id);
    const payees = latest.filter(({ field }) => field === 'payee').map(({ words }) => words);
    expect(payees).toEqual(Array.from({ length: 100 }, (_, index) => `工人${index + 1}`));
    const earlier = await reveal(place.auditor, id, { beforeStep: latest[0]?.step });
    expect(earlier.filter(({ field }) => field === 'payee').map(({ words }) => words)).toEqual([
      '张三',
      '工人0',
    ]);
    expect(await reveal(place.auditor, id, { beforeStep: 1 })).toEqual([]);
  }, 60_000);
});

describe('why', () => {
  it('a project was given back is read by the body that leads it; why it was given up, too', async () => {
    const id = await aSubmittedProject(place);
    await take(place.township, 'returnForRevision', { projectId: id, note: '请核实路灯数量' });
    await take(place.villageOfficer, 'abandon', { projectId: id, note: '群众意见不一' });
    const both = ['ProjectReturned note: 请核实路灯数量', 'ProjectAbandoned note: 群众意见不一'];
    for (const who of [place.villageOfficer, place.township, place.recorder])
      expect(await told(who, id)).toEqual(both);
  });

  it('work was put off and stopped is read', async () => {
    const id = await aStartedProject(place);
    const step = { projectId: id, note: '连续降雨' };
    await take(place.villageOfficer, 'delay', { ...step, dueOn: '2026-10-30' });
    await take(place.villageOfficer, 'stop', { ...step, note: '材料未到' });
    expect(await told(place.auditor, id)).toEqual([
      'ProjectDelayed note: 连续降雨',
      'ProjectStopped note: 材料未到',
    ]);
  });

  it('it was found split is read above the village, not by it', async () => {
    const id = await aSubmittedProject(place);
    await place.service.sql(`UPDATE project SET splitting = 'SUSPECTED' WHERE id = $1`, [id]);
    await take(place.township, 'judgeSplitting', { projectId: id, isSplit: false, note: '与邻村项目无关' });
    for (const who of [place.township, place.auditor])
      expect(await told(who, id)).toEqual(['SplittingJudged note: 与邻村项目无关']);
    for (const who of [place.villageOfficer, committee]) expect(await told(who, id)).toEqual([]);
  });

  it('somebody objected is no word of the project', async () => {
    const id = await aPostedProject(place);
    const { id: objectionId } = await object(place.resident, 'raise', { projectId: id });
    await object(place.township, 'rule', { objectionId });
    await take(place.villageOfficer, 'abandon', { projectId: id, note: '群众意见不一' });
    for (const who of [place.villageOfficer, place.auditor])
      expect(await told(who, id)).toEqual(['ProjectAbandoned note: 群众意见不一']);
  });
});

describe('who took part in the acceptance', () => {
  const inspected = async (leadBody: string, over: Record<string, unknown>): Promise<string> => {
    const id = await aProjectIn(place, 'COMPLETED', { lead_body: leadBody });
    const sheet = { purpose: 'ACCEPTANCE', projectId: id } as const;
    const documentId = await aStoredDocument(place, sheet);
    const input = { projectId: id, isPassed: true, note: '路灯均已亮', documentId, ...over };
    await take(leadBody === 'VILLAGE' ? place.villageOfficer : place.township, 'inspect', input);
    return id;
  };

  it('in place of the proposer, and why, is read', async () => {
    const substitute = { name: '李大爷', reason: '提议人在外务工' };
    const id = await inspected('VILLAGE', { substitute });
    expect((await told(place.auditor, id)).sort()).toEqual([
      'AcceptancePassed note: 路灯均已亮',
      'AcceptancePassed substituteName: 李大爷',
      'AcceptancePassed substituteReason: 提议人在外务工',
    ]);
  });

  it('as the proposer is told to the village where it led the acceptance, and else above it alone', async () => {
    const proposerName = '王奶奶';
    const named = 'AcceptancePassed proposerName: 王奶奶';
    const own = await inspected('VILLAGE', { proposerName });
    expect(await told(place.villageOfficer, own)).toContain(named);
    const theirs = await inspected('TOWNSHIP', { proposerName });
    for (const who of [place.township, place.auditor]) expect(await told(who, theirs)).toContain(named);
    for (const who of [place.villageOfficer, committee])
      expect(await told(who, theirs)).toEqual(['AcceptancePassed note: 路灯均已亮']);
  });
});
