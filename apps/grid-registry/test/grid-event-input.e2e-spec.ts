import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEventAfter, aReport, PRIVATE_TEXT, refusal, STEPS, take } from './grid-event.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const LONGEST_TEXT = 2000;
const LONGEST_NOTE = 500;

describe('bad input to a grid event', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
    await place.service.sql(
      `INSERT INTO area (id, code, name, level, parent_id, committee_kind, valid_from) VALUES
        (9, '${TOWNSHIP}201', '台湖村民委员会', 'VILLAGE', 4, 'VILLAGERS_COMMITTEE', '2023-06-30')`,
    );
    await place.service.sql(
      `INSERT INTO area_version (area_id, valid_from, valid_until, parent_id, code, name)
       VALUES (9, '2020-01-01', '2023-06-29', 4, '361104111901', '台湖村民委员会')`,
    );
  });
  afterAll(() => place.service.stop());

  const report = (
    over: Record<string, unknown>,
  ): Promise<{ code: string; details?: Record<string, unknown> }> =>
    place.county.refused(STEPS.report, { input: aReport(over) });
  const traces = (): Promise<unknown[]> =>
    place.service
      .sql(`SELECT (SELECT count(*) FROM grid_event) AS events, (SELECT count(*) FROM journal_entry) AS entries,
      (SELECT count(*) FROM command_request) AS requests, (SELECT count(*) FROM grid_event_tally) AS tallies`);

  it.each([
    ['no digits', 'AREA_CODE_MALFORMED', { areaCode: 'zhengfang' }],
    ['a length no level has', 'AREA_CODE_MALFORMED', { areaCode: '36110411' }],
    ['digits of another script', 'AREA_CODE_MALFORMED', { areaCode: '３６１１０４１１１００１' }],
    ['nothing', 'AREA_CODE_MALFORMED', { areaCode: '' }],
    ['a pattern', 'AREA_CODE_MALFORMED', { areaCode: '36110411100%' }],
    ['a village that is not', 'AREA_UNKNOWN', { areaCode: '361104111999' }],
    ['a grid that is not', 'GRID_UNKNOWN', { areaCode: `${VILLAGE}999` }],
    ['a grid of a village that is not', 'AREA_UNKNOWN', { areaCode: '361104111999001' }],
    ['a whole township', 'VILLAGE_EXPECTED', { areaCode: TOWNSHIP }],
    ['a former code', 'AREA_RECODED', { areaCode: '361104111901' }],
    ['a grid under a former code', 'AREA_RECODED', { areaCode: '361104111901001' }],
    [
      'an outside reference with a name in it',
      'OUTSIDE_REFERENCE_MALFORMED',
      { outsideReference: '王大爷 13800000000' },
    ],
    [
      'an outside reference that is too long',
      'OUTSIDE_REFERENCE_MALFORMED',
      { outsideReference: '9'.repeat(65) },
    ],
    ['an empty outside reference', 'OUTSIDE_REFERENCE_MALFORMED', { outsideReference: '' }],
    ['an empty text', 'TEXT_EMPTY', { text: '' }],
    ['a text of blanks', 'TEXT_EMPTY', { text: ' \r\n　\t' }],
    ['a text over its limit', 'TEXT_TOO_LONG', { text: '长'.repeat(LONGEST_TEXT + 1) }],
    ['a place over its limit', 'TEXT_TOO_LONG', { place: '长'.repeat(201) }],
    ['a control character', 'TEXT_HAS_CONTROL_CHARACTERS', { text: `${PRIVATE_TEXT}\u0000` }],
    ['an escape sequence', 'TEXT_HAS_CONTROL_CHARACTERS', { place: '\u001b[31m三组' }],
    ['a text that shows other than it reads', 'TEXT_HAS_CONTROL_CHARACTERS', { text: `路灯\u202e坏了` }],
    ['a category that is not', 'BAD_USER_INPUT', { category: 'WEATHER' }],
    ['a request id that is not a UUID', 'MALFORMED_ID', { requestId: 'one' }],
  ])('refuses %s as %s and stores nothing', async (_what, code, over) => {
    const before = await traces();
    expect((await report(over)).code).toBe(code);
    expect(await traces()).toEqual(before);
  });

  it('names the successor of a code of former days', async () => {
    expect((await report({ areaCode: '361104111901' })).details).toEqual({
      areaCode: '361104111901',
      successorCodes: ['361104111201'],
    });
  });

  it('takes a text of just the limit, counted in characters of any plane', async () => {
    const event = await take(place.worker, 'report', aReport({ text: '𠮷'.repeat(LONGEST_TEXT) }));
    expect(event.state).toBe('REPORTED');
  });

  it('never repeats what was typed, neither in an error nor in its details', async () => {
    const typed = [
      { text: `${PRIVATE_TEXT}\u0007` },
      { text: PRIVATE_TEXT.repeat(LONGEST_TEXT) },
      { areaCode: PRIVATE_TEXT },
      { outsideReference: PRIVATE_TEXT },
      { requestId: PRIVATE_TEXT },
    ];
    for (const over of typed) {
      const { errors } = await place.county.ask(STEPS.report, { input: aReport(over) });
      expect(errors).toHaveLength(1);
      expect(JSON.stringify(errors)).not.toContain(PRIVATE_TEXT);
    }
  });

  it('checks the words of every later step as it checks those of the report', async () => {
    const accepted = await anEventAfter(place, 'accept');
    const note = '长'.repeat(LONGEST_NOTE + 1);
    const steps = { gridEventId: accepted.id, note };
    expect(await refusal(place.township, 'dispatch', { ...steps, level: 'TOWNSHIP' })).toBe('TEXT_TOO_LONG');
    expect(await refusal(place.township, 'escalate', { gridEventId: accepted.id, note: ' ' })).toBe(
      'TEXT_EMPTY',
    );
    expect(await refusal(place.township, 'urge', { gridEventId: accepted.id, note: 'a\u0008b' })).toBe(
      'TEXT_HAS_CONTROL_CHARACTERS',
    );
  });

  it('refuses ids that are malformed or of nothing', async () => {
    expect(await refusal(place.township, 'accept', { gridEventId: 'one' })).toBe('MALFORMED_ID');
    expect(await refusal(place.township, 'accept', { gridEventId: `${randomUUID()}0` })).toBe('MALFORMED_ID');
    expect(await refusal(place.township, 'accept', { gridEventId: randomUUID() })).toBe('NOT_FOUND');
    const one = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
    expect(await place.township.refusal(one, { id: 'one' })).toBe('MALFORMED_ID');
    expect(await place.township.refusal(one, { id: randomUUID() })).toBe('NOT_FOUND');
    const { id } = await anEventAfter(place, 'accept');
    const toNowhere = { gridEventId: id, departmentId: 'one' };
    expect(await refusal(place.township, 'dispatch', toNowhere)).toBe('MALFORMED_ID');
    const list = `query ($filter: GridEventFilter) { gridEvents(filter: $filter) { edges { cursor } } }`;
    expect(await place.township.refusal(list, { filter: { departmentId: 'one' } })).toBe('MALFORMED_ID');
  });

  it('reads an id in whatever case it is written', async () => {
    const { id } = await anEventAfter(place, 'report');
    const document = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
    expect(await place.township.get(document, { id: id.toUpperCase() })).toEqual({ gridEvent: { id } });
  });

  it('is for the caller’s own area', async () => {
    const elsewhere = aReport({ areaCode: `${OTHER_TOWNSHIP}001` });
    expect(await place.township.refusal(STEPS.report, { input: elsewhere })).toBe('FORBIDDEN');
    const settled = aReport({ areaCode: VILLAGE, note: '当场处理' });
    expect(await place.worker.refusal(STEPS.settleOnTheSpot, { input: settled })).toBe('FORBIDDEN');
  });

  it.each([
    ['gridEventFeed', `query ($code: String!) { gridEventFeed(areaCode: $code) { endCursor } }`],
    ['departments', `query ($code: String!) { departments(areaCode: $code) { id } }`],
    ['policies', `query ($code: String!) { policies(areaCode: $code) { key } }`],
    ['grantsIn', `query ($code: String!) { grantsIn(areaCode: $code) { edges { cursor } } }`],
  ])('asks %s for an area there is', async (_field, document) => {
    expect(await place.county.refusal(document, { code: '3611041' })).toBe('AREA_CODE_MALFORMED');
    expect(await place.county.refusal(document, { code: `${COUNTY}999` })).toBe('AREA_UNKNOWN');
    expect(await place.county.refusal(document, { code: '361104111901' })).toBe('AREA_RECODED');
    expect(await place.county.refusal(document, { code: '' })).toBe('AREA_CODE_MALFORMED');
    expect((await place.county.ask(document, { code: GRID.slice(0, 12) })).errors).toBeUndefined();
  });
});
