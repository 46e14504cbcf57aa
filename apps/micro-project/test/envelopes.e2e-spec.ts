import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyReplica } from '@lianxin/replicas';
import { FAR_VILLAGE, NEIGHBOUR, TOWNSHIP, VILLAGE, areaIdOf } from './area.builder.js';
import {
  aLimit,
  aMove,
  aRaise,
  change,
  changeRefused,
  CHANGES,
  clearEnvelopes,
  envelopeSeen,
  smallOf,
  YEAR,
} from './envelope.builder.js';
import { aStoredDocument, FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aSubmittedProject } from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearEnvelopes(place);
});
afterAll(() => place.service.stop());

const aClass = (quotaClass: string, over: object = {}): object => ({
  ...{ quotaClass, limit: '200000.00', held: '0.00', reserved: '0.00', committed: '0.00' },
  ...{ settled: '0.00', retained: '0.00', available: '200000.00', ...over },
});
const entries = (): Promise<{ type: string; data: Record<string, unknown> }[]> =>
  place.service.sql(
    `SELECT split_part(type, '.', 2) AS type, data FROM journal_entry WHERE aggregate_type = 'envelope' AND aggregate_id IN
       (SELECT id::text FROM envelope) ORDER BY recorded_at, id`,
  );

describe('the quota of a village and year', () => {
  it('is shown to everybody, before it is opened as policy would give it', async () => {
    const nobody = place.service.client();
    expect(await envelopeSeen(nobody)).toEqual({
      ...{ id: null, villageCode: VILLAGE, year: YEAR, isOpened: false },
      ...{ largerProjects: 0, maxLargerProjects: 1, projects: [], history: [] },
      classes: [aClass('LARGER', { limit: '300000.00', available: '300000.00' }), aClass('SMALL')],
    });
    expect(await place.service.sql('SELECT 1 FROM envelope')).toEqual([]);
  });

  it('shows in sums to everybody, and one by one to whoever may see it, what its projects hold', async () => {
    const reserved = await aSubmittedProject(place);
    const decided = await aDecidedProject(place, { terms: { budget: '9000.50' } });
    const sums = { held: '17000.50', reserved: '8000.00', committed: '9000.50', available: '182999.50' };
    for (const who of [place.service.client(), place.resident, place.township])
      expect(smallOf(await envelopeSeen(who))).toEqual(aClass('SMALL', sums));
    const { projects } = await envelopeSeen(place.township);
    expect([...projects].sort((a, b) => a.held.localeCompare(b.held))).toEqual([
      { projectId: reserved, quotaClass: 'SMALL', state: 'RESERVED', held: '8000.00' },
      { projectId: decided, quotaClass: 'SMALL', state: 'COMMITTED', held: '9000.50' },
    ]);
    for (const who of [place.service.client(), place.resident, place.otherTownship])
      expect((await envelopeSeen(who)).projects).toEqual([]);
  });

  it('is listed for the villages of a township, and hangs on the village in the graph', async () => {
    await aSubmittedProject(place);
    const { envelopes } = await place.resident.get<{
      envelopes: { villageCode: string; isOpened: boolean }[];
    }>(`{ envelopes(areaCode: "${TOWNSHIP}", year: ${YEAR}) { villageCode isOpened } }`);
    expect(envelopes).toEqual([
      { villageCode: VILLAGE, isOpened: true },
      { villageCode: NEIGHBOUR, isOpened: false },
    ]);
    const { _entities: areas } = await place.service
      .client()
      .get<{ _entities: object[] }>(
        `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Area { envelope(year: ${YEAR}) { villageCode } } } }`,
        { of: [areaIdOf(VILLAGE), '4'].map((id) => ({ __typename: 'Area', id })) },
      );
    expect(areas).toEqual([{ envelope: { villageCode: VILLAGE } }, { envelope: null }]);
    const asked = (code: string): string => `{ envelopes(areaCode: "${code}", year: ${YEAR}) { id } }`;
    expect(await place.township.refusal(asked('361104'))).toBe('ENVELOPE_LEVEL');
    expect(await place.township.refusal(`{ envelope(villageCode: "${TOWNSHIP}", year: 2026) { id } }`)).toBe(
      'ENVELOPE_LEVEL',
    );
  });

  it('stays what it was when it was opened, whatever becomes of policy', async () => {
    await aSubmittedProject(place);
    await place.service.sql(
      `INSERT INTO policy_override (id, policy_key, area_code, value, effective_from)
       VALUES ($1, 'micro-project.small-quota', $2, '10000000', '2026-03-01')`,
      [randomUUID(), TOWNSHIP],
    );
    place.service.app.get(PolicyReplica).forget();
    expect(smallOf(await envelopeSeen(place.resident))?.limit).toBe('200000.00');
    expect(smallOf(await envelopeSeen(place.resident, NEIGHBOUR))?.limit).toBe('100000.00');
    await place.service.sql('DELETE FROM policy_override');
    place.service.app.get(PolicyReplica).forget();
  });
});

