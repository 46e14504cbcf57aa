import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { GatewayUnderTest } from './gateway-under-test.js';

export interface Received {
  readonly data?: { gridEventChanged: { cursor: string; gridEvent: { id: string } } } | null;
  readonly errors?: readonly { message: string; path?: unknown[]; extensions: Record<string, unknown> }[];
}

export interface Payload {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** What a subscription brought so far. */
export class Listening {
  readonly received: Received[] = [];
  readonly ended: Promise<void>;
  private settle: () => void = () => undefined;
  /** Why it ended other than by completing. */
  failure: unknown;

  constructor(
    subscribe: (sink: {
      next: (value: Received) => void;
      error: (error: unknown) => void;
      complete: () => void;
    }) => () => void,
  ) {
    this.ended = new Promise((resolve) => (this.settle = resolve));
    this.stop = subscribe({
      next: (value) => this.received.push(value),
      error: (error) => {
        this.failure = error;
        this.settle();
      },
      complete: () => this.settle(),
    });
  }

  readonly stop: () => void;

  get ids(): string[] {
    return this.received.flatMap(({ data }) => (data ? [data.gridEventChanged.gridEvent.id] : []));
  }

  get lastCursor(): string | undefined {
    return this.received.flatMap(({ data }) => (data ? [data.gridEventChanged.cursor] : [])).at(-1);
  }

  /** The extensions of the error it ended with. */
  get lastError(): Record<string, unknown> | undefined {
    return this.received.at(-1)?.errors?.[0]?.extensions;
  }

  async until(isSo: () => boolean, what: string): Promise<void> {
    const deadline = Date.now() + 10_000;
    while (!isSo()) {
      if (Date.now() > deadline)
        throw new Error(
          `Waited in vain for ${what}; received ${JSON.stringify(this.received)}, ${String(this.failure)}`,
        );
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

export type Transport = 'WebSocket' | 'event stream';

/** Subscribes over either transport with a client of its kind. */
export function listen(
  gateway: GatewayUnderTest,
  transport: Transport,
  authorization: string,
  payload: Payload,
): Listening {
  if (transport === 'WebSocket') {
    const client = createWsClient({
      url: `${gateway.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      retryAttempts: 0,
    });
    return new Listening((sink) => client.subscribe(payload, sink as Parameters<typeof client.subscribe>[1]));
  }
  const client = createSseClient({
    url: `${gateway.url}/graphql/stream`,
    headers: { authorization },
    retryAttempts: 0,
  });
  return new Listening((sink) => client.subscribe(payload, sink as Parameters<typeof client.subscribe>[1]));
}
