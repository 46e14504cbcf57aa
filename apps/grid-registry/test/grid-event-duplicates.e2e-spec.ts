import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { PersonalDataCipher } from '@lianxin/personal-data';
import type { TestClient } from '@lianxin/testing';
import { SignatureSweep } from '../src/grid-event-duplicates/signature-sweep.js';
import { aReport, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { GRID, OTHER_VILLAGE, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ASK = `query ($areaCode: String!, $category: GridEventCategory!, $text: String!, $first: Int! = 5) {
  likely: likelyGridEventDuplicates(areaCode: $areaCode, category: $category, text: $text, first: $first) {
    category areaCode state gridEvent { id } } }`;
const FIELDS_OF_TYPE = `{ __type(name: "LikelyDuplicate") { fields { name } } }`;

const TEXT = '三组路口的路灯坏了三天，晚上看不见路，老人差点摔倒';
const RETOLD = '路口的路灯坏了三天了！晚上看不见路，有老人差点摔倒。';
const STRANGE = '希望安排医生上门，为行动不便的居民量血压';

interface Likely {
  readonly category: string;
  readonly areaCode: string;
  readonly state: string;
  readonly gridEvent: { readonly id: string } | null;
}

describe('likely duplicates at report time', () => {
  let place: Place;
  let first: EventAnswer;

  beforeAll(async () => {
    place = await startGridRegistry();
    first = await take(place.worker, 'report', aReport({ text: TEXT }));
  });
  afterAll(() => place.service.stop());

  const question = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    areaCode: GRID,
    category: 'HAZARD',
    text: RETOLD,
    ...over,
  });
  const ask = async (who: TestClient, over: Record<string, unknown> = {}): Promise<readonly Likely[]> =>
    (await who.get<{ likely: Likely[] }>(ASK, question(over))).likely;
  const signatures = (id: string): Promise<unknown[]> =>
    place.service.sql(`SELECT band, hash FROM grid_event_signature WHERE grid_event_id = $1`, [id]);
  const byResident = (over: Record<string, unknown>): Promise<EventAnswer> =>
    take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', ...over }));

  it('tell residents and volunteers category, grid and state, and nothing else', async () => {
    for (const who of [place.resident, place.volunteer])
      expect(await ask(who)).toEqual([
        { category: 'HAZARD', areaCode: GRID, state: 'REPORTED', gridEvent: null },
      ]);
    const { __type } = await place.resident.get<{ __type: { fields: { name: string }[] } }>(FIELDS_OF_TYPE);
    expect(__type.fields.map(({ name }) => name).sort()).toEqual([
      'areaCode',
      'category',
      'gridEvent',
      'state',
    ]);
  });

  it('lead those to the event who may read it anyway', async () => {
    for (const who of [place.worker, place.villageOfficer, place.township, place.county])
      expect((await ask(who)).map(({ gridEvent }) => gridEvent)).toEqual([{ id: first.id }]);
  });

  it('are asked for by whoever may report there, and by nobody else', async () => {
    expect(await place.otherTownship.refusal(ASK, question())).toBe('FORBIDDEN');
    expect(await place.inspection.refusal(ASK, question())).toBe('FORBIDDEN');
    const stranger = await place.service.signIn({ role: Role.RESIDENT, areaCode: OTHER_VILLAGE });
    expect(await stranger.refusal(ASK, question())).toBe('FORBIDDEN');
  });

  it('are of the same village, of the same category and in much the same words', async () => {
    expect(await ask(place.worker, { text: STRANGE })).toEqual([]);
    expect(await ask(place.worker, { category: 'SANITATION' })).toEqual([]);
    expect(await ask(place.county, { areaCode: OTHER_VILLAGE })).toEqual([]);
    expect(await ask(place.county, { areaCode: VILLAGE })).toHaveLength(1);
  });

  it('refuse what is no question', async () => {
    expect(await place.worker.refusal(ASK, question({ first: 21 }))).toBe('PAGE_SIZE_OUT_OF_RANGE');
    expect(await place.worker.refusal(ASK, question({ first: 0 }))).toBe('PAGE_SIZE_OUT_OF_RANGE');
    expect(await place.worker.refusal(ASK, question({ text: '漏'.repeat(2_001) }))).toBe('TEXT_TOO_LONG');
    expect(await place.worker.refusal(ASK, question({ text: ' ' }))).toBe('TEXT_EMPTY');
    expect(await ask(place.worker, { text: '路灯' })).toEqual([]);
  });

  it('are stored as numbers alone, and no person reads even those', async () => {
    expect(await signatures(first.id)).toHaveLength(20);
    const [row] = await place.service.sql<{ row: string }>(
      `SELECT string_agg(s::text, ' ') AS row FROM grid_event_signature s`,
    );
    for (const word of ['路灯', VILLAGE, 'HAZARD']) expect(row?.row).not.toContain(word);
    expect(row?.row).toMatch(/^[-\d\s,()"a-f:+.]+$/);
  });

  it.each([
    ['confidential', { confidentiality: 'CONFIDENTIAL' }],
    ['anonymous', { confidentiality: 'ANONYMOUS', answerBy: 'SLIP' }],
    ['about an official', { concerns: { areaCode: VILLAGE } }],
    ['about harm', { isAboutHarm: true }],
  ])('never hint at what is %s, to nobody at all', async (_what, over) => {
    const text = `村干部私自占用集体土地建房，${Object.keys(over)[0] ?? ''}请上级调查处理`;
    const { id } = await byResident({ text, ...over });
    expect(await signatures(id)).toEqual([]);
    for (const who of [
      place.resident,
      place.volunteer,
      place.worker,
      place.villageOfficer,
      place.township,
      place.county,
    ])
      expect(await ask(who, { text, areaCode: who === place.worker ? GRID : VILLAGE })).toEqual([]);
  });

  it('never hint at what is kept from somebody, though a signature of it came to be stored', async () => {
    const text = '有人在河边倾倒建筑垃圾，气味难闻，河水变黑';
    const { id } = await byResident({ text });
    expect(await ask(place.villageOfficer, { text, areaCode: VILLAGE })).toHaveLength(1);
    for (const kept of [
      `confidentiality = 'CONFIDENTIAL'`,
      `restricted_to = '${TOWNSHIP}'`,
      `concerned_ids = ARRAY['${place.villageOfficer.subject}'::uuid]`,
    ]) {
      await place.service.sql(`UPDATE grid_event SET ${kept} WHERE id = $1`, [id]);
      expect(await ask(place.villageOfficer, { text, areaCode: VILLAGE })).toEqual([]);
      await place.service.sql(
        `UPDATE grid_event SET confidentiality = 'OPEN', restricted_to = NULL, concerned_ids = '{}' WHERE id = $1`,
        [id],
      );
    }
  });

  it('go no further back than the window of policy, and are forgotten after the longest there may be', async () => {
    const text = '村委会门前的井盖丢失，夜间行人容易掉下去';
    const { id } = await take(place.worker, 'report', aReport({ text }));
    const sweep = place.service.app.get(SignatureSweep);
    place.service.clock.advance({ days: 29 });
    expect(await ask(place.worker, { text })).toHaveLength(1);
    place.service.clock.advance({ days: 2 });
    expect(await ask(place.worker, { text })).toEqual([]);
    await sweep.sweep();
    expect(await signatures(id)).toHaveLength(20);
    const { id: newer } = await take(place.worker, 'report', aReport({ text }));
    place.service.clock.advance({ days: 30 });
    await sweep.sweep();
    expect(await signatures(id)).toEqual([]);
    expect(await signatures(newer)).toHaveLength(20);
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('are forgotten with the person whose words they were', async () => {
    const neighbour = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    const text = '河堤护栏断裂，孩子们在旁边玩耍十分危险';
    const report = aReport({ areaCode: VILLAGE, source: 'RESIDENT', text });
    const [erased, kept] = [await take(neighbour, 'report', report), await byResident({ text })];
    await place.service.app.get(PersonalDataCipher).erase(neighbour.subject);
    await place.service.app.get(SignatureSweep).sweep();
    expect(await signatures(erased.id)).toEqual([]);
    expect(await signatures(kept.id)).toHaveLength(20);
  });

  it('leave nothing of a report that is refused', async () => {
    const count = (): Promise<unknown[]> => place.service.sql(`SELECT count(*) FROM grid_event_signature`);
    const before = await count();
    const input = { ...aReport({ text: TEXT }), outsideReference: '张三 13800000000' };
    const document = `mutation ($input: ReportGridEventInput!) { reportGridEvent(input: $input) { id } }`;
    expect(await place.worker.refusal(document, { input })).toBe('OUTSIDE_REFERENCE_MALFORMED');
    expect(await count()).toEqual(before);
  });

  it('are not for guessing word by word', async () => {
    const text = '小区东门道闸损坏，车辆进出排起长队';
    await take(place.worker, 'report', aReport({ text }));
    const curious = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    for (let time = 0; time < 30; time += 1) await ask(curious, { text: `${STRANGE}${randomUUID()}` });
    expect(await curious.refusal(ASK, question({ text }))).toBe('DUPLICATE_QUESTIONS_USED_UP');
    expect(await ask(place.worker, { text })).toHaveLength(1);
    place.service.clock.advance({ hours: 1, minutes: 1 });
    expect(await ask(curious, { text })).toHaveLength(1);
    place.service.clock.set('2026-03-02T02:00:00Z');
  });
});
