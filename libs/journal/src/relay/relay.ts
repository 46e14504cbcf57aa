import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { Gauge } from 'prom-client';
import { metrics } from '@lianxin/service-kit';
import { toEnvelope } from '../entries/journal-entry.js';
import type { JournalEntry } from '../entries/journal-entry.js';
import { Leader } from '../leader.js';
import { Loop, withLimit } from '../retry.js';
import { ASSIGN_POSITIONS, MARK_PUBLISHED, UNPUBLISHED } from './relay.statements.js';
import type { EventTransport, OutgoingMessage } from '../transport/transport.js';

/** How many entries are sent at once, at most. */
export const RELAY_BATCH_SIZE = 500;
/** The floor under the wake-ups: how long an entry can wait when every wake-up was lost. */
const POLL_MS = 1_000;
const STANDBY_POLL_MS = 2_000;
/** A lone commit is published at once; of many, those of so many milliseconds go together. */
const PACE_MS = 20;
const BACKOFF = { firstMs: 100, ceilingMs: 2_000 };
const CHANNEL = 'lianxin_outbox';

/** Stored bytes that one batch may come to; the first entry goes in any case. Imports of areas write large entries. */
const BATCH_BYTES = 1_000_000;
/** Longer than a transport tries by itself. What it comes to later is sent twice, which inboxes are made for. */
const SEND_LIMIT_MS = 30_000;
/** A holder that neither sends nor asks for so long is frozen: PostgreSQL ends its session, and with it its place. */
const IDLE_LIMIT_MS = 45_000;
/** How long a batch on its way may hold up an orderly end. */
const STOP_LIMIT_MS = 5_000;

const publishedPosition = new Gauge({
  name: 'lianxin_relay_published_position',
  help: 'Position of the last journal entry handed to the event transport',
  registers: [metrics],
});

interface Unpublished extends JournalEntry {
  readonly position: number;
  /** Entries that this batch was taken from. */
  readonly waiting: number;
}

interface Batch {
  readonly entries: readonly Unpublished[];
  /** Nothing more was there when it was read. */
  readonly isLast: boolean;
}

const NOTHING: Batch = { entries: [], isLast: true };

export interface RelayOptions {
  readonly service: string;
  readonly databaseUrl: string;
  /** In the place of the limits above, in milliseconds; for tests. */
  readonly limits?: { readonly sendMs?: number; readonly idleMs?: number };
}

/**
 * Carries entries from the journal to the transport: one active relay a service, at least once, in order. Every statement runs
 * in the session that holds the place, so that whoever lost it can note nothing any more; a batch that it still had on its way
 * arrives once more than it should, and never before those that precede it.
 */
export class Relay {
  private readonly logger = new Logger(Relay.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private readonly ending = new AbortController();
  private readonly published: (() => void)[] = [];
  private isStopping = false;

  constructor(
    private readonly options: RelayOptions,
    private readonly transport: EventTransport,
  ) {
    this.leader = new Leader(options.databaseUrl, `${options.service}.relay`, {
      channel: CHANNEL,
      onNotification: () => this.loop.wake(),
      idleLimitMs: options.limits?.idleMs ?? IDLE_LIMIT_MS,
    });
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Relay failed', error: String(error) });
        await this.leader.learn(error);
      },
      BACKOFF,
      PACE_MS,
    );
  }

  start(): void {
    this.loop.start();
  }

  /** To be called after a commit in this process; never inside a transaction. */
  wake(): void {
    this.loop.wake();
  }

  /** Calls `listener` whenever this process has published something: the journal's head has moved. */
  afterPublished(listener: () => void): void {
    this.published.push(listener);
  }

  /** Publishes everything that is committed by now. For tests and orderly shutdown. */
  async drain(): Promise<void> {
    const client = await this.leader.acquire();
    if (!client) return;
    while (!this.isStopping && (await this.publish(client)));
  }

  /** Lets a batch on its way arrive, for a few seconds; what is not acknowledged by then is sent again by the next holder. */
  async stop(): Promise<void> {
    this.isStopping = true;
    const timer = setTimeout(() => this.ending.abort(new Error('The relay is stopping')), STOP_LIMIT_MS);
    await this.loop.stop();
    clearTimeout(timer);
    await this.leader.release();
  }

  private async step(): Promise<number> {
    const client = await this.leader.acquire();
    if (!client) return this.tellHolder();
    await this.publish(client);
    return POLL_MS;
  }

  /**
   * Sends what waits, batch by batch, and reads the next one while one is on its way.
   * @returns whether there was anything
   */
  private async publish(client: Client): Promise<boolean> {
    let published = 0;
    let batch = await this.nextBatch(client, { published, after: 0 });
    while (batch.entries.length > 0 && !this.isStopping) {
      const after = batch.entries.at(-1)?.position ?? 0;
      const [sent, next] = await Promise.allSettled([
        this.send(batch.entries),
        batch.isLast ? NOTHING : this.nextBatch(client, { published, after }),
      ]);
      if (sent.status === 'rejected') throw sent.reason;
      published = after;
      publishedPosition.set(published);
      if (next.status === 'rejected') throw next.reason;
      batch = next.value;
    }
    if (published === 0) return false;
    await client.query(MARK_PUBLISHED, [published]);
    for (const listener of this.published) listener();
    return true;
  }

  private async nextBatch(client: Client, place: { published: number; after: number }): Promise<Batch> {
    await client.query(ASSIGN_POSITIONS, [RELAY_BATCH_SIZE, place.published]);
    const { rows } = await client.query<Unpublished>(UNPUBLISHED, [
      RELAY_BATCH_SIZE,
      BATCH_BYTES,
      place.after,
    ]);
    const waiting = rows[0]?.waiting ?? 0;
    return { entries: rows, isLast: rows.length === waiting && rows.length < RELAY_BATCH_SIZE };
  }

  private send(entries: readonly Unpublished[]): Promise<void> {
    const sending = this.transport.send(entries.map((entry) => this.toMessage(entry)));
    const limitMs = this.options.limits?.sendMs ?? SEND_LIMIT_MS;
    return withLimit(sending, { limitMs, signal: this.ending.signal, what: 'Sending a batch' });
  }

  private toMessage(entry: Unpublished): OutgoingMessage {
    const { position, waiting: _waiting, ...rest } = entry;
    const envelope = toEnvelope(rest, this.options.service, position);
    return {
      topic: `${this.options.service}.${entry.aggregateType}`,
      key: entry.aggregateId,
      value: JSON.stringify(envelope),
    };
  }

  /** This process does not hold the relay: one coalesced notification outside any transaction wakes the one that does. */
  private async tellHolder(): Promise<number> {
    await this.leader.notify(CHANNEL);
    return STANDBY_POLL_MS;
  }
}
