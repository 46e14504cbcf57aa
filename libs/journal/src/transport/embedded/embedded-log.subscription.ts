import { Logger } from '@nestjs/common';
import type { Client } from 'pg';
import { LOG_CHANNEL } from './embedded-log.schema.js';
import { Leader } from '../../leader.js';
import { Loop } from '../../retry.js';
import type { IncomingMessage, SubscribeOptions, Subscription } from '../transport.js';

const BATCH_SIZE = 500;
const POLL_MS = 1_000;
const STANDBY_POLL_MS = 2_000;

const HEADS = `SELECT name AS topic, head::float8 AS "offset" FROM topic WHERE name = ANY($1)`;
const OFFSETS = `SELECT topic, "offset"::float8 AS "offset" FROM consumer_offset WHERE consumer_group = $1 AND topic = ANY($2)`;
const NEXT = `
  SELECT topic, "offset"::float8 AS "offset", key, value FROM message
   WHERE topic = $1 AND "offset" > $2 ORDER BY "offset" LIMIT $3`;
const COMMIT_OFFSET = `
  INSERT INTO consumer_offset (consumer_group, topic, "offset") VALUES ($1, $2, $3)
  ON CONFLICT (consumer_group, topic) DO UPDATE SET "offset" = excluded."offset"`;

interface TopicOffset {
  readonly topic: string;
  readonly offset: number;
}

/** One reader of the embedded log. Of a group, one member reads at a time; the others stand by. */
export class EmbeddedLogSubscription implements Subscription {
  private readonly logger = new Logger(EmbeddedLogSubscription.name);
  private readonly leader: Leader;
  private readonly loop: Loop;
  private offsets: Map<string, number> | undefined;
  private offsetsOfTerm = 0;

  constructor(
    url: string,
    private readonly options: SubscribeOptions,
  ) {
    const lock = options.group ?? `reader-${crypto.randomUUID()}`;
    this.leader = new Leader(url, lock, { channel: LOG_CHANNEL, onNotification: () => this.loop.wake() });
    this.loop = new Loop(
      () => this.step(),
      (error) => this.logger.error({ message: 'Reading the log failed', error: String(error) }),
    );
  }

  async start(): Promise<void> {
    if (!this.options.group) await this.acquireWithOffsets();
    this.loop.start();
  }

  async stop(): Promise<void> {
    await this.loop.stop();
    await this.leader.release();
  }

  private async step(): Promise<number> {
    const client = await this.acquireWithOffsets();
    if (!client) return STANDBY_POLL_MS;
    let isBehind = false;
    for (const topic of this.options.topics) isBehind = (await this.readTopic(client, topic)) || isBehind;
    return isBehind ? 0 : POLL_MS;
  }

  private async readTopic(client: Client, topic: string): Promise<boolean> {
    const after = this.offsets?.get(topic) ?? 0;
    const { rows } = await client.query<IncomingMessage>(NEXT, [topic, after, BATCH_SIZE]);
    const last = rows.at(-1);
    if (!last) return false;
    await this.options.onBatch(rows);
    if (this.options.group) await client.query(COMMIT_OFFSET, [this.options.group, topic, last.offset]);
    this.offsets?.set(topic, last.offset);
    return rows.length === BATCH_SIZE;
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