describe('the township', () => {
  it('sets another limit with a reason that everybody reads', async () => {
    const [envelope] = await change(place.township, 'setLimit', aLimit());
    expect(envelope && smallOf(envelope)).toMatchObject({ limit: '150000.00', available: '150000.00' });
    const { history } = await envelopeSeen(place.service.client());
    expect(history).toEqual([
      {
        ...{ kind: 'LIMIT_SET', quotaClass: 'SMALL', limitBefore: '200000.00', limitAfter: '150000.00' },
        ...{ reason: '按事项轻重统筹安排', otherVillageCode: null, body: null, heldOn: null },
        ...{ memberCount: null, presentCount: null, changedRole: 'TOWNSHIP_OFFICER' },
      },
    ]);
    expect(await entries()).toMatchObject([
      { type: 'EnvelopeOpened', data: { villageCode: VILLAGE, smallFen: 20_000_000 } },
      { type: 'EnvelopeLimitChanged', data: { quotaClass: 'SMALL', limitFen: 15_000_000 } },
    ]);
  });

  it('does not cut a quota below what was promised of it', async () => {
    await aDecidedProject(place, { terms: { budget: '9000' } });
    await aDecidedProject(place, { terms: { budget: '9999.99' } });
    expect(await changeRefused(place.township, 'setLimit', aLimit({ limit: '18999.98' }))).toBe(
      'QUOTA_BELOW_HOLDINGS',
    );
    const [envelope] = await change(place.township, 'setLimit', aLimit({ limit: '18999.99' }));
    expect(envelope && smallOf(envelope)?.available).toBe('0.00');
  });

  it('does not go beyond policy that way, nor by giving quota away and setting it again', async () => {
    expect(await changeRefused(place.township, 'setLimit', aLimit({ limit: '200000.01' }))).toBe(
      'QUOTA_ABOVE_ENTITLEMENT',
    );
    await change(place.township, 'move', aMove());
    expect(await changeRefused(place.township, 'setLimit', aLimit({ limit: '150000.01' }))).toBe(
      'QUOTA_ABOVE_ENTITLEMENT',
    );
    await change(place.township, 'setLimit', aLimit({ villageCode: NEIGHBOUR, limit: '100000' }));
    await change(place.township, 'setLimit', aLimit({ villageCode: NEIGHBOUR, limit: '250000' }));
  });

  it('moves quota between two of its villages, its total conserved, and tells both', async () => {
    const [giving, receiving] = await change(place.township, 'move', aMove());
    expect([giving, receiving].map((each) => each && smallOf(each)?.limit)).toEqual([
      '150000.00',
      '250000.00',
    ]);
    expect(giving?.history).toMatchObject([
      { kind: 'GIVEN', otherVillageCode: NEIGHBOUR, limitAfter: '150000.00' },
    ]);
    expect(receiving?.history).toMatchObject([{ kind: 'RECEIVED', otherVillageCode: VILLAGE }]);
    const transfers = (await entries()).filter(({ type }) => type === 'QuotaTransferred');
    expect(transfers.map(({ data }) => data)).toMatchObject([
      { villageCode: VILLAGE, otherVillageCode: NEIGHBOUR, isGiving: true, amountFen: 5_000_000 },
      { villageCode: NEIGHBOUR, otherVillageCode: VILLAGE, isGiving: false, amountFen: 5_000_000 },
    ]);
    expect(new Set(transfers.map(({ data }) => data['transferId'])).size).toBe(1);
  });

  it.each([
    ['to another township', { toVillageCode: FAR_VILLAGE }, 'FORBIDDEN'],
    ['to the same village', { toVillageCode: VILLAGE }, 'QUOTA_MOVE_REFUSED'],
    ['of a year that is over', { year: 2025 }, 'ENVELOPE_YEAR'],
    ['of a year far ahead', { year: 2028 }, 'ENVELOPE_YEAR'],
    ['of more than is free', { amount: '200000.01' }, 'QUOTA_EXCEEDED'],
    ['of nothing', { amount: '0' }, 'AMOUNT_MALFORMED'],
    ['of less than nothing', { amount: '-5' }, 'AMOUNT_MALFORMED'],
    ['of parts of a fen', { amount: '1.005' }, 'AMOUNT_MALFORMED'],
    ['without a reason', { reason: ' ' }, 'TEXT_EMPTY'],
    ['with a telephone number', { reason: '请致电 13800138000' }, 'PERSONAL_NUMBER'],
    ['of a whole township', { fromVillageCode: TOWNSHIP }, 'ENVELOPE_LEVEL'],
  ])('does not move quota %s', async (_what, over, code) => {
    expect(await changeRefused(place.township, 'move', aMove(over))).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM envelope')).toEqual([]);
  });

  it('does what is sent twice once', async () => {
    const input = { requestId: randomUUID(), ...aMove() };
    const first = await change(place.township, 'move', input);
    expect(await change(place.township, 'move', input)).toEqual(first);
    expect(await changeRefused(place.township, 'move', { ...input, amount: '1' })).toBe('REQUEST_ID_REUSED');
    const limit = { requestId: randomUUID(), ...aLimit({ limit: '120000' }) };
    expect(await change(place.township, 'setLimit', limit)).toEqual(
      await change(place.township, 'setLimit', limit),
    );
  });

  it('alone sets and moves, in its own villages', async () => {
    const others = [place.resident, place.villageOfficer, place.recorder, place.county, place.auditor];
    for (const who of [...others, place.otherTownship]) {
      expect(await changeRefused(who, 'setLimit', aLimit())).toBe('FORBIDDEN');
      expect(await changeRefused(who, 'move', aMove())).toBe('FORBIDDEN');
    }
    expect(
      await place.service.client().refusal(CHANGES.move, { input: { requestId: randomUUID(), ...aMove() } }),
    ).toBe('UNAUTHENTICATED');
  });
});

