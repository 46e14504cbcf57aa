import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TOWNSHIP, VILLAGE } from './area.builder.js';
import {
  aContractorOf,
  aProjectIn,
  anAudit,
  anAuditedProject,
  byOwnLabour,
  clearProjects,
} from './ending.builder.js';
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

const publish = async (id: string, over: Record<string, unknown> = {}, who = place.township) =>
  take(who, 'publishAudit', await anAudit(place, id, over));
const refused = async (id: string, over: Record<string, unknown> = {}, who = place.township) =>
  refusal(who, 'publishAudit', await anAudit(place, id, over));
const heldFen = async (): Promise<number | undefined> => {
  const [row] = await place.service.sql<{ held: number }>(
    'SELECT small_held_fen::float8 AS held FROM envelope',
  );
  return row?.held;
};

describe('an audit', () => {
  it('settles the commitment: what was promised and not needed is free again', async () => {
    const id = await aProjectIn(place, 'EVALUATED', { paid_fen: 700_000 });
    expect(await heldFen()).toBe(800_000);
    expect(await publish(id, { finalAmount: '7500', retainedAmount: '225' })).toMatchObject({
      state: 'AUDITED',
    });
    expect(await heldFen()).toBe(750_000);
    const [entry] = await place.service.sql(
      `SELECT data FROM journal_entry WHERE aggregate_id = $1 AND type = 'micro-project.AuditPublished.v1'`,
      [id],
    );
    expect(entry).toMatchObject({ data: { finalFen: 750_000, retainedFen: 22_500, toState: 'AUDITED' } });
  });

  it.each([
    ['above the commitment', { finalAmount: '8000.01' }, 'FINAL_ACCOUNT_ABOVE_COMMITMENT'],
    ['below what was paid', { finalAmount: '7000', retainedAmount: '0.01' }, 'PAID_BEYOND_FINAL_ACCOUNT'],
    ['with too much standing back', { retainedAmount: '225.01' }, 'RETENTION_TOO_HIGH'],
    ['of nothing', { finalAmount: '0' }, 'AMOUNT_MALFORMED'],
    ['with three decimals', { finalAmount: '7500.001' }, 'AMOUNT_MALFORMED'],
    ['with somebody’s number', { effect: '联系电话13800000000' }, 'PERSONAL_NUMBER'],
  ])('%s is refused, and the envelope holds what it held', async (_what, over, code) => {
    const id = await aProjectIn(place, 'EVALUATED', { paid_fen: 700_000 });
    expect(await refused(id, over)).toBe(code);
    expect(await heldFen()).toBe(800_000);
    expect(await place.service.sql('SELECT 1 FROM project_account')).toEqual([]);
  });

  it('is the township’s, never that of the village or of whoever took part', async () => {
    const id = await aProjectIn(place, 'EVALUATED');
    for (const who of [place.villageOfficer, place.resident, place.county, place.auditor])
      expect(await refused(id, {}, who)).toBe('FORBIDDEN');
    expect(await refused(id, {}, place.otherTownship)).toBe('FORBIDDEN');
    const involved = {
      proposed_by: place.township.subject,
      proposer_ids: [place.township.subject],
    };
    for (const [column, value] of Object.entries(involved))
      expect(await refused(await aProjectIn(place, 'EVALUATED', { [column]: value }))).toBe(
        'AUDITOR_INVOLVED',
      );
    const built = await aProjectIn(place, 'EVALUATED');
    await aContractorOf(place, built, place.township.subject);
    expect(await refused(built)).toBe('AUDITOR_INVOLVED');
    const led = await aProjectIn(place, 'IN_PROGRESS');
    await place.service.sql(
      `UPDATE journal_entry SET actor_subject = $2 WHERE aggregate_id = $1 AND type LIKE '%Submitted%'`,
      [led, place.township.subject],
    );
    await place.service.sql(`UPDATE project SET state = 'EVALUATED' WHERE id = $1`, [led]);
    expect(await refused(led)).toBe('AUDITOR_INVOLVED');
  });

  it.each([
    [363_749, { retainedAmount: '225' }],
    [374_999, {}],
  ])('of own labour needs half of what is paid as wages: %s fen are too little', async (wagesFen, over) => {
    const id = await aProjectIn(place, 'EVALUATED', { paid_fen: wagesFen });
    await byOwnLabour(place, id, wagesFen);
    expect(await refused(id, over)).toBe('OWN_LABOUR_WAGES');
    await place.service.sql('UPDATE payment SET amount_fen = amount_fen + 1');
    expect(await publish(id, over)).toMatchObject({ state: 'AUDITED' });
  });

  it('rests on a sealed audit and a signed final account', async () => {
    const id = await aProjectIn(place, 'EVALUATED');
    const stored = (over: StoredDocument) => aStoredDocument(place, { projectId: id, ...over });
    expect(await refused(id, { documentId: await stored({ purpose: 'AUDIT' }) })).toBe('DOCUMENT_UNFIT');
    const finalAccountDocumentId = await stored({ purpose: 'FINAL_ACCOUNT', form: 'RECORD' });
    expect(await refused(id, { finalAccountDocumentId })).toBe('DOCUMENT_UNFIT');
    expect(await refused(await aProjectIn(place, 'ACCEPTED'))).toBe('ILLEGAL_TRANSITION');
  });
});

