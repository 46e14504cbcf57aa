import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { GatewayUnderTest } from './gateway-under-test.js';
import { listen } from './subscription-clients.js';
import type { Listening, Payload, Transport } from './subscription-clients.js';

const QUERY = `subscription Watch($areaCode: String!, $after: String, $categories: [GridEventCategory!]) {
  gridEventChanged(areaCode: $areaCode, after: $after, categories: $categories) { cursor transition gridEvent { ...Shown } }
}
fragment Shown on GridEvent { id state }`;

describe.each<Transport>(['WebSocket', 'event stream'])('subscriptions over %s', (transport) => {
  let gateway: GatewayUnderTest;
  let subject: string;
  let listenings: Listening[] = [];

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start({ SUBSCRIPTION_POLL_MS: '400', SUBSCRIPTION_POLL_MIN_MS: '100' });
  });
  afterAll(() => gateway.stop());
  beforeEach(() => {
    subject = randomUUID();
  });
  afterEach(() => {
    for (const listening of listenings) listening.stop();
    listenings = [];
  });

  async function open(
    variables: Record<string, unknown> = {},
    options: { query?: string; expiresInS?: number } = {},
  ): Promise<Listening> {
    const authorization = await gateway.bearer(subject, options.expiresInS);
    const payload: Payload = {
      query: options.query ?? QUERY,
      variables: { areaCode: '361104', ...variables },
    };
    const listening = listen(gateway, transport, authorization, payload);
    listenings.push(listening);
    return listening;
  }

  const cursorOfNow = (): string => `c${gateway.registry.state.journal.length}`;
  const lastIds = (count: number): string[] =>
    gateway.registry.state.journal.slice(-count).map(({ gridEventId }) => gridEventId);

  it('brings what was selected, for each change as it happens', async () => {
    const listening = await open({ after: cursorOfNow() });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.received.length === 1, 'the change');
    expect(listening.received[0]).toEqual({
      data: {
        gridEventChanged: {
          cursor: cursorOfNow(),
          transition: 'GridEventReported',
          gridEvent: { id: lastIds(1)[0], state: 'REPORTED' },
        },
      },
    });
  });

  it('starts now when no cursor is given', async () => {
    gateway.registry.state.report(3);
    const reads = gateway.registry.state.feedReads;
    const listening = await open();
    await listening.until(() => gateway.registry.state.feedReads > reads, 'its first look');
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.ids.length > 0, 'the change');
    expect(listening.ids).toEqual(lastIds(1));
  });

  it('goes on from a cursor with nothing lost and nothing twice while events arrive', async () => {
    const start = cursorOfNow();
    const before = gateway.registry.state.journal.length;
    const collected: string[] = [];
    let after = start;
    for (let round = 0; round < 5; round += 1) {
      const listening = await open({ after });
      const wanted = 13;
      const reporting = (async () => {
        for (let batch = 0; batch < 10; batch += 1) {
          gateway.registry.state.report(3);
          await gateway.transport.reported();
          await new Promise((resolve) => setTimeout(resolve, 3));
        }
      })();
      await listening.until(() => listening.ids.length >= wanted, `${wanted} changes`);
      listening.stop();
      await listening.ended;
      await reporting;
      collected.push(...listening.ids);
      after = listening.lastCursor ?? after;
    }
    const rest = await open({ after });
    const total = gateway.registry.state.journal.length - before;
    await rest.until(() => collected.length + rest.ids.length >= total, 'the rest');
    expect([...collected, ...rest.ids]).toEqual(lastIds(total));
  });

  it('brings only the categories asked for', async () => {
    const listening = await open({ after: cursorOfNow(), categories: ['DISPUTE'] });
    gateway.registry.state.report(2, '361104111001', 'HAZARD');
    gateway.registry.state.report(1, '361104111001', 'DISPUTE');
    await gateway.transport.reported('361104111001', 'DISPUTE');
    await listening.until(() => listening.ids.length > 0, 'the change');
    expect(listening.ids).toEqual(lastIds(1));
  });

  it('finds by itself what no event told of', async () => {
    const listening = await open({ after: cursorOfNow() });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.ids.length === 1, 'a change');
    gateway.registry.state.report(1);
    await listening.until(() => listening.ids.length === 2, 'the change that nobody announced');
  });

  it('ends with its cursor when the token expires', async () => {
    const listening = await open({ after: cursorOfNow() }, { expiresInS: 2 });
    gateway.registry.state.report(2);
    await gateway.transport.reported();
    await listening.until(() => listening.ids.length === 2, 'two changes');
    await listening.until(() => listening.lastError !== undefined, 'the end');
    expect(listening.lastError).toEqual({ code: 'TOKEN_EXPIRED', cursor: cursorOfNow() });
    await listening.ended;
  });

  it('ends with its cursor when a grant of its subscriber is revoked, and leaves others', async () => {
    const listening = await open({ after: cursorOfNow() });
    const revoked = subject;
    subject = randomUUID();
    const other = await open({ after: cursorOfNow() });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.ids.length === 1, 'a change');
    await gateway.transport.revoked(revoked);
    await listening.until(() => listening.lastError !== undefined, 'the end');
    expect(listening.lastError).toEqual({ code: 'GRANT_REVOKED', cursor: cursorOfNow() });
    await listening.ended;
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await other.until(() => other.ids.length === 2, 'what the other still sees');
  });

  it('ends as revoked when the feed no longer answers its subscriber', async () => {
    const listening = await open({ after: cursorOfNow() });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.ids.length === 1, 'a change');
    gateway.registry.state.forbidden.add(subject);
    await gateway.transport.reported();
    await listening.until(() => listening.lastError !== undefined, 'the end');
    expect(listening.lastError).toEqual({ code: 'GRANT_REVOKED', cursor: cursorOfNow() });
  });

  it.each([
    ['a cursor that is not ours', { after: 'made-up' }, undefined, 'INVALID_CURSOR'],
    [
      'a field that is not there',
      {},
      'subscription { gridEventChanged(areaCode: "1") { cursors } }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['text that is no query', {}, 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['a query', {}, '{ area(code: "1") { id } }', 'SUBSCRIPTIONS_ONLY'],
    ['a mutation', {}, 'mutation { rename(code: "1", name: "x") { id } }', 'SUBSCRIPTIONS_ONLY'],
    ['a variable of another type', { areaCode: 1 }, undefined, 'BAD_USER_INPUT'],
    [
      'a conditional root',
      {},
      'subscription { gridEventChanged(areaCode: "1") @skip(if: true) { cursor } }',
      'UNSUPPORTED_SUBSCRIPTION',
    ],
  ])('refuses %s with a code', async (_what, variables, query, code) => {
    gateway.registry.asked.splice(0);
    const listening = await open(variables, { ...(query && { query }) });
    await listening.ended;
    const errors = (listening.failure ?? listening.received[0]?.errors) as {
      extensions: { code: string };
      message: string;
    }[];
    expect(errors[0]?.extensions.code).toBe(code);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean|stack/i);
    if (code !== 'INVALID_CURSOR') expect(gateway.registry.asked).toEqual([]);
  });

  it('tells at its place what a service refuses of a change', async () => {
    const query =
      'subscription($areaCode: String!, $after: String) { changed: gridEventChanged(areaCode: $areaCode, after: $after) { transition gridEvent { secretNote } } }';
    const listening = await open({ after: cursorOfNow() }, { query });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    await listening.until(() => listening.received.length === 1, 'the change');
    expect(listening.received[0]).toEqual({
      data: { changed: { transition: 'GridEventReported', gridEvent: { secretNote: null } } },
      errors: [
        {
          message: 'refused by the registry: FORBIDDEN',
          path: ['changed', 'gridEvent', 'secretNote'],
          extensions: { code: 'FORBIDDEN' },
        },
      ],
    });
  });

  it('asks the graph once for equal subscriptions of one person', async () => {
    const after = cursorOfNow();
    const three = [await open({ after }), await open({ after }), await open({ after })];
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    for (const listening of three) await listening.until(() => listening.ids.length === 1, 'a first change');
    gateway.registry.state.delayMs = 30;
    const reads = gateway.registry.state.feedReads;
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    for (const listening of three) await listening.until(() => listening.ids.length === 2, 'the change');
    gateway.registry.state.delayMs = 0;
    // Not three; a poll in between may add one.
    expect(gateway.registry.state.feedReads - reads).toBeLessThan(3);
  });
});
