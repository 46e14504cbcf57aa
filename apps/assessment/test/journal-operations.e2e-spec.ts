import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { IncomingMessage } from '@lianxin/journal';
import type { TestClient } from '@lianxin/testing';
import { DataSource } from 'typeorm';
import { COUNTY, VILLAGE } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';

const AT = '2026-03-01T04:00:00.000Z';
const CONSUMER = 'assessment.grid-event-facts';

const PARKED = `query ($first: Int! = 20, $after: String, $consumer: String, $state: ParkedMessageState) { assessmentJournal {
  parkedMessages(first: $first, after: $after, consumer: $consumer, state: $state) {
    edges { cursor node { id consumer topic key state faultCode fault attempts eventType sequence value valueLength
      interventions { kind reason actorRole } } }
    pageInfo { hasNextPage endCursor } } } }`;
const ONE = `query ($id: ID!) { assessmentJournal { parkedMessage(id: $id) { id value valueLength } } }`;
const HISTORY = `query ($first: Int! = 20, $after: String) { assessmentJournal { interventions(first: $first, after: $after) {
  edges { node { id kind reason actorSubject actorRole account parkedMessageId consumer key faultCode value } }
  pageInfo { hasNextPage endCursor } } } }`;
const DONE = `query ($id: ID!) { assessmentJournal { intervention(id: $id) { value } } }`;
const REPLAY = `mutation ($input: ReplayMessageInput!) { replayAssessmentMessage(input: $input) { id kind reason parkedMessageId } }`;
const DISCARD = `mutation ($input: DiscardMessageInput!) { discardAssessmentMessage(input: $input) { id kind reason value } }`;

