import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClient } from '@lianxin/testing';
import { aReport, refusal, STEPS, take } from './grid-event.builder.js';
import { startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NUMBERS = `query ($id: ID!) { gridEvent(id: $id) { source outsideReference outsideNumbers { system number dueAt answeredAt isAnswered } } }`;
const FIND = `query ($system: OutsideSystem!, $number: String!) { gridEventByOutsideReference(system: $system, number: $number) { id } }`;

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
    const subject = { name: '张某', contact: '13700000000' };
    const over = { channel: 'PHONE', subject, concerns: { areaCode: VILLAGE } };
    const complaint = fromHotline(number, over);
    const { id } = await take(place.township, 'report', complaint);
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBeNull();
    expect(await found(place.township, 'HOTLINE_12345', number)).toBe(id);
    const ordinary = await take(place.villageOfficer, 'report', fromHotline(number));
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBe(ordinary.id);
  });

  it('is kept also when who keys it in may not know of the event afterwards', async () => {
    const number = aNumber();
    const subject = { name: '张某', contact: '13700000000' };
    const over = { channel: 'PHONE', subject, concerns: { areaCode: TOWNSHIP } };
    const complaint = fromHotline(number, over);
    const { id } = await take(place.villageOfficer, 'report', complaint);
    expect(await found(place.villageOfficer, 'HOTLINE_12345', number)).toBeNull();
    expect(await found(place.county, 'HOTLINE_12345', number)).toBe(id);
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

describe('what only police and civil affairs may know of', () => {
  it('is found by its number by nobody else', async () => {
    const number = aNumber();
    const { id } = await take(place.township, 'report', fromHotline(number, { isAboutHarm: true }));
    for (const who of [place.township, place.county, place.villageOfficer, place.department])
      expect(await found(who, 'HOTLINE_12345', number)).toBeNull();
    expect(await found(place.police, 'HOTLINE_12345', number)).toBe(id);
  });
});