describe('an exception in principle', () => {
  it('is a decision of the township committee at a meeting, published, before anything is promised beyond', async () => {
    const small = { terms: { budget: '9999.99' } };
    await change(place.township, 'setLimit', aLimit({ limit: '9999.99' }));
    await aDecidedProject(place, small);
    await expect(aSubmittedProject(place, small)).rejects.toThrow('QUOTA_EXCEEDED');
    const [raised] = await change(place.recorder, 'raise', await aRaise(place, { amount: '9999.99' }));
    expect(raised && smallOf(raised)).toMatchObject({ limit: '19999.98', available: '9999.99' });
    await aDecidedProject(place, small);
    const { history } = await envelopeSeen(place.service.client());
    expect(history[0]).toMatchObject({
      ...{ kind: 'RAISED', limitBefore: '9999.99', limitAfter: '19999.98', reason: '按事项轻重统筹安排' },
      ...{ body: 'TOWNSHIP_PARTY_COMMITTEE', heldOn: '2026-03-02', memberCount: 7, presentCount: 5 },
    });
    expect(await entries()).toContainEqual({
      type: 'EnvelopeRaised',
      data: expect.objectContaining({
        raisedByFen: 999_999,
        limitFen: 1_999_998,
        presentCount: 5,
        recusedCount: 0,
      }),
    });
  });

  it.each([
    ['of the village', { body: 'VILLAGE_TWO_COMMITTEES' }, 'WRONG_BODY'],
    ['of the county', { body: 'COUNTY_PARTY_COMMITTEE' }, 'WRONG_BODY'],
    ['of nobody', { presentIds: [] }, 'NOBODY_PRESENT'],
    ['with a stranger', { presentIds: [randomUUID()] }, 'NOT_A_MEMBER'],
    ['of tomorrow', { heldOn: '2026-03-03' }, 'MEETING_DAY'],
    ['on no day', { heldOn: '2026-02-30' }, 'MEETING_DAY'],
    ['before anybody was a member', { heldOn: '2026-03-01' }, 'BODY_UNKNOWN'],
    ['without minutes', { minutesDocumentId: randomUUID() }, 'DOCUMENT_UNFIT'],
    ['without a number', { minutesNumber: ' ' }, 'TEXT_EMPTY'],
  ])('is not decided at a meeting %s', async (_what, meeting, code) => {
    expect(await changeRefused(place.recorder, 'raise', await aRaise(place, { meeting }))).toBe(code);
    expect(await place.service.sql('SELECT 1 FROM envelope')).toEqual([]);
  });

  it('needs a quorum, and minutes of the township itself', async () => {
    const presentIds = place.bodies.township.slice(0, 3);
    expect(
      await changeRefused(place.recorder, 'raise', await aRaise(place, { meeting: { presentIds } })),
    ).toBe('QUORUM_LACKING');
    const minutesDocumentId = await aStoredDocument(place);
    expect(
      await changeRefused(place.recorder, 'raise', await aRaise(place, { meeting: { minutesDocumentId } })),
    ).toBe('DOCUMENT_UNFIT');
  });

  it('is keyed in by the recorder of that committee alone, and once', async () => {
    const others = [place.township, place.villageOfficer, place.countyRecorder, place.county, place.resident];
    for (const who of others)
      expect(await changeRefused(who, 'raise', await aRaise(place))).toBe('FORBIDDEN');
    const raise = await aRaise(place);
    await change(place.recorder, 'raise', raise);
    expect(await changeRefused(place.recorder, 'raise', raise)).toBe('ALREADY_RAISED');
    expect(smallOf(await envelopeSeen(place.resident))?.limit).toBe('230000.00');
    await change(place.recorder, 'raise', { ...raise, quotaClass: 'LARGER' });
  });
});
