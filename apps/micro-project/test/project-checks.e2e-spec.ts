import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
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
