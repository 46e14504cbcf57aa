import { createHash, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { parse } from 'csv-parse/sync';
import { aReport, anEventAfter, PRIVATE_TEXT, refusal, STEPS, take } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NUMBERS = `query ($id: ID!) { gridEvent(id: $id) { source outsideReference outsideNumbers { system number dueAt answeredAt isAnswered } } }`;
const FIND = `query ($system: OutsideSystem!, $number: String!) { gridEventByOutsideReference(system: $system, number: $number) { id } }`;
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

const aNumber = (): string => `GA-2026-${(counted += 1)}号`;
const fromHotline = (outsideReference: string, over: Record<string, unknown> = {}): Record<string, unknown> =>
  aReport({ source: 'HOTLINE_12345', outsideReference, ...over });
const found = async (who: TestClient, system: string, number: string): Promise<string | null> =>
  (await who.get<{ gridEventByOutsideReference: { id: string } | null }>(FIND, { system, number }))
    .gridEventByOutsideReference?.id ?? null;

describe('the number of a matter at 12345 or 110', () => {
  it.each(['HOTLINE_12345', 'LINKAGE_110'])('is asked for with what comes from %s', async (source) => {
    expect(await place.township.refused(STEPS.report, { input: aReport({ source }) })).toEqual({
      code: 'OUTSIDE_REFERENCE_MISSING',
      details: { system: source },
    });
    const other = [{ system: 'SUPERIOR', number: aNumber() }];
    expect(await refusal(place.township, 'report', aReport({ source, outsideNumbers: other }))).toBe(
      'OUTSIDE_REFERENCE_MISSING',
    );
  });

  it('is not asked for with what a patrol found', async () => {
    expect((await take(place.worker, 'report', aReport())).state).toBe('REPORTED');
  });

  it('is kept, and finds the event for those who may read it', async () => {
    const number = aNumber();
    const { id } = await take(place.township, 'report', fromHotline(number));
    const { gridEvent } = await place.township.get<{ gridEvent: object }>(NUMBERS, { id });
    expect(gridEvent).toEqual({
      source: 'HOTLINE_12345',
      outsideReference: number,
      outsideNumbers: [{ system: 'HOTLINE_12345', number, dueAt: null, answeredAt: null, isAnswered: false }],
    });
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBe(id);
    expect(await found(place.county, 'LINKAGE_110', number)).toBeNull();
    for (const who of [place.otherTownship, place.department, place.resident])
      expect(await found(who, 'HOTLINE_12345', number)).toBeNull();
  });

  it('belongs to one event: a second report is refused, with the first one’s id for who may read it', async () => {
    const number = aNumber();
    const { id } = await take(place.township, 'report', fromHotline(number));
    const before = await place.service.sql(`SELECT count(*) FROM grid_event`);
    const again = fromHotline(number);
    expect(await place.worker.refused(STEPS.report, { input: again })).toEqual({
      code: 'OUTSIDE_NUMBER_TAKEN',
      details: { system: 'HOTLINE_12345', gridEventId: id },
    });
    const elsewhere = { ...fromHotline(number), areaCode: '361104100001' };
    expect(await place.otherTownship.refused(STEPS.report, { input: elsewhere })).toEqual({
      code: 'OUTSIDE_NUMBER_TAKEN',
      details: { system: 'HOTLINE_12345' },
    });
    expect(await place.service.sql(`SELECT count(*) FROM grid_event`)).toEqual(before);
  });

  it('tells an official nothing of the complaint that has it', async () => {
    const number = aNumber();
    const complaint = fromHotline(number, { concerns: { areaCode: VILLAGE } });
    const { id } = await take(place.township, 'report', complaint);
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBeNull();
    expect(await place.villageOfficer.refused(STEPS.report, { input: fromHotline(number) })).toEqual({
      code: 'OUTSIDE_NUMBER_TAKEN',
      details: { system: 'HOTLINE_12345' },
    });
    expect(await found(place.township, 'HOTLINE_12345', number)).toBe(id);
  });

  it('is kept also when who keys it in may not know of the event afterwards', async () => {
    const number = aNumber();
    const complaint = fromHotline(number, { concerns: { areaCode: VILLAGE } });
    const { id } = await take(place.villageOfficer, 'report', complaint);
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBeNull();
    expect(await found(place.township, 'HOTLINE_12345', number)).toBe(id);
  });

  it('may be one of several: after a transfer the event has one at each', async () => {
    const [hotline, police, later] = [aNumber(), aNumber(), aNumber()];
    const outsideNumbers = [{ system: 'LINKAGE_110', number: police, dueAt: '2026-03-04T00:00:00.000Z' }];
    const { id } = await take(place.township, 'report', fromHotline(hotline, { outsideNumbers }));
    await take(place.township, 'addOutsideNumber', { gridEventId: id, system: 'SUPERIOR', number: later });
    for (const [system, number] of [
      ['HOTLINE_12345', hotline],
      ['LINKAGE_110', police],
      ['SUPERIOR', later],
    ] as const)
      expect(await found(place.township, system, number)).toBe(id);
    const { gridEvent } = await place.township.get<{ gridEvent: { outsideNumbers: object[] } }>(NUMBERS, {
      id,
    });
    expect(gridEvent.outsideNumbers[1]).toMatchObject({ number: police, dueAt: '2026-03-04T00:00:00.000Z' });
    const told = (await place.service.drainOutbox()).filter(({ subject }) => subject === id);
    expect(told.at(-1)).toMatchObject({
      type: 'grid-registry.GridEventOutsideNumberAdded.v1',
      data: { system: 'SUPERIOR' },
    });
    expect(JSON.stringify(told)).not.toContain(later);
  });

  it('may be named among several alone', async () => {
    const number = aNumber();
    const outsideNumbers = [{ system: 'LINKAGE_110', number }];
    const { id } = await take(place.township, 'report', aReport({ source: 'LINKAGE_110', outsideNumbers }));
    const { gridEvent } = await place.township.get<{ gridEvent: object }>(NUMBERS, { id });
    expect(gridEvent).toMatchObject({ outsideReference: number });
  });

  it.each([
    ['a name', 'OUTSIDE_REFERENCE_MALFORMED', () => [{ system: 'LINKAGE_110', number: '王大爷' }]],
    [
      'the same twice',
      'OUTSIDE_NUMBERS_INVALID',
      () => [1, 2].map(() => ({ system: 'LINKAGE_110', number: 'SAME' })),
    ],
    [
      'more than there is room for',
      'OUTSIDE_NUMBERS_INVALID',
      () => Array.from({ length: 6 }, () => ({ system: 'LINKAGE_110', number: aNumber() })),
    ],
  ])('is not %s', async (_what, code, outsideNumbers) => {
    const input = aReport({ outsideNumbers: outsideNumbers() });
    expect(await refusal(place.township, 'report', input)).toBe(code);
  });

  it('is added by officers of township and county alone, and never beyond the limit', async () => {
    const { id } = await take(place.township, 'report', fromHotline(aNumber()));
    const add = () => ({ gridEventId: id, system: 'LINKAGE_110', number: aNumber() });
    for (const who of [place.worker, place.villageOfficer])
      expect(await refusal(who, 'addOutsideNumber', add())).toBe('FORBIDDEN');
    expect(await refusal(place.otherTownship, 'addOutsideNumber', add())).toBe('NOT_FOUND');
    for (let kept = 1; kept < 5; kept += 1) await take(place.county, 'addOutsideNumber', add());
    expect(await refusal(place.county, 'addOutsideNumber', add())).toBe('OUTSIDE_NUMBERS_INVALID');
  });
});

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

describe('what only police and civil affairs may know of', () => {
  it('is found by its number by nobody else', async () => {
    const number = aNumber();
    const { id } = await take(place.township, 'report', fromHotline(number, { isAboutHarm: true }));
    for (const who of [place.township, place.county, place.villageOfficer, place.department])
      expect(await found(who, 'HOTLINE_12345', number)).toBeNull();
    expect(await found(place.police, 'HOTLINE_12345', number)).toBe(id);
  });
});
