import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { metrics } from '@lianxin/service-kit';
import { WebSocket } from 'ws';
import { Subscriptions } from '../src/subscriptions/subscriptions.js';
import { GatewayUnderTest } from './gateway-under-test.js';
import { readSlowly } from './slow-readers.js';

const BULKY =
  'subscription($after: String) { gridEventChanged(areaCode: "361104", after: $after) { cursor gridEvent { id bulky } } }';
/** Several signs of life fall into the time that is given to a reader, before and after it is cut off. */
const SETTINGS = { KEEP_ALIVE_MS: '50', SLOW_SUBSCRIBER_MS: '2500', MAX_CONNECTIONS: '1' };

const turn = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** An error that nobody takes ends the process; here it fails the test during which it happens. */
describe('an event stream that is not read', () => {
  let gateway: GatewayUnderTest;
  let subject: string;

  beforeEach(async () => {
    gateway = await GatewayUnderTest.start(SETTINGS);
    subject = randomUUID();
  });
  afterEach(() => gateway.stop());

  async function subscribeAndNeverRead(expiresInS?: number): Promise<void> {
    const authorization = await gateway.bearer(subject, expiresInS);
    const reader = await readSlowly(gateway, 'event stream', authorization, {
      query: BULKY,
      variables: { after: 'c0' },
    });
    reader.pause();
    gateway.registry.state.report(30);
    await gateway.transport.reported();
    reader.ended.catch(() => undefined);
    await turn(1_000);
  }

  async function endedBy(reason: string): Promise<number> {
    const ended = await metrics.getSingleMetric('lianxin_subscriptions_ended_total')?.get();
    return ended?.values.find(({ labels }) => labels['reason'] === reason)?.value ?? 0;
  }

  async function untilRoomForAnother(): Promise<void> {
    const headers = { authorization: await gateway.bearer(randomUUID()), 'content-type': 'application/json' };
    const body = JSON.stringify({ query: BULKY });
    for (let status = 429; status === 429; await turn(50)) {
      const leave = new AbortController();
      const asking = { method: 'POST', headers, body, signal: leave.signal };
      ({ status } = await fetch(`${gateway.url}/graphql/stream`, asking));
      leave.abort();
    }
  }

  it.each([
    ['SLOW_SUBSCRIBER', undefined, () => Promise.resolve()],
    ['TOKEN_EXPIRED', 2, () => Promise.resolve()],
    ['GRANT_REVOKED', undefined, () => gateway.transport.revoked(subject)],
  ])('is ended by %s, and its place goes to another', async (reason, expiresInS, happen) => {
    const before = await endedBy(reason);
    await subscribeAndNeverRead(expiresInS);
    await happen();
    while (gateway.app.get(Subscriptions).size > 0) await turn(5);
    expect(await endedBy(reason)).toBe(before + 1);
    await untilRoomForAnother();
    expect((await gateway.ask('{ area(code: "1") { id } }')).errors).toEqual([]);
  });
});

describe('a connection that wants to be a WebSocket', () => {
  let gateway: GatewayUnderTest;

  beforeEach(async () => {
    gateway = await GatewayUnderTest.start();
  });
  afterEach(() => gateway.stop());

  async function upgradeTo(target: string): Promise<Socket> {
    const { hostname, port } = new URL(gateway.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    const headers = ['Host: gateway', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`GET ${target} HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    return socket;
  }

  it.each(['//', 'http://[', '/elsewhere'])('is refused at the address %s', async (target) => {
    const socket = await upgradeTo(target);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 404 /);
    expect((await gateway.ask('{ area(code: "1") { id } }')).errors).toEqual([]);
  });

  it('may go away without an answer', async () => {
    for (let index = 0; index < 20; index += 1) {
      const socket = await upgradeTo('/elsewhere');
      socket.resetAndDestroy();
    }
    await turn(100);
    expect((await gateway.ask('{ area(code: "1") { id } }')).errors).toEqual([]);
  });

  it.each([
    ['too large a frame', Buffer.alloc(300_000, 'x'), 1009],
    ['what is no message', Buffer.from('{'), 4400],
  ])('is closed for %s, and nothing is printed', async (_what, data, expected) => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(data);
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(expected);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });
});
