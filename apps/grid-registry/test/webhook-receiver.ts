import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly change: {
    readonly id: string;
    readonly subject: string;
    readonly data: { readonly transition: string; readonly cursor: string };
  };
}

export type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

export const answering =
  (status: number, text = '', headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    void response.writeHead(status, headers).end(text);

export const hanging: Behaviour = () => undefined;

/** An endpoint of a department on this machine, which does what a test says. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  behaviour: Behaviour = answering(204);

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const receiver = new WebhookReceiver(server, `http://127.0.0.1:${port}/changes`);
    server.on('request', (request, response) => receiver.take(request, response));
    return receiver;
  }

  get transitions(): string[] {
    return this.received.map(({ change }) => change.data.transition);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const headers = request.headers as Record<string, string>;
      this.received.push({ headers, body, change: JSON.parse(body) as Received['change'] });
      this.behaviour(response, request);
    });
  }
}
