import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SpreadsheetFile } from '@lianxin/testing';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
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

const EXPORT = `mutation ($input: ExportProjectRegisterInput!) { file: exportProjectRegister(input: $input) {
  exportId fileName mediaType content rowCount hasMore endCursor } }`;

/** Columns without which no project is stored, besides those in which copies differ. */
const COPIED = `village_id, village_code, kind, lead_body, quota_class, state, last_step_at, terms_version, title, budget_fen, due_on, agreed_due_on,
  need_ids, proposer_ids, proposed_by, is_in_procurement_catalogue, is_invested_elsewhere, is_resolution_required, splitting, policy_version, held_fen,
  retained_fen, committed_fen, paid_fen, open_objection_count, is_emergency, skipped_steps`;

interface File {
  readonly exportId: string;
  readonly content: string;
  readonly rowCount: number;
  readonly hasMore: boolean;
  readonly endCursor: string | null;
}

const asked = (over: Record<string, unknown> = {}): { input: object } => ({
  input: {
    ...{ requestId: randomUUID(), areaCode: TOWNSHIP, from: '2026-01-01', to: '2027-01-01' },
    ...{ purpose: 'REPORTING', ...over },
  },
});
const exported = async (who: TestClient, over: Record<string, unknown> = {}): Promise<File> =>
  (await who.get<{ file: File }>(EXPORT, asked(over))).file;
const told = (file: File, sheet: number, ...titles: string[]): unknown[][] =>
  new SpreadsheetFile(file.content)
    .rows(sheet)
    .map((row) => titles.map((title) => row.get(title)?.value ?? null));

describe('the register of projects', () => {
  it('has a row for each project that the caller may read, and their money by village and class', async () => {
    await aDecidedProject(place, { terms: { budget: '5000.50' } });
    await take(
      place.villageOfficer,
      'propose',
      aProposal({ quotaClass: 'LARGER', terms: { budget: '120000' } }),
    );
    await take(place.neighbourOfficer, 'propose', aProposal({ villageCode: NEIGHBOUR, kind: 'SAFETY' }));
    const file = await exported(place.township);
    expect(file).toMatchObject({ rowCount: 3, hasMore: false, endCursor: null });
    const titles = ['村（社区）', '类别', '额度类别', '状态', '预算（元）', '承诺金额（元）', '决算（元）'];
    expect(told(file, 1, ...titles).sort()).toEqual([
      ['台湖村民委员会', '安全维护', 'N', '草拟', 8000, 0, null],
      ['楼村村民委员会', '公共设施', '1', '草拟', 120_000, 0, null],
      ['楼村村民委员会', '公共设施', 'N', '已确定', 5000.5, 5000.5, null],
    ]);
    expect(told(file, 2, '村（社区）', '额度类别', '项目数', '预算（元）', '承诺金额（元）')).toEqual([
      ['楼村村民委员会', '1', 1, 120_000, 0],
      ['楼村村民委员会', 'N', 1, 5000.5, 5000.5],
      ['台湖村民委员会', 'N', 1, 8000, 0],
    ]);
    expect((await exported(place.villageOfficer, { areaCode: VILLAGE })).rowCount).toBe(2);
    expect((await exported(place.county, { from: '2026-03-03' })).rowCount).toBe(0);
  });

  it('is recorded with its purpose', async () => {
    const { exportId } = await exported(place.auditor, { purpose: 'AUDIT' });
    const [entry] = await place.service.sql('SELECT data FROM journal_entry WHERE aggregate_id = $1', [
      exportId,
    ]);
    expect(entry).toMatchObject({
      data: { areaCode: TOWNSHIP, purpose: 'AUDIT', rowCount: 0, isContinuation: false },
    });
  });

  it('names nobody', async () => {
    await aDecidedProject(place);
    const { everything } = new SpreadsheetFile((await exported(place.township)).content);
    for (const { subject } of [place.villageOfficer, place.resident])
      expect(everything).not.toContain(subject);
    for (const member of place.bodies.village) expect(everything).not.toContain(member);
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)'])(
    'keeps a title like %s as text',
    async (title) => {
      await take(place.villageOfficer, 'propose', aProposal({ terms: { title } }));
      const file = await exported(place.township);
      expect(told(file, 1, '项目名称')).toEqual([[`'${title}`]]);
      expect(new SpreadsheetFile(file.content).everything).not.toMatch(/<f[\s>]/);
    },
  );

  it('is taken out in parts, in order and without loss', async () => {
    await place.service.sql(
      `INSERT INTO policy_override (id, policy_key, area_code, value, effective_from) VALUES ($1, 'micro-project.register-rows', $2, '100', '2026-01-01')`,
      [randomUUID(), TOWNSHIP],
    );
    place.service.clock.advance({ minutes: 2 });
    const { id } = await take(place.villageOfficer, 'propose', aProposal());
    await place.service.sql(
      `INSERT INTO project (${COPIED}, id, proposed_at)
       SELECT ${COPIED}, gen_random_uuid(), proposed_at + n * interval '1 second' FROM project, generate_series(1, 120) n WHERE id = $1`,
      [id],
    );
    const first = await exported(place.township);
    expect(first).toMatchObject({ rowCount: 100, hasMore: true });
    const rest = await exported(place.township, { after: first.endCursor });
    expect(rest).toMatchObject({ rowCount: 21, hasMore: false });
    const ids = [...told(first, 1, '项目标识'), ...told(rest, 1, '项目标识')].map(([each]) => each);
    expect(new Set(ids).size).toBe(121);
    expect(told(rest, 2, '项目数')).toEqual([[121]]);
  });

  it.each([
    ['of no days', { from: '2026-02-30' }, 'PERIOD_MALFORMED'],
    ['of a period that ends before it begins', { to: '2026-01-01' }, 'PERIOD_MALFORMED'],
    ['of nowhere', { areaCode: '361104999' }, 'AREA_UNKNOWN'],
    ['behind a forged place', { after: 'forged' }, 'INVALID_CURSOR'],
  ])('%s is refused', async (_what, over, code) => {
    expect(await place.township.refusal(EXPORT, asked(over))).toBe(code);
  });

  it('is for offices, in their own area', async () => {
    for (const who of [place.resident, place.worker, place.villageOfficer, place.otherTownship])
      expect(await who.refusal(EXPORT, asked())).toBe('FORBIDDEN');
  });
});
