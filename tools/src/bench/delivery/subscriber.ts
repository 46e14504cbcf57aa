import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Platform } from '../../platform/platform.js';

const subscription = `subscription ($areaCode: String!) {
  gridEventChanged(areaCode: $areaCode) { cursor transition gridEvent { id state } }
}`;
const arrivalLimitMs = 15_000;

interface Frame {
  readonly gridEventChanged: { readonly gridEvent: { readonly id: string } };
}

/** Somebody who watches the county over a WebSocket, and notes when each event was told first. */
export class Subscriber {
  private readonly arrivals = new Map<string, number>();
  private readonly waiting = new Map<string, (at: number) => void>();
  private end: string | undefined;

  private constructor(private readonly client: Client) {}

  static async open(platform: Platform, account: string, areaCode: string): Promise<Subscriber> {
    const client = createClient({
      url: platform.graphqlUrl.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${await platform.token(account)}` },
      retryAttempts: 0,
    });
    const subscriber = new Subscriber(client);
    await new Promise<void>((resolve, reject) => {
      client.on('connected', () => resolve());
      client.on('closed', (event) =>
        reject(new Error(`the subscription was closed: ${JSON.stringify(event)}`)),
      );
      client.subscribe<Frame>(
        { query: subscription, variables: { areaCode } },
        {
          next: ({ data, errors }) => {
            if (data) subscriber.note(data.gridEventChanged.gridEvent.id);
            else subscriber.end = JSON.stringify(errors);
          },
          error: (error) => (subscriber.end = String(error)),
          complete: () => (subscriber.end ??= 'completed'),
        },
      );
    });
    return subscriber;
  }

  /** When the first frame about the event came, in `performance.now()` milliseconds; at once if it came before it was asked for. */
  async arrivalOf(gridEventId: string): Promise<number> {
    const arrived = this.arrivals.get(gridEventId);
    if (arrived !== undefined) return arrived;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      const told = (): void =>
        reject(new Error(`no frame within ${arrivalLimitMs} ms (${this.end ?? 'open'})`));
      timer = setTimeout(told, arrivalLimitMs);
    });
    const arrival = new Promise<number>((resolve) => this.waiting.set(gridEventId, resolve));
    return Promise.race([arrival, late]).finally(() => clearTimeout(timer));
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private note(gridEventId: string): void {
    if (this.arrivals.has(gridEventId)) return;
    const at = performance.now();
    this.arrivals.set(gridEventId, at);
    this.waiting.get(gridEventId)?.(at);
  }
}
