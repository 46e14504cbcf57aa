import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A change as it was delivered. */
export interface Delivered {
  readonly id: string;
  readonly gridEventId: string;
  readonly transition: string;
}

const largestBody = 256 * 1024;

/** A department's receiver on loopback: it can fail, verifies what it is sent, and keeps what it accepted by webhook-id. */
export class WebhookReceiver {
  /** What it answers 503 to instead of taking it. */
  isFailing = true;
  readonly accepted: Delivered[] = [];
  /** The ids of what came while it failed. */
  readonly failed: string[] = [];
  /** What was accepted before and came again. */
  readonly repeated: string[] = [];
  /** How often a signature did not verify. */
  forged = 0;
  private verifier: Webhook | null = null;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve, reject) =>
      server.once('error', reject).listen(0, '127.0.0.1', resolve),
    );
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(server, `http://127.0.0.1:${port}/changes`);
    server.on('request', (request, response) => void receiver.answer(request, response));
    return receiver;
  }

  /** The secret is known only once the webhook is defined, which takes the address of this. */
  verifyWith(secret: string): void {
    this.verifier = new Webhook(secret);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      response.writeHead(this.take(await bodyOf(request), request.headers)).end();
    } catch {
      response.destroy();
    }
  }

  /** @returns the status to answer */
  private take(body: string, headers: IncomingHttpHeaders): number {
    try {
      if (!this.verifier) return 503;
      this.verifier.verify(body, headers as Record<string, string>);
    } catch {
      this.forged += 1;
      return 401;
    }
    const id = String(headers['webhook-id']);
    if (this.isFailing) {
      this.failed.push(id);
      return 503;
    }
    if (this.accepted.some((each) => each.id === id)) this.repeated.push(id);
    else this.accepted.push({ id, ...changeIn(body) });
    return 204;
  }
}

function changeIn(body: string): Omit<Delivered, 'id'> {
  const { subject, data } = JSON.parse(body) as { subject: string; data: { transition: string } };
  return { gridEventId: subject, transition: data.transition };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw new Error('the body is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
