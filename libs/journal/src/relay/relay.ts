import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { Gauge } from 'prom-client';
import { metrics } from '@lianxin/service-kit';
import { ENTRY_COLUMNS, toEnvelope } from '../entries/journal-entry.js';
import type { JournalEntry } from '../entries/journal-entry.js';
import { Leader } from '../leader.js';
import { Loop } from '../retry.js';
import type { EventTransport, OutgoingMessage } from '../transport/transport.js';

const BATCH_SIZE = 500;
/** The floor under the wake-ups: how long an entry can wait when every wake-up was lost. */
const POLL_MS = 1_000;
const STANDBY_POLL_MS = 2_000;
const CHANNEL = 'lianxin_outbox';

/** Gives the committed entries their positions, gapless and in one order, and forgets their outbox rows. */
const ASSIGN_POSITIONS = `
  WITH batch AS (
    DELETE FROM outbox WHERE ordinal IN (SELECT ordinal FROM outbox ORDER BY ordinal LIMIT $1) RETURNING ordinal, entry_id),
  state AS (
    UPDATE relay_state SET last_position = last_position + counted.entries
      FROM (SELECT count(*) AS entries FROM batch) AS counted WHERE counted.entries > 0
    RETURNING last_position - counted.entries AS base)
  INSERT INTO journal_position (position, entry_id)
  SELECT state.base + row_number() OVER (ORDER BY ordinal), entry_id FROM batch, state`;

/** Stored bytes that one batch may come to; the first entry goes in any case. Imports of areas write large entries. */
const BATCH_BYTES = 1_000_000;

const UNPUBLISHED = `
  WITH next AS (
    SELECT p.position, p.entry_id, sum(pg_column_size(j.data)) OVER (ORDER BY p.position) - pg_column_size(j.data) AS before
      FROM (SELECT position, entry_id FROM journal_position
             WHERE position > (SELECT published_position FROM relay_state) ORDER BY position LIMIT $1) p
      JOIN journal_entry j ON j.id = p.entry_id)
  SELECT next.position::float8 AS position, (SELECT count(*) FROM next)::int AS waiting, ${ENTRY_COLUMNS}
    FROM next JOIN journal_entry j ON j.id = next.entry_id
   WHERE next.before < $2
   ORDER BY next.position`;

const MARK_PUBLISHED = `UPDATE relay_state SET published_position = $1 WHERE published_position < $1`;

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

export interface RelayOptions {
  readonly service: string;
  readonly databaseUrl: string;
}

/** Carries entries from the journal to the transport: one active relay a service, at least once, in order. */
export class Relay {
  private readonly logger = new Logger(Relay.name);
  private readonly leader: Leader;
  private readonly loop: Loop;

  constructor(
    private readonly options: RelayOptions,
    private readonly transport: EventTransport,
  ) {
    this.leader = new Leader(options.databaseUrl, `${options.service}.relay`, {
      channel: CHANNEL,
      onNotification: () => this.loop.wake(),
    });
    this.loop = new Loop(
      () => this.step(),
      (error) => this.logger.error({ message: 'Relay failed', error: String(error) }),
    );
  }

  start(): void {
    this.loop.start();
  }

  /** To be called after a commit in this process; never inside a transaction. */
  wake(): void {
    this.loop.wake();
  }

  /** Publishes everything that is committed by now. For tests and orderly shutdown. */
  async drain(): Promise<void> {
    const client = await this.leader.acquire();
    if (!client) return;
    while ((await this.publishBatch(client)) !== 'nothing');
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.leader.release();
  }

  private async step(): Promise<number> {
    const client = await this.leader.acquire();
    if (!client) return this.tellHolder();
    return (await this.publishBatch(client)) === 'full' ? 0 : POLL_MS;
  }

  private async publishBatch(client: Client): Promise<'nothing' | 'some' | 'full'> {
    await client.query(ASSIGN_POSITIONS, [BATCH_SIZE]);
    const { rows } = await client.query<Unpublished>(UNPUBLISHED, [BATCH_SIZE, BATCH_BYTES]);
    const last = rows.at(-1);
    if (!last) return 'nothing';
    await this.transport.send(rows.map((entry) => this.toMessage(entry)));
    await client.query(MARK_PUBLISHED, [last.position]);
    publishedPosition.set(last.position);
    return rows.length < last.waiting || rows.length === BATCH_SIZE ? 'full' : 'some';
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