describe('published accounts', () => {
  const ACCOUNTS = `query ($areaCode: String!, $first: Int, $after: String) {
    publishedAccounts(areaCode: $areaCode, first: $first, after: $after) {
      edges { node { projectId title finalAccount retained committed effect surveyResult { answerCount } } }
      pageInfo { hasNextPage endCursor } } }`;
  interface Accounts {
    publishedAccounts: {
      edges: { node: { projectId: string } & Record<string, unknown> }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
  }
  const read = async (areaCode: string, page: { first?: number; after?: string } = {}) =>
    (await place.service.client().get<Accounts>(ACCOUNTS, { areaCode, first: 10, ...page }))
      .publishedAccounts;

  it('are read without sign-in, newest first, page by page', async () => {
    const ids: string[] = [];
    for (const hour of ['02', '03', '04']) {
      place.service.clock.set(`2026-03-02T${hour}:00:00Z`);
      ids.unshift(await anAuditedProject(place));
    }
    for (const areaCode of [VILLAGE, TOWNSHIP, '3611'])
      expect((await read(areaCode)).edges.map(({ node }) => node.projectId)).toEqual(ids);
    expect((await read('361104111201')).edges).toEqual([]);
    const first = await read(TOWNSHIP, { first: 2 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await read(TOWNSHIP, { first: 2, after: first.pageInfo.endCursor });
    expect([...first.edges, ...second.edges].map(({ node }) => node.projectId)).toEqual(ids);
    expect(first.edges[0]?.node).toMatchObject({
      ...{ title: '三组路灯改造', finalAccount: '7500.00', retained: '0.00', committed: '8000.00' },
      ...{ effect: '夜间出行安全，群众满意', surveyResult: { answerCount: 12 } },
    });
    expect(await place.service.client().refusal(ACCOUNTS, { areaCode: '999999' })).toBe('AREA_UNKNOWN');
  });
});

describe('what stands back', () => {
  const retained = { retainedAmount: '225' };
  const ending = async (projectId: string, over: Record<string, unknown> = {}) => ({
    projectId,
    documentId: await aStoredDocument(place, { purpose: 'VOUCHER', projectId }),
    ...over,
  });

  it('is given back whole', async () => {
    const id = await anAuditedProject(place, retained);
    await take(place.villageOfficer, 'endRetention', await ending(id));
    expect(await heldFen()).toBe(727_500);
    expect(await refusal(place.villageOfficer, 'endRetention', await ending(id))).toBe('NOTHING_RETAINED');
  });

  it('is not given back without a paper, or by another post', async () => {
    const id = await anAuditedProject(place, retained);
    const refusedEnding = async (over: Record<string, unknown>, who = place.villageOfficer) =>
      refusal(who, 'endRetention', await ending(id, over));
    expect(await refusedEnding({ documentId: await aStoredDocument(place) })).toBe('DOCUMENT_UNFIT');
    expect(await refusedEnding({}, place.township)).toBe('FORBIDDEN');
    expect(await heldFen()).toBe(750_000);
    expect(
      await refusal(place.villageOfficer, 'endRetention', await ending(await aProjectIn(place, 'EVALUATED'))),
    ).toBe('ILLEGAL_TRANSITION');
  });
});
