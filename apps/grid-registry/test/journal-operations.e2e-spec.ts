import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { EventTraffic } from '@lianxin/journal';
import { metrics } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { COUNTY, startGridRegistry, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const TRAFFIC = `{ gridRegistryJournal { service traffic { lastPosition publishedPosition sealedPosition unpublishedCount
  oldestUnpublishedAt oldestUnpublishedAgeS } consumers { name lag { topic lag } } } }`;
const LOOKS = ['service', 'parkedMessages { edges { node { id } } }', 'verification { isIntact }'];
const REPUBLISH = `mutation ($input: RepublishJournalInput!) { republishGridRegistryJournal(input: $input) {
  sentCount nextPosition intervention { id kind fromPosition toPosition reason actorSubject } } }`;
const REPLAY = `mutation ($input: ReplayMessageInput!) { replayGridRegistryMessage(input: $input) { id } }`;
const DISCARD = `mutation ($input: DiscardMessageInput!) { discardGridRegistryMessage(input: $input) { id } }`;
const INTERVENTIONS = `{ gridRegistryJournal { interventions { edges { node { id kind } } } } }`;
const SEALS = `query ($first: Int! = 20, $after: String) { gridRegistryJournal { seals(first: $first, after: $after) {
  edges { node { ordinal fromPosition toPosition signature } } pageInfo { hasNextPage endCursor } } } }`;
const VERIFICATION = `{ gridRegistryJournal { verification { isIntact faultCount entryCount sealedPosition
  first { kind position entryId aggregateId sequence what } } } }`;
const GIVE = `mutation ($input: GiveGrantInput!) { giveGrant(input: $input) { id } }`;

type Told = Record<string, unknown>;
interface Republication {
  readonly sentCount: number;
  readonly nextPosition: number | null;
  readonly intervention: Told & { id: string };
}

describe('the journal in operators’ hands', () => {
  let place: Place;
  let operator: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    operator = await place.service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: COUNTY });
  });
  afterAll(() => place.service.stop());

  const traffic = async (): Promise<Told> =>
    (await operator.get<{ gridRegistryJournal: { traffic: Told } }>(TRAFFIC)).gridRegistryJournal.traffic;

  /** Something happens: one entry of the journal. */
  const happen = (): Promise<unknown> =>
    place.township.get(GIVE, {
      input: { requestId: randomUUID(), subject: randomUUID(), role: Role.RESIDENT, areaCode: VILLAGE },
    });
  const republish = async (input: Told): Promise<Republication> =>
    (await operator.get<{ republishGridRegistryJournal: Republication }>(REPUBLISH, { input }))
      .republishGridRegistryJournal;

  it('tells what waits to be published, and since when', async () => {
    await place.service.drainOutbox();
    const before = await traffic();
    expect(before).toMatchObject({
      unpublishedCount: 0,
      oldestUnpublishedAt: null,
      oldestUnpublishedAgeS: 0,
    });
    await happen();
    place.service.clock.advance({ minutes: 3 });
    await happen();
    expect(await traffic()).toMatchObject({ unpublishedCount: 2, oldestUnpublishedAgeS: 180 });
    const figures = await metrics.metrics();
    expect(figures).toContain('\nlianxin_outbox_size 2\n');
    expect(figures).toContain('\nlianxin_outbox_oldest_age_seconds 180\n');
    await place.service.drainOutbox();
    const last = Number(before['lastPosition']) + 2;
    expect(await traffic()).toMatchObject({
      lastPosition: last,
      publishedPosition: last,
      unpublishedCount: 0,
    });
  });

  it('is sent once more, entry for entry as the first time', async () => {
    await happen();
    await happen();
    await place.service.drainOutbox();
    const { sent } = place.service.transport;
    const first = [...sent];
    const done = await republish({ requestId: randomUUID(), fromPosition: 1, reason: 'a new consumer' });
    expect(done).toMatchObject({ sentCount: first.length, nextPosition: null });
    expect(done.intervention).toMatchObject({
      ...{ kind: 'REPUBLISH', fromPosition: 1, toPosition: first.length, reason: 'a new consumer' },
      actorSubject: operator.subject,
    });
    expect(sent.slice(first.length)).toEqual(first);
  });

  it('is sent once more in part, and a repeat of the request sends that part again and records nothing', async () => {
    const { sent } = place.service.transport;
    const input = { requestId: randomUUID(), fromPosition: 2, toPosition: 3 };
    const before = sent.length;
    const done = await republish(input);
    expect(sent.slice(before).map(({ value }) => (JSON.parse(value) as Told)['position'])).toEqual([2, 3]);
    const again = await republish(input);
    expect(again.intervention.id).toBe(done.intervention.id);
    expect(sent.length).toBe(before + 4);
    const recorded = await operator.get<{
      gridRegistryJournal: { interventions: { edges: { node: { id: string } }[] } };
    }>(INTERVENTIONS);
    const ids = recorded.gridRegistryJournal.interventions.edges.map(({ node }) => node.id);
    expect(ids.filter((id) => id === done.intervention.id)).toHaveLength(1);
  });

  it('is never sent past what the relay has published', async () => {
    await place.service.drainOutbox();
    const { publishedPosition } = await traffic();
    await happen();
    const published = Number(publishedPosition);
    const ranges = [
      { fromPosition: 0 },
      { fromPosition: -1 },
      { fromPosition: 1.5 },
      { fromPosition: published + 1 },
      { fromPosition: 1, toPosition: published + 1 },
      { fromPosition: 3, toPosition: 2 },
      { fromPosition: 1e18 },
    ];
    const { length } = place.service.transport.sent;
    for (const range of ranges) {
      const refused = await operator.refused(REPUBLISH, { input: { requestId: randomUUID(), ...range } });
      expect([range, refused]).toMatchObject([range, { code: 'POSITION_OUT_OF_RANGE' }]);
    }
    expect(place.service.transport.sent.length).toBe(length);
    await place.service.drainOutbox();
  });

  it('has seals, page by page, and is verified against them', async () => {
    const { sealer } = place.service.app.get(EventTraffic);
    await sealer.drain();
    await happen();
    await place.service.drainOutbox();
    await sealer.drain();
    const page = await operator.get<{
      gridRegistryJournal: {
        seals: { edges: unknown[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
      };
    }>(SEALS, { first: 1 });
    const { edges, pageInfo } = page.gridRegistryJournal.seals;
    expect([edges.length, pageInfo.hasNextPage]).toEqual([1, true]);
    const rest = await operator.get(SEALS, { after: pageInfo.endCursor });
    expect(rest).toMatchObject({ gridRegistryJournal: { seals: { edges: [{ node: { ordinal: 1 } }] } } });
    const { lastPosition } = await traffic();
    expect(await operator.get(VERIFICATION)).toEqual({
      gridRegistryJournal: {
        verification: {
          ...{ isIntact: true, faultCount: 0, entryCount: lastPosition, sealedPosition: lastPosition },
          first: null,
        },
      },
    });
  });

  it.each([
    ['resident', () => place.resident],
    ['worker', () => place.worker],
    ['village officer', () => place.villageOfficer],
    ['township', () => place.township],
    ['county command', () => place.county],
    ['department', () => place.department],
  ])('is closed to a %s', async (_post, client) => {
    for (const look of LOOKS)
      expect(await client().refusal(`{ gridRegistryJournal { ${look} } }`)).toBe('FORBIDDEN');
    const requestId = randomUUID();
    expect(await client().refusal(REPUBLISH, { input: { requestId, fromPosition: 1 } })).toBe('FORBIDDEN');
    const input = { requestId, parkedMessageId: '1', reason: 'x' };
    for (const command of [REPLAY, DISCARD])
      expect(await client().refusal(command, { input })).toBe('FORBIDDEN');
  });

  it.each([Role.AUDITOR, Role.POLICY_EDITOR, Role.ASSESSMENT_OFFICER, Role.DISCIPLINE_INSPECTION])(
    'is closed to %s, who looks after other things',
    async (role) => {
      const other = await place.service.signIn({ role, areaCode: COUNTY });
      expect(await other.refusal(TRAFFIC)).toBe('FORBIDDEN');
    },
  );

  it('is closed to whoever is not signed in', async () => {
    expect(await place.service.client().refusal(TRAFFIC)).toBe('UNAUTHENTICATED');
  });

  it('has no parked messages where nothing is consumed', async () => {
    const input = { requestId: randomUUID(), parkedMessageId: '1', reason: 'x' };
    expect(await operator.refusal(DISCARD, { input })).toBe('PARKED_MESSAGE_NOT_FOUND');
    expect(await operator.refusal(REPLAY, { input })).toBe('PARKED_MESSAGE_NOT_FOUND');
    expect(await operator.get('{ gridRegistryJournal { parkedMessages { edges { cursor } } } }')).toEqual({
      gridRegistryJournal: { parkedMessages: { edges: [] } },
    });
  });

  it('wants a request id and pages of a size', async () => {
    expect(await operator.refusal(REPUBLISH, { input: { requestId: 'x', fromPosition: 1 } })).toBe(
      'MALFORMED_ID',
    );
    expect(await operator.refusal('{ gridRegistryJournal { seals(first: 101) { edges { cursor } } } }')).toBe(
      'PAGE_SIZE_OUT_OF_RANGE',
    );
    expect(
      await operator.refusal('{ gridRegistryJournal { interventions(after: "x") { edges { cursor } } } }'),
    ).toBe('INVALID_CURSOR');
  });
});

describe('a journal that somebody changed', () => {
  it('is found broken, with the first entry that is, and the metrics say so', async () => {
    const place = await startGridRegistry();
    try {
      const operator = await place.service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: COUNTY });
      for (let count = 0; count < 3; count += 1)
        await place.township.get(GIVE, {
          input: { requestId: randomUUID(), subject: randomUUID(), role: Role.RESIDENT, areaCode: VILLAGE },
        });
      await place.service.drainOutbox();
      await place.service.sql(
        `UPDATE journal_entry SET area_code = '361104' WHERE id = (SELECT entry_id FROM journal_position WHERE position = 2)`,
      );
      expect(await operator.get(VERIFICATION)).toMatchObject({
        gridRegistryJournal: {
          verification: { isIntact: false, first: { kind: 'ENTRY_CHANGED', position: 2 } },
        },
      });
      expect(await metrics.metrics()).toMatch(/\nlianxin_journal_verification_faults [1-9]/);
    } finally {
      await place.service.stop();
    }
  });
});
