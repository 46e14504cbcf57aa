import { createClient as createEventStreamClient } from 'graphql-sse';
import { createClient as createWebSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { SUBSCRIPTION } from './documents.js';
import type { Person } from './person.js';
import { StoryError } from './storyteller.js';

/** A step of an event as a subscription brought it. */
export interface Change {
  cursor: string;
  transition: string;
  role: string;
  gridEvent: { id: string };
}

interface Result {
  data?: { gridEventChanged: Change } | null;
  errors?: readonly unknown[];
}

interface Sink {
  next: (result: Result) => void;
  error: (error: unknown) => void;
  complete: () => void;
}

type ClientSink = Parameters<ReturnType<typeof createWebSocketClient>['subscribe']>[1];

const payloadOf = (areaCode: string, after: string) => ({
  query: SUBSCRIPTION,
  variables: { areaCode, after },
});

const arrivalLimitMs = 15_000;
const lookEveryMs = 5;

/** A subscription to the hazards of an area, and what it brought so far. */
export class Live {
  private readonly changes: Change[] = [];
  private end: string | null = null;
  private readonly unsubscribe: () => void;

  private constructor(subscribe: (sink: Sink) => () => void) {
    this.unsubscribe = subscribe({
      next: ({ data, errors }) => {
        if (data) this.changes.push(data.gridEventChanged);
        if (errors) this.end = JSON.stringify(errors);
      },
      error: (error) => (this.end ??= describe(error)),
      complete: () => (this.end ??= 'completed'),
    });
  }

  /** Over WebSocket, by graphql-transport-ws; resolves once the connection is accepted. */
  static async overWebSocket(person: Person, areaCode: string, after: string): Promise<Live> {
    const client = createWebSocketClient({
      url: `${person.address.gatewayUrl.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { ...person.headers },
      retryAttempts: 0,
    });
    const accepted = new Promise<void>((resolve, reject) => {
      client.on('connected', () => resolve());
      client.on('closed', (event) => reject(new StoryError(`the WebSocket ${describe(event)}`)));
    });
    const live = new Live((sink) => client.subscribe(payloadOf(areaCode, after), sink as ClientSink));
    await accepted;
    return live;
  }

  /** Over server-sent events. */
  static overEventStream(person: Person, areaCode: string, after: string): Live {
    const client = createEventStreamClient({
      url: `${person.address.gatewayUrl}/graphql/stream`,
      headers: { ...person.headers },
      retryAttempts: 0,
    });
    return new Live((sink) => client.subscribe(payloadOf(areaCode, after), sink as ClientSink));
  }

  changesOf(gridEventId: string): Change[] {
    return this.changes.filter(({ gridEvent }) => gridEvent.id === gridEventId);
  }

  /** The first change of that kind, as soon as it is here. @throws StoryError when it does not come or the stream ends */
  async arrivalOf(gridEventId: string, transition: string): Promise<Change> {
    const deadline = Date.now() + arrivalLimitMs;
    for (;;) {
      const change = this.changesOf(gridEventId).find((candidate) => candidate.transition === transition);
      if (change) return change;
      if (this.end !== null) throw new StoryError(`the subscription ended before ${transition}: ${this.end}`);
      if (Date.now() > deadline) throw new StoryError(this.complaint(gridEventId, transition));
      await new Promise((resume) => setTimeout(resume, lookEveryMs));
    }
  }

  close(): void {
    this.unsubscribe();
  }

  private complaint(gridEventId: string, transition: string): string {
    const seen = this.changesOf(gridEventId).map((change) => change.transition);
    return `expected ${transition} live within ${arrivalLimitMs} ms, got ${JSON.stringify(seen)}`;
  }
}

/** A WebSocket that closes tells so by a code and a reason, everything else by an error. */
function describe(error: unknown): string {
  if (error instanceof Error) return error.message;
  const { code, reason } = (error ?? {}) as { code?: number; reason?: string };
  return code === undefined ? JSON.stringify(error) : `closed with ${code} ${reason ?? ''}`.trim();
}
