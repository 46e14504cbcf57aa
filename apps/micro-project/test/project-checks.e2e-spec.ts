import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { digestOfPopulation, draw } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { COUNTY, NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { aContractorOf } from './ending.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aProposal, take } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql('TRUNCATE project, project_tally, envelope CASCADE');
});
afterAll(() => place.service.stop());

const CHECK = `mutation ($input: RecordProjectCheckInput!) { recordProjectCheck(input: $input) {
  id villageCode projectId year kind result findings checkedRole } }`;
const CHECKS = `query ($areaCode: String!, $year: Int!, $kind: ProjectCheckKind, $first: Int, $after: String) {
  projectChecks(areaCode: $areaCode, year: $year, kind: $kind, first: $first, after: $after) {
    edges { node { id findings } } pageInfo { hasNextPage endCursor } } }`;
const COVERAGE = `query ($areaCode: String!, $year: Int!) { checkCoverage(areaCode: $areaCode, year: $year) {
  villageCount checkedVillageCount projectCount checkedProjectCount uncheckedVillageCodes uncheckedProjectIds } }`;

interface CheckAnswer {
  readonly id: string;
}
interface Checks {
  readonly projectChecks: {
    readonly edges: readonly { readonly node: { readonly id: string; readonly findings: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

const aCheck = async (over: Record<string, unknown> = {}): Promise<Record<string, unknown>> => ({
  requestId: randomUUID(),
  villageCode: VILLAGE,
  year: 2026,
  kind: 'TOWNSHIP',
  result: 'TO_MEND',
  findings: '两处公示牌缺少预算，限期补充',
  documentId: await aStoredDocument(place, { purpose: 'CHECK' }),
  ...over,
});
const check = async (who: TestClient, over: Record<string, unknown> = {}): Promise<CheckAnswer> =>
  (await who.get<{ recordProjectCheck: CheckAnswer }>(CHECK, { input: await aCheck(over) }))
    .recordProjectCheck;
const refused = async (who: TestClient, over: Record<string, unknown> = {}): Promise<string> =>
  who.refusal(CHECK, { input: await aCheck(over) });
const coverage = async (who: TestClient, areaCode: string, year = 2026): Promise<object> =>
  (await who.get<{ checkCoverage: object }>(COVERAGE, { areaCode, year })).checkCoverage;

describe('a check', () => {
  it('of a village or a project is recorded by whose check it is, and published', async () => {
    const projectId = await aDecidedProject(place);
    expect(await check(place.township, { projectId })).toMatchObject({
      ...{ villageCode: VILLAGE, projectId, year: 2026, kind: 'TOWNSHIP', result: 'TO_MEND' },
      checkedRole: 'TOWNSHIP_OFFICER',
    });
    await check(place.villageOfficer, { kind: 'SELF', result: 'IN_ORDER', findings: '自查无异常' });
    const found = async (who: TestClient, areaCode: string): Promise<string[]> => {
      const { projectChecks } = await who.get<Checks>(CHECKS, { areaCode, year: 2026 });
      return projectChecks.edges.map(({ node }) => node.findings);
    };
    expect(await found(place.villageOfficer, VILLAGE)).toEqual([
      '自查无异常',
      '两处公示牌缺少预算，限期补充',
    ]);
    // Of a project that was not posted yet, strangers see no check either.
    expect(await found(place.neighbour, TOWNSHIP)).toEqual(['自查无异常']);
    await place.service.sql('UPDATE project SET published_at = now()');
    expect(await found(place.neighbour, TOWNSHIP)).toHaveLength(2);
  });

  it('is nobody else’s to record', async () => {
    for (const who of [
      place.villageOfficer,
      place.otherTownship,
      place.county,
      place.recorder,
      place.resident,
    ])
      expect(await refused(who)).toBe('FORBIDDEN');
    for (const who of [place.township, place.neighbourOfficer])
      expect(await refused(who, { kind: 'SELF' })).toBe('FORBIDDEN');
  });

  it.each([
    ['of next year', { year: 2027 }, 'YEAR_NOT_OPEN'],
    ['of long ago', { year: 2024 }, 'YEAR_NOT_OPEN'],
    ['without findings', { findings: ' ' }, 'TEXT_EMPTY'],
    ['that names a telephone', { findings: '请联系 13800138000' }, 'PERSONAL_NUMBER'],
    ['of no village', { villageCode: '361104111999' }, 'AREA_UNKNOWN'],
    ['of an unknown project', { projectId: randomUUID() }, 'NOT_FOUND'],
    ['of what is no project', { projectId: 'one' }, 'MALFORMED_ID'],
    ['without its record', { documentId: randomUUID() }, 'DOCUMENT_UNFIT'],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    expect(await refused(place.township, over)).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM project_check')).toEqual([]);
  });

  it('of a project is of its own village, with a record of that place', async () => {
    const projectId = await aDecidedProject(place);
    const documentId = await aStoredDocument(place, { purpose: 'CHECK', areaCode: NEIGHBOUR });
    expect(await refused(place.township, { projectId, documentId })).toBe('DOCUMENT_UNFIT');
    expect(await refused(place.township, { projectId, villageCode: NEIGHBOUR, documentId })).toBe(
      'NOT_FOUND',
    );
  });

  it('is one, however often it is sent', async () => {
    const input = await aCheck();
    const ask = () => place.township.get<{ recordProjectCheck: CheckAnswer }>(CHECK, { input });
    expect(await ask()).toEqual(await ask());
    expect(await place.service.sql('SELECT 1 FROM project_check')).toHaveLength(1);
  });

  it('is listed page by page', async () => {
    for (const findings of ['一', '二', '三']) {
      place.service.clock.advance({ minutes: 1 });
      await check(place.township, { findings });
    }
    await check(place.villageOfficer, { kind: 'SELF' });
    const variables = { areaCode: TOWNSHIP, year: 2026, kind: 'TOWNSHIP', first: 2 };
    const { projectChecks: first } = await place.resident.get<Checks>(CHECKS, variables);
    expect(first.edges.map(({ node }) => node.findings)).toEqual(['三', '二']);
    const after = first.pageInfo.endCursor;
    const { projectChecks: rest } = await place.resident.get<Checks>(CHECKS, { ...variables, after });
    expect(rest.edges.map(({ node }) => node.findings)).toEqual(['一']);
    expect(rest.pageInfo.hasNextPage).toBe(false);
  });
});

describe('the coverage of the yearly check', () => {
  it('tells which villages and projects are still to be checked', async () => {
    const small = { terms: { budget: '1000' } };
    const [one, other] = [await aDecidedProject(place, small), await aDecidedProject(place, small)];
    await take(place.villageOfficer, 'propose', aProposal());
    await check(place.township);
    await check(place.township, { projectId: one });
    await check(place.villageOfficer, { kind: 'SELF', projectId: other });
    expect(await coverage(place.township, TOWNSHIP)).toEqual({
      ...{ villageCount: 2, checkedVillageCount: 1, projectCount: 2, checkedProjectCount: 1 },
      ...{ uncheckedVillageCodes: [NEIGHBOUR], uncheckedProjectIds: [other] },
    });
    expect(await coverage(place.county, VILLAGE, 2025)).toMatchObject({ villageCount: 1, projectCount: 0 });
  });

  it('leaves out what was over before the year', async () => {
    await aDecidedProject(place);
    await place.service.sql(`UPDATE project SET state = 'CLOSED', ended_at = '2026-12-31T15:00:00Z'`);
    expect(await coverage(place.township, TOWNSHIP)).toMatchObject({ projectCount: 1 });
    expect(await coverage(place.township, TOWNSHIP, 2027)).toMatchObject({ projectCount: 0 });
  });

  it('is for posts over the area', async () => {
    const ask = (who: TestClient): Promise<string> =>
      who.refusal(COVERAGE, { areaCode: TOWNSHIP, year: 2026 });
    for (const who of [place.resident, place.villageOfficer, place.otherTownship])
      expect(await ask(who)).toBe('FORBIDDEN');
  });
});

const DRAW = `mutation ($input: DrawSpecialAuditInput!) { answer: drawSpecialAudit(input: $input) {
  id seed size populationCount populationDigest drawnRole reportedOn drawn { rank projectId finding } } }`;
const REPORT = `mutation ($input: ReportSpecialAuditInput!) { answer: reportSpecialAudit(input: $input) {
  id villageCodes documentId reportedOn drawn { projectId finding } } }`;
const AUDITS = `query ($areaCode: String!) { specialAudits(areaCode: $areaCode) { id } }`;

interface AuditAnswer {
  readonly id: string;
  readonly seed: string;
  readonly populationDigest: string;
  readonly drawn: readonly { readonly projectId: string }[];
}

const drawAs = async (who: TestClient, over: Record<string, unknown> = {}): Promise<AuditAnswer> => {
  const input = { requestId: randomUUID(), areaCode: TOWNSHIP, year: 2026, size: 3, ...over };
  return (await who.get<{ answer: AuditAnswer }>(DRAW, { input })).answer;
};
const aReport = async (
  { id, drawn }: AuditAnswer,
  over: Record<string, unknown> = {},
): Promise<Record<string, unknown>> => ({
  requestId: randomUUID(),
  auditId: id,
  villageCodes: [VILLAGE],
  documentId: await aStoredDocument(place, { purpose: 'AUDIT', areaCode: TOWNSHIP }),
  reportedOn: '2026-03-02',
  findings: drawn.map(({ projectId }) => ({ projectId, finding: '资金使用合规' })),
  ...over,
});

describe('a special audit', () => {
  it('draws so that anybody can draw again, and nobody who is to be audited knows', async () => {
    const ids = [];
    for (let n = 0; n < 5; n += 1) ids.push(await aDecidedProject(place, { terms: { budget: '1000' } }));
    await take(place.villageOfficer, 'propose', aProposal());
    const audit = await drawAs(place.township);
    expect(audit).toMatchObject({
      size: 3,
      populationCount: 5,
      drawnRole: 'TOWNSHIP_OFFICER',
      reportedOn: null,
    });
    expect(audit.populationDigest).toBe(digestOfPopulation(ids));
    expect(audit.drawn.map(({ projectId }) => projectId)).toEqual(draw(ids, audit.seed, 3));
    const seen = async (who: TestClient): Promise<number> =>
      (await who.get<{ specialAudits: unknown[] }>(AUDITS, { areaCode: TOWNSHIP })).specialAudits.length;
    for (const who of [place.township, place.auditor, place.inspection, place.county])
      expect(await seen(who)).toBe(1);
    for (const who of [place.villageOfficer, place.resident, place.otherTownship])
      expect(await seen(who)).toBe(0);
    const again = { requestId: randomUUID(), areaCode: TOWNSHIP, year: 2026, size: 3 };
    expect(await place.township.refusal(DRAW, { input: again })).toBe('AUDIT_OPEN');
    const input = await aReport(audit);
    await place.auditor.get(REPORT, { input });
    for (const who of [place.villageOfficer, place.resident, place.otherTownship])
      expect(await seen(who)).toBe(1);
    expect(await place.auditor.refusal(REPORT, { input: await aReport(audit) })).toBe('AUDIT_REPORTED');
    expect(await drawAs(place.county)).toMatchObject({ populationCount: 5 });
  });

  it('is drawn by the township in its own area, and by those who audit it', async () => {
    const code = (who: TestClient): Promise<string> =>
      who.refusal(DRAW, { input: { requestId: randomUUID(), areaCode: TOWNSHIP, year: 2026, size: 3 } });
    for (const who of [
      place.villageOfficer,
      place.otherTownship,
      place.recorder,
      place.assessment,
      place.resident,
    ])
      expect(await code(who)).toBe('FORBIDDEN');
    for (const who of [place.auditor, place.inspection, place.county])
      expect(await drawAs(who)).toMatchObject({ populationCount: 0, drawn: [] });
  });

  it.each([
    ['of nothing', { size: 0 }, 'AUDIT_SIZE'],
    ['of too many', { size: 51 }, 'AUDIT_SIZE'],
    ['of another year', { year: 2028 }, 'YEAR_NOT_OPEN'],
    ['of nowhere', { areaCode: '36110' }, 'AREA_CODE_MALFORMED'],
  ])('%s is refused', async (_what, over, code) => {
    const input = { requestId: randomUUID(), areaCode: TOWNSHIP, year: 2026, size: 3, ...over };
    expect(await place.township.refusal(DRAW, { input })).toBe(code);
  });

  it.each([
    ['tomorrow', { reportedOn: '2026-03-03' }, 'AUDIT_REPORT_DAY'],
    ['before the draw', { reportedOn: '2026-03-01' }, 'AUDIT_REPORT_DAY'],
    ['on no day', { reportedOn: '2026-3-2' }, 'AUDIT_REPORT_DAY'],
    ['of no village', { villageCodes: [] }, 'AUDIT_VILLAGES'],
    ['of a village twice', { villageCodes: [VILLAGE, VILLAGE] }, 'AUDIT_VILLAGES'],
    ['of a village elsewhere', { villageCodes: ['361104100200'] }, 'AUDIT_VILLAGES'],
    ['without findings', { findings: [] }, 'AUDIT_FINDINGS'],
    ['without its paper', { documentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['on no audit', { auditId: randomUUID() }, 'NOT_FOUND'],
  ])('is not reported %s', async (_what, over, code) => {
    await aDecidedProject(place);
    const audit = await drawAs(place.township);
    expect(await place.township.refusal(REPORT, { input: await aReport(audit, over) })).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM special_audit WHERE reported_at IS NOT NULL')).toEqual([]);
  });

  it('is not drawn while one around it, within it or of the same area is open for that year', async () => {
    await aDecidedProject(place);
    const code = (who: TestClient, over: Record<string, unknown>): Promise<string> =>
      who.refusal(DRAW, { input: { requestId: randomUUID(), year: 2026, size: 3, ...over } });
    const within = await drawAs(place.township, { areaCode: VILLAGE });
    for (const areaCode of [VILLAGE, TOWNSHIP])
      expect(await code(place.township, { areaCode })).toBe('AUDIT_OPEN');
    expect(await code(place.county, { areaCode: COUNTY })).toBe('AUDIT_OPEN');
    for (const areaCode of [NEIGHBOUR, OTHER_TOWNSHIP])
      expect(await drawAs(place.county, { areaCode })).toMatchObject({ drawn: [] });
    await place.township.get(REPORT, { input: await aReport(within) });
    const around = await drawAs(place.county, { areaCode: COUNTY });
    expect(await code(place.township, { areaCode: TOWNSHIP })).toBe('AUDIT_OPEN');
    expect(await code(place.auditor, { areaCode: VILLAGE })).toBe('AUDIT_OPEN');
    expect(around.drawn).toHaveLength(1);
  });

  it('is drawn once, however many overlapping ones are drawn at once', async () => {
    await aDecidedProject(place);
    const areas = [COUNTY, TOWNSHIP, VILLAGE, COUNTY, TOWNSHIP, VILLAGE];
    const drawn = await Promise.allSettled(areas.map((areaCode) => drawAs(place.county, { areaCode })));
    expect(drawn.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is not reported by whoever is involved in what was drawn', async () => {
    const id = await aDecidedProject(place);
    const audit = await drawAs(place.township);
    const code = async (who: TestClient): Promise<string> =>
      who.refusal(REPORT, { input: await aReport(audit) });
    await aContractorOf(place, id, place.auditor.subject);
    expect(await code(place.auditor)).toBe('AUDITOR_INVOLVED');
    await place.service.sql('UPDATE project SET proposer_ids = ARRAY[$2::uuid] WHERE id = $1', [
      ...[id, place.township.subject],
    ]);
    expect(await code(place.township)).toBe('AUDITOR_INVOLVED');
    await place.inspection.get(REPORT, { input: await aReport(audit) });
  });

  it('is not reported with a finding on what was not drawn, or one that names a telephone', async () => {
    await aDecidedProject(place);
    const audit = await drawAs(place.township);
    const [{ projectId } = { projectId: '' }] = audit.drawn;
    const refusalOf = async (findings: object[]): Promise<string> =>
      place.township.refusal(REPORT, { input: await aReport(audit, { findings }) });
    expect(await refusalOf([{ projectId: randomUUID(), finding: '合规' }])).toBe('AUDIT_FINDINGS');
    expect(
      await refusalOf([
        { projectId, finding: '合规' },
        { projectId, finding: '合规' },
      ]),
    ).toBe('AUDIT_FINDINGS');
    expect(await refusalOf([{ projectId, finding: '电话13800138000' }])).toBe('PERSONAL_NUMBER');
    expect(await place.otherTownship.refusal(REPORT, { input: await aReport(audit) })).toBe('NOT_FOUND');
  });
});