interface Parked {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly faultCode: string;
  readonly value: string;
  readonly valueLength: number;
  readonly attempts: number;
  readonly interventions: { kind: string; reason: string | null }[];
}
interface Connection<Node> {
  readonly edges: { cursor: string; node: Node }[];
  readonly pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
type Journal<Field extends string, Value> = { assessmentJournal: Record<Field, Value> };

/** The same event under its key, with a payload that its contract does not know. */
const spoilt = (message: IncomingMessage): IncomingMessage => {
  const envelope = JSON.parse(message.value) as Record<string, unknown>;
  return { ...message, value: JSON.stringify({ ...envelope, data: { nonsense: true } }) };
};

describe('parked messages in operators’ hands', () => {
  let fixture: AssessmentFixture;
  let operator: TestClient;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    fixture.service.clock.set(AT);
    operator = await fixture.service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: COUNTY.code });
  });
  afterAll(() => fixture.stop());

  const parked = async (variables: Record<string, unknown> = {}): Promise<Connection<Parked>> =>
    (await operator.get<Journal<'parkedMessages', Connection<Parked>>>(PARKED, variables)).assessmentJournal
      .parkedMessages;
  const ofKey = async (key: string): Promise<Parked[]> =>
    (await parked({ first: 100 })).edges.map(({ node }) => node).filter((node) => node.key === key);
  const input = (parkedMessageId: string, reason?: string) => ({
    input: { requestId: randomUUID(), parkedMessageId, ...(reason !== undefined && { reason }) },
  });
  const firstOf = async (key: string): Promise<Parked> => {
    const [first] = await ofKey(key);
    if (!first) throw new Error('nothing is parked');
    return first;
  };

  /** An event whose second step is spoilt, with two good ones behind it. */
  async function aSpoiltLife(): Promise<{ key: string; second: IncomingMessage }> {
    const life = new GridEventLife(VILLAGE.code);
    const first = life.step('GridEventReported', AT);
    const second = life.step('GridEventAccepted', AT);
    await fixture.deliver(
      ...[first, spoilt(second)],
      ...[life.step('GridEventDispatched', AT), life.step('GridEventStarted', AT)],
    );
    return { key: first.key, second };
  }

  it('are listed in the order in which they were set aside, with what is wrong, page by page', async () => {
    const { key } = await aSpoiltLife();
    expect(await ofKey(key)).toMatchObject([
      { state: 'PARKED', faultCode: 'SCHEMA_MISMATCH', sequence: 2, interventions: [] },
      { state: 'BEHIND', sequence: 3 },
      { state: 'BEHIND', sequence: 4 },
    ]);
    const first = await parked({ first: 1 });
    const rest = await parked({ first: 100, after: first.pageInfo.endCursor });
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(rest.edges.map(({ node }) => node.id)).not.toContain(first.edges[0]?.node.id);
    const all = (await parked({ first: 100 })).edges;
    expect(rest.edges.length).toBe(all.length - 1);
    expect((await parked({ consumer: 'assessment.nobody' })).edges).toEqual([]);
    const behind = await parked({ first: 100, state: 'BEHIND' });
    expect(new Set(behind.edges.map(({ node }) => node.state))).toEqual(new Set(['BEHIND']));
  });

  it('are shown whole alone, and shortened in lists', async () => {
    const key = randomUUID();
    const value = JSON.stringify({ nonsense: 'x'.repeat(10_000) });
    await fixture.deliver({ topic: 'grid-registry.grid-event', key, value, offset: 1 });
    const listed = await firstOf(key);
    expect([listed.value.length, listed.valueLength]).toEqual([4_000, value.length]);
    const { assessmentJournal } = await operator.get<Journal<'parkedMessage', Parked>>(ONE, {
      id: listed.id,
    });
    expect(assessmentJournal.parkedMessage.value).toBe(value);
  });

  it('are discarded for a reason, which is recorded with what was discarded; later ones of the key go on', async () => {
    const { key } = await aSpoiltLife();
    const message = await firstOf(key);
    const variables = input(message.id, '  known fault of release 12  ');
    const { discardAssessmentMessage: done } = await operator.get<{
      discardAssessmentMessage: { id: string; value: string };
    }>(DISCARD, variables);
    expect(done).toMatchObject({ kind: 'DISCARD', reason: 'known fault of release 12' });
    await fixture.facts.retryDue();
    expect(await ofKey(key)).toEqual([]);
    const [place] = await fixture.service.sql<{ sequence: number }>(
      `SELECT sequence FROM inbox_sequence WHERE consumer = '${CONSUMER}' AND aggregate_id = $1`,
      [key],
    );
    expect(place?.sequence).toBe(4);
    const history =
      await operator.get<Journal<'interventions', Connection<Record<string, unknown>>>>(HISTORY);
    expect(history.assessmentJournal.interventions.edges[0]?.node).toMatchObject({
      ...{ kind: 'DISCARD', reason: 'known fault of release 12', consumer: CONSUMER, key },
      ...{ actorSubject: operator.subject, actorRole: Role.PLATFORM_OPERATOR, account: null },
      ...{ parkedMessageId: message.id, faultCode: 'SCHEMA_MISMATCH', value: message.value },
    });
    expect(await operator.get(DONE, { id: done.id })).toEqual({
      assessmentJournal: { intervention: { value: message.value } },
    });
    expect(await operator.get(DISCARD, variables)).toMatchObject({
      discardAssessmentMessage: { id: done.id },
    });
    expect(await operator.refusal(DISCARD, input(message.id, 'again'))).toBe('PARKED_MESSAGE_NOT_FOUND');
  });

  it('are replayed, and go on once the cause is mended', async () => {
    const { key, second } = await aSpoiltLife();
    const message = await firstOf(key);
    await fixture.service.sql(`UPDATE inbox_parked SET value = $2 WHERE id = $1`, [message.id, second.value]);
    await operator.get(REPLAY, input(message.id));
    for (let round = 0; round < 5; round += 1) await fixture.facts.retryDue();
    expect(await ofKey(key)).toEqual([]);
  });

  it('show what was done to them before', async () => {
    const { key } = await aSpoiltLife();
    const { id } = await firstOf(key);
    await operator.get(REPLAY, input(id, 'release 13 is out'));
    await fixture.facts.retryDue();
    const [again] = await ofKey(key);
    expect(again).toMatchObject({
      ...{ id, state: 'PARKED' },
      interventions: [{ kind: 'REPLAY', reason: 'release 13 is out', actorRole: Role.PLATFORM_OPERATOR }],
    });
  });

  it('are not discarded without a reason that can be read', async () => {
    const { key } = await aSpoiltLife();
    const { id } = await firstOf(key);
    expect(await operator.refusal(DISCARD, input(id))).toBe('REASON_REQUIRED');
    for (const blank of ['', '  ', '…', '\u200b']) {
      const code = await operator.refusal(DISCARD, input(id, blank));
      expect([blank, ['REASON_REQUIRED', 'REASON_MALFORMED'].includes(code)]).toEqual([blank, true]);
    }
    expect(await operator.refusal(DISCARD, input(id, 'x'.repeat(501)))).toBe('REASON_MALFORMED');
    expect(await operator.refusal(DISCARD, input(id, 'two\nlines'))).toBe('REASON_MALFORMED');
    expect(await firstOf(key)).toMatchObject({ id, state: 'PARKED' });
  });

  it('have their turn in order: what stands behind another is neither replayed nor discarded', async () => {
    const { key } = await aSpoiltLife();
    const [first, second] = await ofKey(key);
    const refused = await operator.refused(DISCARD, input(second?.id ?? '', 'no'));
    expect(refused).toMatchObject({
      code: 'PARKED_MESSAGE_BEHIND',
      details: { blockedBy: Number(first?.id) },
    });
    expect(await operator.refusal(REPLAY, input(second?.id ?? ''))).toBe('PARKED_MESSAGE_BEHIND');
  });

  /** The message under another id, as somebody would send it who copies what he can read. */
  const forged = (message: IncomingMessage): IncomingMessage => {
    const envelope = JSON.parse(message.value) as Record<string, unknown>;
    return { ...message, value: JSON.stringify({ ...envelope, id: randomUUID() }) };
  };
  const placeOf = async (key: string): Promise<number | undefined> => {
    const [place] = await fixture.service.sql<{ sequence: number }>(
      `SELECT sequence FROM inbox_sequence WHERE consumer = '${CONSUMER}' AND aggregate_id = $1`,
      [key],
    );
    return place?.sequence;
  };

  it('are discarded while they wait for what comes before them: a forgery gets no place, and does not come back', async () => {
    const life = new GridEventLife(VILLAGE.code);
    const [first, second, third] = [
      life.step('GridEventReported', AT),
      life.step('GridEventAccepted', AT),
      life.step('GridEventDispatched', AT),
    ];
    const forgery = forged(third);
    await fixture.deliver(first, forgery);
    const { id, faultCode } = await firstOf(first.key);
    expect(faultCode).toBe('PREDECESSOR_MISSING');
    await operator.get(DISCARD, input(id, 'not in the journal of grid-registry'));
    expect(await ofKey(first.key)).toEqual([]);
    await fixture.deliver(forgery);
    expect(await ofKey(first.key)).toEqual([]);
    await fixture.deliver(second, forgery, third, forgery);
    expect(await ofKey(first.key)).toEqual([]);
    expect(await placeOf(first.key)).toBe(3);
  });

  it('are discarded behind others that only wait, for one of them may be forged', async () => {
    const life = new GridEventLife(VILLAGE.code);
    const [first, second, third] = [
      life.step('GridEventReported', AT),
      life.step('GridEventAccepted', AT),
      life.step('GridEventDispatched', AT),
    ];
    await fixture.deliver(second, forged(third));
    const [, behind] = await ofKey(first.key);
    expect(behind).toMatchObject({ state: 'BEHIND' });
    expect(await operator.refusal(REPLAY, input(behind?.id ?? ''))).toBe('PARKED_MESSAGE_BEHIND');
    await operator.get(DISCARD, input(behind?.id ?? '', 'not in the journal of grid-registry'));
    await fixture.deliver(first, third);
    for (let round = 0; round < 3; round += 1) await fixture.facts.retryDue();
    expect(await ofKey(first.key)).toEqual([]);
    expect(await placeOf(first.key)).toBe(3);
  });

  it('were real after all: a replay of what was discarded while it waited undoes the discard', async () => {
    const life = new GridEventLife(VILLAGE.code);
    const [first, second] = [life.step('GridEventReported', AT), life.step('GridEventAccepted', AT)];
    await fixture.deliver(second);
    const { id } = await firstOf(first.key);
    await operator.get(DISCARD, input(id, 'taken for a forgery'));
    await fixture.deliver(first, second);
    expect(await placeOf(first.key)).toBe(1);
    await operator.get(REPLAY, input(id, 'it is in the journal'));
    expect(await firstOf(first.key)).toMatchObject({
      id,
      interventions: [{ kind: 'REPLAY' }, { kind: 'DISCARD', reason: 'taken for a forgery' }],
    });
    for (let round = 0; round < 3; round += 1) await fixture.facts.retryDue();
    expect([await placeOf(first.key), await ofKey(first.key)]).toEqual([2, []]);
    expect(await operator.refusal(REPLAY, input(id))).toBe('PARKED_MESSAGE_NOT_FOUND');
  });

  it('are unknown under an id that none has', async () => {
    for (const id of ['999999999', '0', '-1', 'x', '1e3', '9'.repeat(30)]) {
      expect([id, await operator.refusal(ONE, { id })]).toEqual([id, 'PARKED_MESSAGE_NOT_FOUND']);
      expect([id, await operator.refusal(REPLAY, input(id))]).toEqual([id, 'PARKED_MESSAGE_NOT_FOUND']);
    }
  });

  it('are recorded where the service can add and never change', async () => {
    const change = (statement: string) => fixture.service.app.get(DataSource).query(statement);
    await expect(change(`UPDATE journal_intervention SET reason = 'x'`)).rejects.toThrow('permission denied');
    await expect(change(`DELETE FROM journal_intervention`)).rejects.toThrow('permission denied');
  });
});
