import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { Subscriptions } from '../src/subscriptions/subscriptions.js';
import { GatewayUnderTest } from './gateway-under-test.js';
import { readSlowly } from './slow-readers.js';
import { listen, Listening } from './subscription-clients.js';
import type { Received, Transport } from './subscription-clients.js';

const QUERY =
  'subscription($after: String) { gridEventChanged(areaCode: "361104", after: $after) { cursor gridEvent { id } } }';
const BULKY = QUERY.replace('{ id }', '{ id bulky }');
const SETTINGS = {
  MAX_SUBSCRIPTIONS_PER_CONNECTION: '2',
  MAX_SUBSCRIPTIONS_PER_SUBJECT: '3',
  CONNECTION_INIT_TIMEOUT_MS: '100',
  SLOW_SUBSCRIBER_MS: '1500',
};
const TRANSPORTS: Transport[] = ['WebSocket', 'event stream'];

describe('limits of subscriptions', () => {
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    gateway = await GatewayUnderTest.start(SETTINGS);
  });
  afterAll(() => gateway.stop());

  const untilOpen = async (count: number): Promise<void> => {
    while (gateway.app.get(Subscriptions).size !== count)
      await new Promise((resolve) => setTimeout(resolve, 5));
  };
  const openSocket = async (path = '/graphql'): Promise<WebSocket> => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws');
    await once(socket, 'open');
    return socket;
  };
  const codeOf = (value: unknown): unknown =>
    (value as { extensions: { code: string } }[] | undefined)?.[0]?.extensions;

  it('allows a connection so many', async () => {
    const authorization = await gateway.bearer(randomUUID());
    const client = createClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
      lazy: false,
    });
    const open = () =>
      new Listening((sink) =>
        client.subscribe({ query: QUERY }, sink as Parameters<typeof client.subscribe>[1]),
      );
    const [one, two] = [open(), open()];
    await untilOpen(2);
    const three = open();
    await three.ended;
    expect(codeOf(three.failure)).toEqual({
      code: 'TOO_MANY_SUBSCRIPTIONS',
      details: { scope: 'connection', max: 2 },
    });
    one.stop();
    await untilOpen(1);
    const four = open();
    await untilOpen(2);
    four.stop();
    two.stop();
    await client.dispose();
    await untilOpen(0);
  });

  it('allows a person so many, over all connections', async () => {
    const authorization = await gateway.bearer(randomUUID());
    const open = [1, 2, 3].map(() => listen(gateway, 'event stream', authorization, { query: QUERY }));
    await untilOpen(3);
    const fourth = listen(gateway, 'event stream', authorization, { query: QUERY });
    await fourth.ended;
    expect(codeOf(fourth.received[0]?.errors)).toEqual({
      code: 'TOO_MANY_SUBSCRIPTIONS',
      details: { scope: 'subject', max: 3 },
    });
    for (const listening of open) listening.stop();
    await untilOpen(0);
  });

  it.each(TRANSPORTS)('cuts off who does not read, with the cursor to go on from: %s', async (transport) => {
    const authorization = await gateway.bearer(randomUUID());
    const { journal } = gateway.registry.state;
    const after = `c${journal.length}`;
    const reader = await readSlowly(gateway, transport, authorization, {
      query: BULKY,
      variables: { after },
    });
    gateway.registry.state.report(1);
    await gateway.transport.reported();
    while (reader.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    reader.pause();
    gateway.registry.state.report(30);
    await gateway.transport.reported();
    await untilOpen(0);
    reader.resume();
    await reader.ended;
    const { cursor, ids } = endOf(reader.received);
    expect(ids.length).toBeLessThan(31);
    const rest = listen(gateway, transport, authorization, { query: QUERY, variables: { after: cursor } });
    await rest.until(() => ids.length + rest.ids.length >= 31, 'the rest');
    expect([...ids, ...rest.ids]).toEqual(journal.slice(-31).map(({ gridEventId }) => gridEventId));
    rest.stop();
  });

  it('gives a connection only so long to say who it is', async () => {
    const [code] = (await once(await openSocket(), 'close')) as [number];
    expect(code).toBe(4408);
  });

  it.each([
    ['an expired token', () => gateway.issuer.token({ subject: randomUUID(), expiresInS: -60 })],
    ['a token of another key', () => gateway.issuer.token({ subject: randomUUID(), isForged: true })],
    ['no token', () => Promise.resolve(undefined)],
  ])('does not take a connection with %s', async (_what, token) => {
    const socket = await openSocket();
    const given = await token();
    socket.send(
      JSON.stringify({ type: 'connection_init', payload: given ? { authorization: `Bearer ${given}` } : {} }),
    );
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4401, 'UNAUTHENTICATED']);
  });

  it('needs a token for an event stream too', async () => {
    const { status, errors } = await gateway.post({ query: QUERY }, {}, '/graphql/stream');
    expect([status, errors[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('closes a connection whose token has expired', async () => {
    const socket = await openSocket();
    socket.send(
      JSON.stringify({
        type: 'connection_init',
        payload: { authorization: await gateway.bearer(randomUUID(), 1) },
      }),
    );
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect([code, reason.toString()]).toEqual([4401, 'TOKEN_EXPIRED']);
  });

  it('is a WebSocket at its own address only', async () => {
    await expect(openSocket('/elsewhere')).rejects.toThrow('404');
  });
});

describe('a connection that gives no sign of life', () => {
  it('is ended', async () => {
    const gateway = await GatewayUnderTest.start({ KEEP_ALIVE_MS: '200' });
    const url = `${gateway.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, 'graphql-transport-ws', { autoPong: false });
    await once(socket, 'open');
    const authorization = await gateway.bearer(randomUUID());
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization } }));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1006);
    await gateway.stop();
  });
});

describe('a gateway that stops', () => {
  it('tells every subscriber where to go on', async () => {
    const gateway = await GatewayUnderTest.start();
    const authorization = await gateway.bearer(randomUUID());
    const after = 'c0';
    const both = TRANSPORTS.map((transport) =>
      listen(gateway, transport, authorization, { query: QUERY, variables: { after } }),
    );
    gateway.registry.state.report(2);
    await gateway.transport.reported();
    for (const listening of both) await listening.until(() => listening.ids.length === 2, 'two changes');
    const startedAt = Date.now();
    await gateway.stop();
    expect(Date.now() - startedAt).toBeLessThan(3_000);
    for (const listening of both) {
      await listening.ended;
      expect(listening.lastError).toEqual({ code: 'SERVICE_RESTARTING', cursor: 'c2' });
    }
  });
});

function endOf(received: readonly Received[]): { cursor: unknown; ids: string[] } {
  const last = received.at(-1)?.errors?.[0]?.extensions;
  expect(last).toMatchObject({ code: 'SLOW_SUBSCRIBER' });
  return {
    cursor: last?.['cursor'],
    ids: received.flatMap(({ data }) => (data ? [data.gridEventChanged.gridEvent.id] : [])),
  };
}
