import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayUnderTest, MICRO_PROJECT_SECRET, REGISTRY_SECRET } from './gateway-under-test.js';

const TICKET = `${'a'.repeat(16)}.${'b'.repeat(40)}`;
const READ = `/files/grid-registry/${TICKET}`;
const SEND = `/files/grid-registry/uploads/${TICKET}`;
const BYTES = 3_000_000;

interface Arrived {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  bytes: number;
  isWhole: boolean;
}

/** A service that keeps files, as far as the gateway can tell. */
class Keeper {
  readonly arrived: Arrived[] = [];
  hangs = false;
  private readonly server: Server = createServer((request, response) => {
    this.take(request)
      .then(() => {
        if (this.hangs) return;
        const isRead = request.method === 'GET';
        response.writeHead(isRead ? 206 : 204, {
          'upload-offset': '5',
          'content-disposition': 'attachment',
          'set-cookie': 'a=b',
          'x-powered-by': 'keeper',
        });
        response.end(isRead ? Buffer.alloc(BYTES, 1) : undefined);
      })
      .catch(() => undefined);
  });

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/graphql`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async take(request: IncomingMessage): Promise<void> {
    const { method, url, headers } = request;
    const arrived: Arrived = { method, url, headers, bytes: 0, isWhole: false };
    this.arrived.push(arrived);
    for await (const chunk of request) arrived.bytes += (chunk as Buffer).length;
    arrived.isWhole = true;
  }
}

describe('files at the gateway', () => {
  const keeper = new Keeper();
  const otherKeeper = new Keeper();
  let gateway: GatewayUnderTest;

  beforeAll(async () => {
    await Promise.all([keeper.start(), otherKeeper.start()]);
    gateway = await GatewayUnderTest.start({
      GRID_REGISTRY_URL: keeper.url,
      MICRO_PROJECT_URL: otherKeeper.url,
      MAX_FILE_BYTES: String(BYTES),
      FILE_TIMEOUT_MS: '4000',
    });
  });
  afterAll(async () => {
    await gateway.stop();
    keeper.stop();
    otherKeeper.stop();
  });
  beforeEach(() => {
    for (const each of [keeper, otherKeeper]) each.arrived.splice(0);
    keeper.hangs = false;
  });

  const at = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${gateway.url}${path}`, init);
  const codeOf = async (response: Response): Promise<unknown> =>
    ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code;

  it('come and go through it, with the secret of the service and nothing that is not theirs', async () => {
    const read = await at(READ, {
      headers: { range: 'bytes=5-', cookie: 'c=d', 'x-lianxin-gateway': 'guessed' },
    });
    expect((await read.arrayBuffer()).byteLength).toBe(BYTES);
    expect([read.status, read.headers.get('content-disposition')]).toEqual([206, 'attachment']);
    expect([read.headers.get('set-cookie'), read.headers.get('x-powered-by')]).toEqual([null, null]);
    const headers = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const sent = await at(SEND, { method: 'PATCH', headers, body: Buffer.alloc(BYTES) });
    expect([sent.status, sent.headers.get('upload-offset')]).toEqual([204, '5']);
    const [asked, told] = keeper.arrived;
    expect(asked).toMatchObject({ method: 'GET', url: READ, headers: { range: 'bytes=5-' } });
    expect(asked?.headers).toMatchObject({ 'x-lianxin-gateway': REGISTRY_SECRET });
    expect(asked?.headers.cookie).toBeUndefined();
    expect(told).toMatchObject({ method: 'PATCH', url: SEND, bytes: BYTES, isWhole: true, headers });
  });

  it.each([READ, SEND])('are kept by the service that the path names: %s', async (path) => {
    const elsewhere = path.replace('grid-registry', 'micro-project');
    await at(elsewhere, { method: 'HEAD' });
    expect(keeper.arrived).toEqual([]);
    expect(otherKeeper.arrived).toMatchObject([
      { method: 'HEAD', url: elsewhere, headers: { 'x-lianxin-gateway': MICRO_PROJECT_SECRET } },
    ]);
  });

  it.each(['assessment', 'gateway', 'uploads', 'nobody'])('are not kept by %s', async (name) => {
    const answer = await at(READ.replace('grid-registry', name));
    expect([answer.status, await codeOf(answer)]).toEqual([404, 'FILE_KEEPER_UNKNOWN']);
    expect([...keeper.arrived, ...otherKeeper.arrived]).toEqual([]);
  });

  it.each([
    ['GET', SEND],
    ['PATCH', READ],
    ['POST', READ],
    ['DELETE', READ],
    ['GET', '/files/../graphql'],
    ['GET', '/files/grid-registry/short.x'],
    ['GET', `/files/grid-registry/other/${TICKET}`],
    ['GET', `/files/${TICKET}`],
  ])('are asked for in no other way: %s %s', async (method, path) => {
    const answer = await at(path, { method });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(keeper.arrived).toEqual([]);
  });

  it('are bounded, also when they do not say how large they are', async () => {
    const announced = await at(SEND, { method: 'PATCH', body: Buffer.alloc(BYTES + 1) });
    expect([announced.status, await codeOf(announced)]).toEqual([413, 'REQUEST_TOO_LARGE']);
    expect(keeper.arrived).toEqual([]);
    const endless = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await setTimeout(1);
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    const init: RequestInit = { method: 'PATCH', body: endless, duplex: 'half' };
    const outcome = await at(SEND, init).then(
      ({ status }) => status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(outcome);
    expect(keeper.arrived[0]?.bytes).toBeLessThanOrEqual(BYTES);
    expect(keeper.arrived[0]?.isWhole).toBe(false);
  });

  it('are given up when the service hangs', async () => {
    keeper.hangs = true;
    const answer = await at(READ);
    expect(await codeOf(answer)).toBe('SUBGRAPH_UNAVAILABLE');
  });

  it('that a caller stops sending are cut off at the service too, with what had arrived', async () => {
    const half = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(50_000)),
    });
    const caller = new AbortController();
    const sending = at(SEND, {
      method: 'PATCH',
      body: half,
      duplex: 'half',
      signal: caller.signal,
    });
    for (let tries = 0; tries < 50 && keeper.arrived[0]?.bytes !== 50_000; tries += 1) await setTimeout(20);
    caller.abort();
    await expect(sending).rejects.toThrow();
    await setTimeout(200);
    expect(keeper.arrived[0]).toMatchObject({ bytes: 50_000, isWhole: false });
  });
});
