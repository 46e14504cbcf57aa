import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { aReport, anEventAfter, PRIVATE_TEXT, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NUMBERS = `query ($id: ID!) { gridEvent(id: $id) { outsideNumbers { answeredAt isAnswered } } }`;
const EXPORT = `mutation ($input: ExportOutsideAnswersInput!) {
  exportOutsideAnswers(input: $input) { exportId fileName content digest rowCount endCursor hasMore } }`;

interface File {
  readonly exportId: string;
  readonly fileName: string;
  readonly content: string;
  readonly digest: string;
  readonly rowCount: number;
  readonly endCursor: string | null;
  readonly hasMore: boolean;
}

let place: Place;
let counted = 0;

beforeAll(async () => {
  place = await startGridRegistry();
});
afterAll(() => place.service.stop());

const aNumber = (): string => `XF-2026-${(counted += 1)}号`;

describe('the answers to another system', () => {
  const SYSTEM = 'COUNTY_HEAD_MAILBOX';
  const numbered = (): Record<string, unknown> => ({ source: SYSTEM, outsideReference: aNumber() });
  const ask = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    requestId: randomUUID(),
    system: SYSTEM,
    areaCode: COUNTY,
    purpose: 'ANSWER_BACK',
    isUnansweredOnly: true,
    ...over,
  });
  const exported = async (input: Record<string, unknown> = ask()): Promise<File> =>
    (await place.county.get<{ exportOutsideAnswers: File }>(EXPORT, { input })).exportOutsideAnswers;
  const rowsOf = ({ content }: File): Record<string, string>[] =>
    parse(content, { bom: true, columns: true });
  const numbersIn = (file: File): (string | undefined)[] => rowsOf(file).map((row) => row['外部编号']);

  it('tell of each matter by its number how it stands, and nothing of persons', async () => {
    const report = numbered();
    await anEventAfter(place, 'followUp', report);
    const file = await exported();
    expect(file.content.startsWith('\uFEFF')).toBe(true);
    expect(file.fileName).toMatch(/^county-head-mailbox-361104-2026-03-02-[0-9a-f]{12}\.csv$/);
    expect(rowsOf(file)).toEqual([
      {
        外部编号: report['outsideReference'],
        状态: 'FOLLOWED_UP',
        结果代码: 'SETTLED',
        收到时间: '2026-03-02T10:00:00.000+08:00',
        来源系统时限: '',
        办理时限: '2026-03-09T23:59:59.999+08:00',
        受理时间: '2026-03-02T10:00:00.000+08:00',
        办结时间: '2026-03-02T10:00:00.000+08:00',
        反馈时间: '2026-03-02T10:00:00.000+08:00',
        回访时间: '2026-03-02T10:00:00.000+08:00',
        是否按时: '是',
      },
    ]);
    expect(file).toMatchObject({ rowCount: 1, hasMore: false });
    expect(file.content).not.toContain(PRIVATE_TEXT);
  });

  it('are given once, and again when the event stands elsewhere', async () => {
    const report = numbered();
    const { id } = await anEventAfter(place, 'accept', report);
    expect(numbersIn(await exported())).toEqual([report['outsideReference']]);
    expect(await exported()).toMatchObject({ rowCount: 0, endCursor: null, hasMore: false });
    const answered = await place.county.get<{ gridEvent: { outsideNumbers: object[] } }>(NUMBERS, { id });
    expect(answered.gridEvent.outsideNumbers).toMatchObject([
      { answeredAt: '2026-03-02T02:00:00.000Z', isAnswered: true },
    ]);
    await take(place.township, 'dispatch', { gridEventId: id, level: 'TOWNSHIP' });
    const changed = await place.county.get<{ gridEvent: { outsideNumbers: object[] } }>(NUMBERS, { id });
    expect(changed.gridEvent.outsideNumbers).toMatchObject([{ isAnswered: false }]);
    expect(rowsOf(await exported())).toMatchObject([
      { 外部编号: report['outsideReference'], 状态: 'DISPATCHED' },
    ]);
  });

  it('say whether it was on time only when that is known', async () => {
    const late = numbered();
    const { id } = await take(place.worker, 'report', aReport(late));
    const onTime = (file: File): (string | undefined)[] =>
      rowsOf(file).flatMap((row) => (row['外部编号'] === late['outsideReference'] ? [row['是否按时']] : []));
    expect(onTime(await exported())).toEqual(['']);
    place.service.clock.set('2026-03-10T02:00:00Z');
    await take(place.township, 'accept', { gridEventId: id });
    expect(onTime(await exported())).toEqual(['否']);
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('come page by page, each number once', async () => {
    const reports = [numbered(), numbered(), numbered()];
    for (const report of reports) await take(place.worker, 'report', aReport(report));
    const seen: (string | undefined)[] = [];
    for (let after: string | null = null, more = true; more;) {
      const file: File = await exported(ask({ first: 2, after }));
      seen.push(...numbersIn(file));
      more = file.hasMore;
      after = file.endCursor;
    }
    expect(seen.sort()).toEqual(reports.map((report) => report['outsideReference']).sort());
  });

  it('are written again when the same export is sent again, because the first answer may be lost', async () => {
    const report = numbered();
    await take(place.worker, 'report', aReport(report));
    const input = ask();
    const first = await exported(input);
    const again = await exported(input);
    expect(numbersIn(first)).toEqual([report['outsideReference']]);
    expect(again).toEqual(first);
  });

  it('count for nothing when they are only compared', async () => {
    const report = numbered();
    await take(place.worker, 'report', aReport(report));
    const period = { receivedFrom: '2026-03-02T00:00:00Z', receivedTo: '2026-03-03T00:00:00Z' };
    const compared = await exported(ask({ purpose: 'RECONCILIATION', isUnansweredOnly: false, ...period }));
    expect(numbersIn(compared)).toContain(report['outsideReference']);
    expect(compared.rowCount).toBeGreaterThan(3);
    expect(numbersIn(await exported())).toEqual([report['outsideReference']]);
    const before = { receivedFrom: '2026-03-01T00:00:00Z', receivedTo: '2026-03-02T00:00:00Z' };
    expect((await exported(ask({ isUnansweredOnly: false, ...before }))).rowCount).toBe(0);
  });

  it('leave out what the county may not know of', async () => {
    const secret = numbered();
    await take(place.resident, 'report', aReport({ source: 'RESIDENT', areaCode: VILLAGE }));
    await take(place.township, 'report', aReport({ ...secret, isAboutHarm: true }));
    expect(numbersIn(await exported())).not.toContain(secret['outsideReference']);
  });

  it('are recorded with purpose and digest', async () => {
    await take(place.worker, 'report', aReport(numbered()));
    const file = await exported();
    const told = (await place.service.drainOutbox()).filter(({ subject }) => subject === file.exportId);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      type: 'grid-registry.OutsideAnswersExported.v1',
      areacode: COUNTY,
      data: {
        system: SYSTEM,
        purpose: 'ANSWER_BACK',
        isUnansweredOnly: true,
        rowCount: 1,
        fileDigest: file.digest,
      },
    });
    expect(createHash('sha256').update(file.content).digest('hex')).toBe(file.digest);
  });

  it('cannot carry a formula into a spreadsheet', async () => {
    await take(place.worker, 'report', aReport({ source: SYSTEM, outsideReference: '-2-3' }));
    expect((await exported()).content).toContain("\r\n'-2-3,");
  });

  it.each([
    ['without a period', 'OUTSIDE_EXPORT_PERIOD_INVALID', { isUnansweredOnly: false }],
    ['with half a period', 'OUTSIDE_EXPORT_PERIOD_INVALID', { receivedFrom: '2026-03-02T00:00:00Z' }],
    [
      'with an end before its beginning',
      'OUTSIDE_EXPORT_PERIOD_INVALID',
      { receivedFrom: '2026-03-02T00:00:00Z', receivedTo: '2026-03-01T00:00:00Z' },
    ],
    ['of too many rows', 'PAGE_SIZE_OUT_OF_RANGE', { first: 5_001 }],
    ['from a cursor of its own making', 'INVALID_CURSOR', { after: 'abc' }],
    ['of another county', 'FORBIDDEN', { areaCode: '361102' }],
  ])('are not exported %s', async (_how, code, over) => {
    expect(await place.county.refusal(EXPORT, { input: ask(over) })).toBe(code);
  });

  it('are exported by the command centre alone', async () => {
    for (const who of [place.township, place.department, place.worker, place.inspection, place.resident])
      expect(await who.refusal(EXPORT, { input: ask() })).toBe('FORBIDDEN');
  });
});
