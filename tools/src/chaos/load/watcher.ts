import { createClient as createEventStreamClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { pause } from '../pause.js';
import { accounts } from './acts.js';
import type { GatewayDoor } from './gateway-door.js';

/** A change as a subscriber was told it. */
export interface Frame {
  readonly cursor: string;
  readonly transition: string;
  readonly at: string;
  readonly gridEvent: { readonly id: string };
}

interface Result {
  readonly data?: { readonly gridEventChanged: Frame } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly cursor?: string } }[];
}

interface Sink {
  next: (result: Result) => void;
  error: (error: unknown) => void;
  complete: () => void;
}

type Subscribe = (headers: Record<string, string>, variables: object, sink: Sink) => () => void;
type WebSocketSink = Parameters<ReturnType<typeof createWebSocketClient>['subscribe']>[1];

const area = '361104';
const againAfterMs = 300;
const START = `query ($areaCode: String!) { gridEventFeed(areaCode: $areaCode, first: 1) { endCursor } }`;
const SUBSCRIPTION = `subscription ($areaCode: String!, $after: String) {
  gridEventChanged(areaCode: $areaCode, after: $after) { cursor transition at gridEvent { id } }
}`;

/** Follows the whole county and, whenever the connection is lost, goes on from the last cursor it was given. */
export class Watcher {
  readonly frames: Frame[] = [];
  connections = 0;
  private readonly seen = new Set<string>();
  private isStopped = false;
  private running: Promise<void> | undefined;
  private cut: () => void = () => undefined;

  constructor(
    readonly name: 'websocket' | 'event-stream',
    private readonly door: GatewayDoor,
  ) {}

  /** Takes its place at the end of the feed; what happens from now on is for it to tell. */
  async start(): Promise<void> {
    type Feed = { gridEventFeed: { endCursor: string } };
    const { gridEventFeed } = await this.door.ask<Feed>(accounts.county, START, { areaCode: area });
    this.running = this.follow(gridEventFeed.endCursor);
  }

  hasSeen(gridEventId: string): boolean {
    return this.seen.has(gridEventId);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    this.cut();
    await this.running;
  }

  private async follow(from: string): Promise<void> {
    let cursor = from;
    while (!this.isStopped) {
      try {
        cursor = await this.connect(cursor);
      } catch {
        // Down; the next try goes on from the same place.
      }
      if (!this.isStopped) await pause(againAfterMs);
    }
  }

  /** One connection until it ends. @returns the cursor to go on from */
  private async connect(from: string): Promise<string> {
    const headers = { authorization: `Bearer ${await this.door.token(accounts.county)}` };
    const subscribe = this.name === 'websocket' ? this.overWebSocket() : this.overEventStream();
    this.connections += 1;
    return new Promise((resolve) => {
      let cursor = from;
      let unsubscribe: () => void = () => undefined;
      const end = (): void => {
        unsubscribe();
        resolve(cursor);
      };
      this.cut = end;
      unsubscribe = subscribe(
        headers,
        { areaCode: area, after: from },
        {
          next: ({ data, errors }) => {
            if (data) cursor = this.take(data.gridEventChanged);
            const { code, cursor: place } = errors?.[0]?.extensions ?? {};
            if (code === 'UNAUTHENTICATED' || code === 'TOKEN_EXPIRED') this.door.forget(accounts.county);
            if (place) cursor = place;
            if (errors) end();
          },
          error: end,
          complete: end,
        },
      );
    });
  }

  private take(frame: Frame): string {
    this.frames.push(frame);
    this.seen.add(frame.gridEvent.id);
    return frame.cursor;
  }

  private overWebSocket(): Subscribe {
    return (headers, variables, sink) => {
      const client = createWebSocketClient({
        url: `${this.door.address.gatewayUrl.replace('http', 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: headers,
        retryAttempts: 0,
        keepAlive: 5_000,
      });
      const unsubscribe = client.subscribe(
        { query: SUBSCRIPTION, variables: { ...variables } },
        sink as WebSocketSink,
      );
      return () => {
        unsubscribe();
        client.terminate();
      };
    };
  }

  private overEventStream(): Subscribe {
    return (headers, variables, sink) => {
      const client = createEventStreamClient({
        url: `${this.door.address.gatewayUrl}/graphql/stream`,
        headers,
        retryAttempts: 0,
      });
      const unsubscribe = client.subscribe(
        { query: SUBSCRIPTION, variables: { ...variables } },
        sink as WebSocketSink,
      );
      return () => {
        unsubscribe();
        client.dispose();
      };
    };
  }
}
