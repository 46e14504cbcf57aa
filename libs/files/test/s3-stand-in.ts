import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What S3 answers about objects (PutObject, GetObject with a range, DeleteObject), in this process. Requests must be signed. */
export class S3StandIn {
  readonly objects = new Map<string, Buffer>();
  /** What the next requests get instead of an answer. */
  readonly faults: ('hang' | number)[] = [];
  requests = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<S3StandIn> {
    const server = createServer();
    const standIn = new S3StandIn(server);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      standIn.answer(request, response).catch(() => response.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const fault = this.faults.shift();
    if (fault === 'hang') return;
    if (fault !== undefined) return refuse(response, fault, 'InternalError');
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 '))
      return refuse(response, 403, 'AccessDenied');
    const key = new URL(request.url ?? '/', this.url).pathname;
    if (request.method === 'PUT') this.objects.set(key, Buffer.concat(chunks));
    if (request.method === 'DELETE') this.objects.delete(key);
    if (request.method !== 'GET') return void response.writeHead(request.method === 'PUT' ? 200 : 204).end();
    const object = this.objects.get(key);
    if (!object) return refuse(response, 404, 'NoSuchKey');
    sendObject(response, object, request.headers.range);
  }
}

function sendObject(response: ServerResponse, object: Buffer, range: string | undefined): void {
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  const body = from === undefined ? object : object.subarray(Number(from), Number(to) + 1);
  response.writeHead(from === undefined ? 200 : 206, { 'content-length': body.length }).end(body);
}

function refuse(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}
