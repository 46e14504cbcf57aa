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
