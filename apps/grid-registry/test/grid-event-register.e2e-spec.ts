import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { SpreadsheetFile } from '@lianxin/testing';
import type { ReadCell, TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, PRIVATE_TEXT, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  OTHER_VILLAGE,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const EXPORT = `mutation ($input: ExportGridEventRegisterInput!) { file: exportGridEventRegister(input: $input) {
  exportId fileName mediaType content rowCount hasMore endCursor } }`;
const DISCLOSURES = `{ myDisclosures(first: 100) { edges { node { gridEventId role purpose } } } }`;

interface File {
  readonly exportId: string;
  readonly fileName: string;
  readonly content: string;
  readonly rowCount: number;
  readonly hasMore: boolean;
  readonly endCursor: string | null;
}
type Row = ReadonlyMap<string, ReadCell>;

const NAME = '周桂英';
const CONTACT = '13900001111';
const FORMULA = '=HYPERLINK("http://example.test","看")';

describe('the register of grid events', () => {
  let place: Place;
  /** Keyed in for somebody who wants to be reached, and gone to its end. */
  let open: EventAnswer;
  let confidential: EventAnswer;
  let complaint: EventAnswer;
  let elsewhere: EventAnswer;

  const asked = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    requestId: randomUUID(),
    areaCode: COUNTY,
    from: '2026-03-01',
    to: '2026-04-01',
    purpose: 'SUPERVISION',
    ...over,
  });
  const exported = async (who: TestClient, over: Record<string, unknown> = {}): Promise<File> =>
    (await who.get<{ file: File }>(EXPORT, { input: asked(over) })).file;
  const rowsOf = (file: File): Row[] => new SpreadsheetFile(file.content).rows(1);
  const idsOf = (file: File): unknown[] => rowsOf(file).map((row) => row.get('事件标识')?.value);
  const rowOf = (file: File, { id }: EventAnswer): Row | undefined =>
    rowsOf(file).find((row) => row.get('事件标识')?.value === id);
  const subject = { subject: { name: NAME, contact: CONTACT }, channel: 'PAPER' };

  beforeAll(async () => {
    place = await startGridRegistry();
    open = await anEventAfter(place, 'close', { ...subject, text: FORMULA });
    confidential = await anEventAfter(place, 'close', { ...subject, confidentiality: 'CONFIDENTIAL' });
    complaint = await take(
      place.resident,
      'report',
      aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns: { areaCode: VILLAGE } }),
    );
    const worker = await place.service.signIn(
      { role: Role.GRID_WORKER, areaCode: GRID },
      { role: Role.TOWNSHIP_OFFICER, areaCode: OTHER_TOWNSHIP },
    );
    elsewhere = await take(
      worker,
      'report',
      aReport({ areaCode: `${OTHER_TOWNSHIP}001`, source: 'SUPERIOR', outsideReference: '#A-1' }),
    );
  });
  afterAll(() => place.service.stop());

  it('has dates as dates, text as text and counts as numbers', async () => {
    const file = await exported(place.county);
    const row = rowOf(file, open);
    expect(row?.get('类别')).toEqual({ type: 'text', value: '隐患排查' });
    expect(row?.get('状态')).toEqual({ type: 'text', value: '已结案' });
    expect(row?.get('区划代码')).toEqual({ type: 'text', value: GRID });
    expect(row?.get('网格')).toEqual({ type: 'text', value: '第一网格' });
    expect(row?.get('承办部门')).toEqual({ type: 'text', value: '住房和城乡建设局' });
    expect(row?.get('来件方式')).toEqual({ type: 'text', value: '纸质' });
    expect(row?.get('督办次数')).toEqual({ type: 'number', value: 0 });
    expect(row?.get('是否超期')).toEqual({ type: 'text', value: '否' });
    const shanghai = new Date('2026-03-02T10:00:00Z');
    expect(row?.get('上报时间')).toEqual({ type: 'date', value: shanghai });
    expect(row?.get('结案时间')).toEqual({ type: 'date', value: shanghai });
    expect(rowOf(file, elsewhere)?.has('结案时间')).toBe(false);
    expect(file.fileName).toBe('grid-event-register-361104-2026-03-01-2026-04-01.xlsx');
  });

  it('is a workbook with everything that readers look for', async () => {
    const { names } = new SpreadsheetFile((await exported(place.county)).content);
    for (const name of [
      '[Content_Types].xml',
      '_rels/.rels',
      'xl/workbook.xml',
      'xl/_rels/workbook.xml.rels',
      'xl/styles.xml',
    ])
      expect(names).toContain(name);
  });

  it('holds no personal data unless asked for', async () => {
    const { everything } = new SpreadsheetFile((await exported(place.county)).content);
    for (const words of [NAME, CONTACT, PRIVATE_TEXT, 'HYPERLINK', '三组路口', '上报人姓名'])
      expect(everything).not.toContain(words);
  });

  it('holds exactly what its reader may read', async () => {
    const [county, township, village] = [
      idsOf(await exported(place.county)),
      idsOf(await exported(place.township, { areaCode: TOWNSHIP })),
      idsOf(await exported(place.villageOfficer, { areaCode: VILLAGE })),
    ];
    expect(county).toEqual([open.id, confidential.id, complaint.id, elsewhere.id]);
    expect(township).toEqual([open.id, confidential.id, complaint.id]);
    expect(village).toEqual([open.id, confidential.id]);
    expect(idsOf(await exported(place.department))).toEqual([open.id, confidential.id]);
    expect(idsOf(await exported(place.county, { areaCode: OTHER_VILLAGE }))).toEqual([]);
    expect(idsOf(await exported(place.county, { from: '2026-03-03' }))).toEqual([]);
  });

  it('is for offices, and for their own area', async () => {
    const code = (who: TestClient, over: Record<string, unknown>): Promise<string> =>
      who.refusal(EXPORT, { input: asked(over) });
    for (const who of [place.worker, place.resident, place.volunteer])
      expect(await code(who, { areaCode: VILLAGE })).toBe('FORBIDDEN');
    expect(await code(place.township, { areaCode: COUNTY })).toBe('FORBIDDEN');
    expect(await code(place.township, { areaCode: OTHER_TOWNSHIP })).toBe('FORBIDDEN');
    expect(await code(place.county, { areaCode: '361199' })).toBe('AREA_UNKNOWN');
    expect(await code(place.county, { from: '2026-04-01' })).toBe('PERIOD_MALFORMED');
    expect(await code(place.county, { after: 'forged' })).toBe('INVALID_CURSOR');
  });

  it('is recorded with its purpose each time it is taken out, a repeat included', async () => {
    const input = asked({ purpose: 'AUDIT', areaCode: VILLAGE });
    const first = await place.county.get<{ file: File }>(EXPORT, { input });
    const again = await place.county.get<{ file: File }>(EXPORT, { input });
    expect(again.file.exportId).not.toBe(first.file.exportId);
    const entries = await place.service.sql<{ data: unknown; actor_role: string }>(
      `SELECT data, actor_role FROM journal_entry WHERE aggregate_type = 'grid-event-register-export' AND data->>'purpose' = 'AUDIT'`,
    );
    expect(entries).toHaveLength(2);
    expect(entries[0]).toEqual({
      actor_role: 'COUNTY_COMMAND',
      data: {
        exportId: first.file.exportId,
        areaCode: VILLAGE,
        from: '2026-03-01',
        to: '2026-04-01',
        purpose: 'AUDIT',
        withPersonalColumns: false,
        rowCount: 3,
        disclosedCount: 0,
        isContinuation: false,
        at: '2026-03-02T02:00:00.000Z',
      },
    });
  });

  it('comes in parts that together are the whole', async () => {
    await place.service.sql(
      `INSERT INTO grid_event (id, area_id, area_code, category, kind, state, level, reporter_id, reported_at, due_at, source, urgency, reporter_role, policy_version)
       SELECT gen_random_uuid(), 8, '${OTHER_TOWNSHIP}001', 'HAZARD', 'GENERAL', 'REPORTED', 'VILLAGE', gen_random_uuid(), '2025-06-01T00:00:00Z'::timestamptz + n / 3 * interval '1 minute',
              '2025-07-01', 'PATROL', 'ROUTINE', 'GRID_WORKER', 'test' FROM generate_series(1, 2300) AS n`,
    );
    const period = { areaCode: OTHER_TOWNSHIP, from: '2025-06-01', to: '2025-07-01' };
    const ids: unknown[] = [];
    const sizes: number[] = [];
    for (let after: string | null = null, more = true; more;) {
      const file: File = await exported(place.otherTownship, { ...period, after });
      ids.push(...idsOf(file));
      sizes.push(file.rowCount);
      ({ endCursor: after, hasMore: more } = file);
    }
    expect(sizes).toEqual([1000, 1000, 300]);
    expect(new Set(ids).size).toBe(2300);
  });

  describe('with personal columns', () => {
    const personal = { purpose: 'FOLLOW_UP', withPersonalColumns: true, areaCode: TOWNSHIP };

    it('is for the command centre’s follow-ups alone', async () => {
      for (const purpose of ['SUPERVISION', 'REPORTING', 'ASSESSMENT', 'AUDIT', 'ARCHIVE'])
        expect(await place.county.refusal(EXPORT, { input: asked({ ...personal, purpose }) })).toBe(
          'PERSONAL_COLUMNS_NOT_FOR_PURPOSE',
        );
      for (const who of [place.township, place.inspection, place.police])
        expect(await who.refusal(EXPORT, { input: asked(personal) })).toBe('FORBIDDEN');
      expect(
        await place.villageOfficer.refusal(EXPORT, { input: asked({ ...personal, areaCode: VILLAGE }) }),
      ).toBe('FORBIDDEN');
    });

    it('names those who are open to it, never who asked for confidence or complained of an office', async () => {
      const file = await exported(place.county, personal);
      const row = rowOf(file, open);
      expect(row?.get('上报人姓名')).toEqual({ type: 'text', value: NAME });
      expect(row?.get('联系方式')).toEqual({ type: 'text', value: CONTACT });
      expect(row?.get('事发地点')).toEqual({ type: 'text', value: '三组路口' });
      for (const event of [confidential, complaint])
        for (const title of ['上报人姓名', '联系方式', '事件内容', '事发地点'])
          expect(rowOf(file, event)?.has(title)).toBe(false);
    });

    it('names nobody to who is scored by the answers, under whatever post', async () => {
      const both = await place.service.signIn(
        { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
        { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
      );
      const { myGrants } = await both.get<{ myGrants: { id: string; role: string }[] }>(
        '{ myGrants { id role } }',
      );
      const command = myGrants.find(({ role }) => role === 'COUNTY_COMMAND')?.id ?? '';
      for (const who of [both, both.with({ 'lianxin-acting-grant': command })])
        expect(rowOf(await exported(who, personal), open)?.has('上报人姓名')).toBe(false);
    });

    it('holds no formula, whatever somebody typed', async () => {
      const file = await exported(place.county, personal);
      expect(rowOf(file, open)?.get('事件内容')).toEqual({ type: 'text', value: `'${FORMULA}` });
      expect(new SpreadsheetFile(file.content).everything).not.toMatch(/<f[\s>]/);
    });

    it('leaves the record of each look, which those whose words they are can see', async () => {
      const count = async (): Promise<{ looks: number; events: number }> => {
        const [row] = await place.service.sql<{ looks: number; events: number }>(
          `SELECT (SELECT count(*) FROM disclosure)::int AS looks,
                  (SELECT count(*) FROM journal_entry WHERE type LIKE '%PersonalDataRevealed%')::int AS events`,
        );
        return row ?? { looks: 0, events: 0 };
      };
      const before = await count();
      await exported(place.county, personal);
      const after = await count();
      expect([after.looks - before.looks, after.events - before.events]).toEqual([1, 1]);
      const [look] = await place.service.sql<Record<string, unknown>>(
        `SELECT d.grid_event_id, d.actor_role, d.purpose, d.person_id = e.reporter_id AS is_reporter
           FROM disclosure d JOIN grid_event e ON e.id = d.grid_event_id ORDER BY d.id DESC LIMIT 1`,
      );
      expect(look).toEqual({
        grid_event_id: open.id,
        actor_role: 'COUNTY_COMMAND',
        purpose: 'FOLLOW_UP',
        is_reporter: true,
      });
    });

    it('shows an author the look among their own', async () => {
      const own = await anEventAfter(place, 'notify');
      await exported(place.county, personal);
      const { myDisclosures } = await place.worker.get<{ myDisclosures: { edges: { node: unknown }[] } }>(
        DISCLOSURES,
      );
      expect(myDisclosures.edges.map(({ node }) => node)).toContainEqual({
        gridEventId: own.id,
        role: 'COUNTY_COMMAND',
        purpose: 'FOLLOW_UP',
      });
    });
  });
});
