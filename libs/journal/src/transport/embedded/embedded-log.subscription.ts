import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { LOG_CHANNEL } from './embedded-log.schema.js';
import { Leader } from '../../leader.js';
import { Loop } from '../../retry.js';
import { nameOfError } from '../error-name.js';
import { READING_LIMIT, signal, STOP_LIMIT_MS, within } from '../reading.js';
import type { IncomingMessage, SubscribeOptions, Subscription } from '../transport.js';

const POLL_MS = 1_000;
const STANDBY_POLL_MS = 2_000;
const BACKOFF = { firstMs: 100, ceilingMs: 5_000 };

const HEADS = `SELECT name AS topic, head::float8 AS "offset" FROM topic WHERE name = ANY($1)`;
const OFFSETS = `SELECT topic, "offset"::float8 AS "offset" FROM consumer_offset WHERE consumer_group = $1 AND topic = ANY($2)`;
/** The first message goes in any case. Lengths are known without unpacking what is stored. */
const NEXT = `
  SELECT topic, "offset"::float8 AS "offset", key, value, waiting
    FROM (SELECT page.*, count(*) OVER ()::int AS waiting,
                 sum(octet_length(value)) OVER (ORDER BY "offset") - octet_length(value) AS before
            FROM (SELECT topic, "offset", key, value FROM message
                   WHERE topic = $1 AND "offset" > $2 ORDER BY "offset" LIMIT $3) page) next
   WHERE before = 0 OR before + octet_length(value) <= $4 ORDER BY "offset"`;
const COMMIT_OFFSET = `
  INSERT INTO consumer_offset (consumer_group, topic, "offset") VALUES ($1, $2, $3)
  ON CONFLICT (consumer_group, topic) DO UPDATE SET "offset" = excluded."offset"`;

interface TopicOffset {
  readonly topic: string;
  readonly offset: number;
}

interface Next extends IncomingMessage {
  /** Messages that this slice was taken from. */
  readonly waiting: number;
}

/** One reader of the embedded log. Of a group, one member reads at a time; the others stand by. */
export class EmbeddedLogSubscription implements Subscription {
  readonly ready: Promise<void>;
  private readonly isReady = signal();
  private readonly logger = new Logger(EmbeddedLogSubscription.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private offsets: Map<string, number> | undefined;
  private offsetsOfTerm = 0;

  constructor(
    url: string,
    private readonly options: SubscribeOptions,
  ) {
    this.ready = this.isReady.promise;
    const lock = options.group ?? `reader-${crypto.randomUUID()}`;
    this.leader = new Leader(url, lock, { channel: LOG_CHANNEL, onNotification: () => this.loop.wake() });
    this.loop = new Loop(
      () => this.step(),
      async (error) => {
        this.logger.error({ message: 'Reading the log failed', error: nameOfError(error) });
        await this.leader.learn(error);
      },
      BACKOFF,
    );
  }

  start(): void {
    this.loop.start();
  }

  async stop(): Promise<void> {
    await within(STOP_LIMIT_MS, this.loop.stop());
    await this.leader.release();
    this.isReady.settle();
  }

  private async step(): Promise<number> {
    const client = await this.acquireWithOffsets();
    this.isReady.settle();
    if (!client) return STANDBY_POLL_MS;
    let isBehind = false;
    for (const topic of this.options.topics) isBehind = (await this.readTopic(client, topic)) || isBehind;
    return isBehind ? 0 : POLL_MS;
  }

  /** @returns whether there is more to read */
  private async readTopic(client: Client, topic: string): Promise<boolean> {
    const after = this.offsets?.get(topic) ?? 0;
    const { messages: limit, bytes } = READING_LIMIT;
    const { rows } = await client.query<Next>(NEXT, [topic, after, limit, bytes]);
    const last = rows.at(-1);
    if (!last) return false;
    await this.options.onBatch(rows.map(({ waiting: _waiting, ...message }) => message));
    if (this.options.group) await client.query(COMMIT_OFFSET, [this.options.group, topic, last.offset]);
    this.offsets?.set(topic, last.offset);
    return rows.length < last.waiting || rows.length === limit;
  }

  private async acquireWithOffsets(): Promise<Client | null> {
    const client = await this.leader.acquire();
    if (!client) return null;
    const isNewTerm = this.options.group !== undefined && this.offsetsOfTerm !== this.leader.term;
    if (!this.offsets || isNewTerm) this.offsets = await this.loadOffsets(client);
    this.offsetsOfTerm = this.leader.term;
    return client;
  }

  /** A group goes on where its last reader stopped; a lone reader starts at the heads of its topics. */
  private async loadOffsets(client: Client): Promise<Map<string, number>> {
    const { group, topics } = this.options;
    const { rows } = group
      ? await client.query<TopicOffset>(OFFSETS, [group, topics])
      : await client.query<TopicOffset>(HEADS, [topics]);
    return new Map(rows.map(({ topic, offset }) => [topic, offset]));
  }
}
