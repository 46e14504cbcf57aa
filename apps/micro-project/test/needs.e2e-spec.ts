import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { GRID, NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed, needRefusal, needStep, someNeed } from './need.builder.js';
import type { NeedAnswer } from './need.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`DELETE FROM need_signature`);
  await place.service.sql(`DELETE FROM need`);
});
afterAll(() => place.service.stop());

interface Told {
  readonly field: string;
  readonly words: string | null;
}

const subject = { name: '王桂花', contact: '13800000000' };
const proxy = { relation: 'FAMILY', authority: 'ORAL', isCaller: true };
const find = async (who: TestClient, id: string): Promise<object | null> =>
  (await who.get<{ need: object | null }>(`query ($id: ID!) { need(id: $id) { id state } }`, { id })).need;
const idsOf = async (who: TestClient, list: string): Promise<string[]> => {
  const query = `{ list: ${list} { edges { node { id } } } }`;
  const { list: page } = await who.get<{ list: { edges: { node: { id: string } }[] } }>(query);
  return page.edges.map(({ node }) => node.id);
};

describe('a need', () => {
  it('comes in by each of the five channels, and by one that the county adds', async () => {
    const list = `{ needChannels { code } }`;
    const { needChannels } = await place.service.client().get<{ needChannels: { code: string }[] }>(list);
    expect(needChannels.map(({ code }) => code).sort()).toEqual([
      'FIELD_VISIT',
      'GRID_PATROL',
      'PARTY_BUILDING_PLATFORM',
      'QUESTIONNAIRE',
      'SUGGESTION_BOX',
    ]);
    const add = `mutation ($input: AddNeedChannelInput!) { addNeedChannel(input: $input) { code nameZh } }`;
    const code = `HOTLINE_${Date.now()}`;
    const input = { requestId: randomUUID(), code, nameEn: 'Hotline', nameZh: '热线' };
    for (const who of [place.township, place.villageOfficer, place.resident])
      expect(await who.refusal(add, { input })).toBe('FORBIDDEN');
    expect(await place.county.get(add, { input })).toEqual({ addNeedChannel: { code, nameZh: '热线' } });
    expect(await place.county.get(add, { input })).toEqual({ addNeedChannel: { code, nameZh: '热线' } });
    const again = { ...input, requestId: randomUUID() };
    expect(await place.county.refusal(add, { input: again })).toBe('NEED_CHANNEL_CODE');
    for (const wrong of ['hotline', '热线', '1A', ''])
      expect(await place.county.refusal(add, { input: { ...again, code: wrong } })).toBe('NEED_CHANNEL_CODE');
    for (const { code: channel } of [...needChannels, { code }])
      expect(await aNeed(place.resident, { channel })).toMatchObject({ state: 'SUBMITTED' });
  });

  it.each([
    ['by an unknown channel', { channel: 'RUMOUR' }, 'NEED_CHANNEL_UNKNOWN'],
    ['of no kind', { kind: 'ROAD' }, 'BAD_USER_INPUT'],
    ['out of an unknown grid event', { gridEventId: randomUUID() }, 'GRID_EVENT_UNKNOWN'],
    ['in an unknown grid', { areaCode: `${VILLAGE}999` }, 'GRID_UNKNOWN'],
    ['in a grid of four digits', { areaCode: `${VILLAGE}0011` }, 'GRID_ELSEWHERE'],
    ['in another village', { areaCode: NEIGHBOUR }, 'FORBIDDEN'],
    ['in no village', { areaCode: '361104111' }, 'FORBIDDEN'],
    ['without words', { text: '  ' }, 'TEXT_EMPTY'],
    ['with too many words', { text: '路'.repeat(1_001) }, 'TEXT_TOO_LONG'],
    [
      'of a proxy without relation',
      { subject, proxy: { isCaller: true, authority: 'ORAL' } },
      'BAD_USER_INPUT',
    ],
    ['of a proxy without subject', { proxy }, 'PROXY_WITHOUT_SUBJECT'],
    ['of somebody else without proxy or channel', { subject }, 'PROXY_MISSING'],
    ['on paper of nobody', { contactChannel: 'PAPER' }, 'SUBJECT_MISSING'],
    ['anonymous by name', { confidentiality: 'ANONYMOUS', subject }, 'ANONYMOUS_WITH_NAMES'],
    [
      'to be answered by telephone without a number',
      { contactChannel: 'PAPER', subject: { name: '王桂花' }, answerBy: 'PHONE' },
      'ANSWER_CHANNEL_UNAVAILABLE',
    ],
  ])('%s is refused, and nothing is stored', async (_what, over, code) => {
    expect(await needRefusal(place.resident, 'submit', someNeed(over))).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM need')).toEqual([]);
  });

  it('keeps subject, proxy and keyer apart, and no name that can be read', async () => {
    const { id } = await aNeed(place.worker, { channel: 'GRID_PATROL', subject, proxy });
    const [row] = await place.service.sql<Record<string, unknown>>(`SELECT * FROM need WHERE id = $1`, [id]);
    expect(row).toMatchObject({
      proxy_id: place.worker.subject,
      proxy_relation: 'FAMILY',
      keyer_id: place.worker.subject,
      is_keyed_in_office: true,
      answer_by: 'APP',
    });
    expect(row?.['subject_id']).not.toBe(place.worker.subject);
    const journal = await place.service.sql(
      `SELECT data, sealed FROM journal_entry WHERE aggregate_id = $1`,
      [id],
    );
    const stored = JSON.stringify([row, journal]);
    for (const secret of [subject.name, subject.contact, '路灯', '三组'])
      expect(stored).not.toContain(secret);
  });

  it('is answered to a repeat with the same slip, and taken once', async () => {
    const input = { requestId: randomUUID(), ...someNeed({ contactChannel: 'PHONE', subject }) };
    const volunteer = await place.service.signIn({ role: Role.GRID_VOLUNTEER, areaCode: GRID });
    const one = await needStep(volunteer, 'submit', input);
    expect(one.slip).toEqual({ number: expect.stringMatching(/^\w{12}$/), queryCode: expect.any(String) });
    expect(await needStep(volunteer, 'submit', input)).toEqual(one);
    expect(await find(volunteer, one.id)).toBeNull();
  });

  it('is read by its own resident and the officers of the place, and by no other resident', async () => {
    const { id } = await aNeed(place.resident);
    for (const who of [place.resident, place.worker, place.villageOfficer, place.township, place.recorder])
      expect(await find(who, id)).toMatchObject({ id });
    const other = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    for (const who of [other, place.neighbour, place.neighbourOfficer, place.otherTownship]) {
      expect(await find(who, id)).toBeNull();
      expect(await idsOf(who, 'needs')).toEqual([]);
      for (const step of ['withdraw', 'reconsider'] as const)
        expect(
          await needRefusal(who, step, { needId: id, ...(step === 'reconsider' && { note: '。' }) }),
        ).toBe('NOT_FOUND');
      expect(await needRefusal(who, 'reveal', { needId: id, purpose: 'OWN' })).toBe('NOT_FOUND');
    }
    expect(await idsOf(place.resident, 'myNeeds')).toEqual([id]);
    expect(await idsOf(place.villageOfficer, 'myNeeds')).toEqual([]);
  });

  it('has an id that tells no hour', async () => {
    expect((await aNeed(place.resident)).id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  });

  it('is paged without telling how many there are that one may not see', async () => {
    const mine: NeedAnswer[] = [];
    for (let count = 0; count < 3; count += 1) {
      place.service.clock.advance({ minutes: 1 });
      mine.push(await aNeed(place.resident));
    }
    await aNeed(place.neighbour, { areaCode: NEIGHBOUR });
    const page = `query ($after: String) { needs(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      needs: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }
    const { needs: first } = await place.resident.get<Page>(page);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const after = first.pageInfo.endCursor;
    const { needs: rest } = await place.resident.get<Page>(page, { after });
    const seen = [...first.edges, ...rest.edges].map(({ node }) => node.id);
    expect(seen).toEqual(mine.map(({ id }) => id).reverse());
    expect(rest.pageInfo.hasNextPage).toBe(false);
    const { needs: theirs } = await place.neighbour.get<Page>(page, { after });
    expect(theirs.edges.map(({ node }) => node.id)).not.toEqual(expect.arrayContaining(seen));
    const tooMany = `{ needs(first: 101) { edges { node { id } } } }`;
    expect(await place.resident.refusal(tooMany)).toBe('PAGE_SIZE_OUT_OF_RANGE');
    expect(await idsOf(place.township, `needs(areaCode: "${GRID}")`)).toHaveLength(3);
    expect(await idsOf(place.township, `needs(kinds: [SAFETY])`)).toEqual([]);
  });

  it('is taken back by its own person alone', async () => {
    const { id } = await aNeed(place.resident);
    expect(await needRefusal(place.villageOfficer, 'withdraw', { needId: id })).toBe('FORBIDDEN');
    expect(await needStep(place.resident, 'withdraw', { needId: id })).toMatchObject({ state: 'WITHDRAWN' });
    expect(await needRefusal(place.resident, 'withdraw', { needId: id })).toBe('ILLEGAL_NEED_STEP');
  });
});

describe('the words of a need', () => {
  const reveal = (who: TestClient, needId: string, purpose: string): Promise<Told[]> =>
    needStep<Told[]>(who, 'reveal', { needId, purpose });

  it('are read for a purpose by who deals with it, and whose they are sees who read them', async () => {
    const { id } = await aNeed(place.resident);
    for (const who of [place.worker, place.recorder, place.auditor, place.resident])
      expect(await needRefusal(who, 'reveal', { needId: id, purpose: 'HANDLING' })).toBe('FORBIDDEN');
    expect(await needRefusal(place.villageOfficer, 'reveal', { needId: id, purpose: 'OWN' })).toBe(
      'FORBIDDEN',
    );
    const words = await reveal(place.villageOfficer, id, 'HANDLING');
    expect(words).toEqual([
      { transition: 'NeedSubmitted', field: 'text', words: someNeed()['text'] },
      { transition: 'NeedSubmitted', field: 'place', words: someNeed()['place'] },
    ]);
    expect(await reveal(place.resident, id, 'OWN')).toEqual(words);
    const mine = `{ myMicroProjectDisclosures { edges { node { matter matterId role purpose } } } }`;
    const { myMicroProjectDisclosures } = await place.resident.get<{
      myMicroProjectDisclosures: { edges: { node: object }[] };
    }>(mine);
    expect(myMicroProjectDisclosures.edges.map(({ node }) => node)).toEqual([
      { matter: 'NEED', matterId: id, role: 'VILLAGE_OFFICER', purpose: 'HANDLING' },
    ]);
  });

  it.each([
    ['OPEN', true, true],
    ['CONFIDENTIAL', false, true],
  ])(
    'with names where it is %s: to the village %s, to the township %s',
    async (confidentiality, village, township) => {
      const { id } = await aNeed(place.worker, { contactChannel: 'PHONE', subject, confidentiality });
      const names = async (who: TestClient): Promise<string[]> =>
        (await reveal(who, id, 'HANDLING')).flatMap(({ field, words }) =>
          field.startsWith('subject') && words ? [words] : [],
        );
      expect(await names(place.villageOfficer)).toEqual(village ? Object.values(subject) : []);
      expect(await names(place.township)).toEqual(township ? Object.values(subject) : []);
    },
  );

  it('come without names of a confidential one to whoever holds a post in the village too', async () => {
    const { id } = await aNeed(place.worker, {
      ...{ contactChannel: 'PHONE', subject, confidentiality: 'CONFIDENTIAL' },
    });
    const both = await place.service.signIn(
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.SUPERVISION_COMMITTEE, areaCode: VILLAGE },
    );
    const [grant] = await place.service.sql<{ id: string }>(
      `SELECT id FROM access_grant WHERE subject = $1 AND role = 'TOWNSHIP_OFFICER'`,
      [both.subject],
    );
    for (const who of [both, both.with({ 'lianxin-acting-grant': grant?.id ?? '' })])
      expect((await reveal(who, id, 'HANDLING')).map(({ field }) => field).sort()).toEqual(['place', 'text']);
  });

  it('of an anonymous need lead back to nobody', async () => {
    const { id, slip } = await aNeed(place.resident, { confidentiality: 'ANONYMOUS' });
    const rows = [
      await place.service.sql(`SELECT * FROM need WHERE id = $1`, [id]),
      await place.service.sql(`SELECT * FROM journal_entry WHERE aggregate_id = $1`, [id]),
      await place.service.sql(`SELECT * FROM command_request WHERE aggregate_id = $1`, [id]),
    ];
    expect(JSON.stringify(rows)).not.toContain(place.resident.subject);
    expect(await idsOf(place.resident, 'myNeeds')).toEqual([]);
    expect(slip).not.toBeNull();
  });
});

describe('a slip', () => {
  const OPEN = `mutation ($slip: SlipInput!) { openNeedSlip(slip: $slip) { number state told { field words } } }`;

  it('tells how the need stands and takes it back, without an account', async () => {
    const volunteer = await place.service.signIn({ role: Role.GRID_VOLUNTEER, areaCode: GRID });
    const { slip } = await aNeed(volunteer, { contactChannel: 'PHONE', subject });
    const nobody = place.service.client();
    const typed = { number: slip?.number.toLowerCase(), queryCode: slip?.queryCode };
    const { openNeedSlip } = await nobody.get<{ openNeedSlip: { told: Told[] } }>(OPEN, { slip: typed });
    expect(openNeedSlip).toMatchObject({ number: slip?.number, state: 'SUBMITTED' });
    expect(openNeedSlip.told).toContainEqual({ field: 'subjectName', words: subject.name });
    expect(await needRefusal(volunteer, 'withdrawBySlip', { slip })).toBe('SLIP_OF_ANOTHER');
    expect(await needStep(nobody, 'withdrawBySlip', { slip })).toEqual({
      number: slip?.number,
      state: 'WITHDRAWN',
    });
  });

  it.each([
    ['by name', { contactChannel: 'PHONE', subject }],
    ['anonymously', { contactChannel: 'LETTER_BOX', confidentiality: 'ANONYMOUS' }],
  ])('of what an official keyed in %s tells how it stands, and no more', async (_how, over) => {
    const { id, slip } = await aNeed(place.villageOfficer, over);
    const nobody = place.service.client();
    await nobody.get(OPEN, { slip });
    expect(await needRefusal(nobody, 'withdrawBySlip', { slip })).toBe('SLIP_HELD_IN_OFFICE');
    await place.service.sql(`UPDATE need SET state = 'DECLINED' WHERE id = $1`, [id]);
    expect(await needRefusal(nobody, 'reconsiderBySlip', { slip, note: '再议' })).toBe('SLIP_HELD_IN_OFFICE');
    expect(await find(place.villageOfficer, id)).toEqual({ id, state: 'DECLINED' });
  });

  it('is locked after too many wrong codes, and an unknown number is answered alike', async () => {
    const { slip } = await aNeed(place.resident);
    const wrong = { number: slip?.number, queryCode: '00000000' };
    const nobody = place.service.client();
    expect(await nobody.refusal(OPEN, { slip: { ...wrong, number: 'A'.repeat(12) } })).toBe('SLIP_UNKNOWN');
    for (let count = 0; count < 10; count += 1)
      expect(await nobody.refusal(OPEN, { slip: wrong })).toBe('SLIP_UNKNOWN');
    expect(await nobody.refusal(OPEN, { slip })).toBe('SLIP_LOCKED');
    place.service.clock.advance({ minutes: 61 });
    await nobody.get(OPEN, { slip });
  });
});
