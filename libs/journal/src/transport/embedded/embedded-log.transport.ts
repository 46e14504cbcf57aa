import { Logger } from '@nestjs/common';
import { outliveItsConnection } from '@lianxin/service-kit';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import { LOG_CHANNEL } from './embedded-log.schema.js';
import { EmbeddedLogSubscription } from './embedded-log.subscription.js';
import { STOP_LIMIT_MS, within } from '../reading.js';
import { EventTransport, requireCarriable } from '../transport.js';
import type { OutgoingMessage, SubscribeOptions, Subscription, TopicLag } from '../transport.js';

const APPEND = `
  WITH head AS (
    INSERT INTO topic (name, head) VALUES ($1, cardinality($2::text[]))
    ON CONFLICT (name) DO UPDATE SET head = topic.head + excluded.head
    RETURNING head - cardinality($2::text[]) AS base)
  INSERT INTO message (topic, "offset", key, value)
  SELECT $1, head.base + m.ordinal, m.key, m.value
    FROM head, unnest($2::text[], $3::text[]) WITH ORDINALITY AS m (key, value, ordinal)`;

const LAG = `
  SELECT asked.topic, greatest(0, coalesce(t.head, 0) - coalesce(c."offset", 0))::float8 AS lag
    FROM unnest($2::text[]) WITH ORDINALITY AS asked (topic, ordinal)
    LEFT JOIN topic t ON t.name = asked.topic
    LEFT JOIN consumer_offset c ON c.consumer_group = $1 AND c.topic = asked.topic
   ORDER BY asked.ordinal`;

/** Events through one PostgreSQL database: for one machine, without a broker. */
export class EmbeddedLogTransport extends EventTransport {
  private readonly logger = new Logger(EmbeddedLogTransport.name);
  private readonly pool: Pool;
  private readonly subscriptions = new Set<Subscription>();
  private closed: Promise<void> | undefined;

  constructor(private readonly url: string) {
    super();
    this.pool = new Pool({
      connectionString: url,
      application_name: 'embedded-log',
      max: 2,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      query_timeout: 60_000,
      idleTimeoutMillis: 30_000,
    });
    this.pool.on('error', (error) =>
      this.logger.warn({ message: 'Lost a connection', error: error.message }),
    );
    this.pool.on('connect', outliveItsConnection);
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    requireCarriable(messages);
    const client = await this.pool.connect();
    try {
      await this.append(client, messages);
      await client.query('SELECT pg_notify($1, $2)', [LOG_CHANNEL, '']);
      client.release();
    } catch (error) {
      // What state the connection is in nobody knows.
      client.release(true);
      throw error;
    }
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const subscription = new EmbeddedLogSubscription(this.url, options);
    this.subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  async lag(group: string, topics: readonly string[]): Promise<TopicLag[]> {
    return (await this.pool.query<TopicLag>(LAG, [group, topics])).rows;
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await within(STOP_LIMIT_MS, this.pool.end());
  }

  /** Topics are locked in the order of their names, so that two writers never wait for each other. */
  private async append(client: PoolClient, messages: readonly OutgoingMessage[]): Promise<void> {
    const topics = [...new Set(messages.map((message) => message.topic))].sort();
    await client.query('BEGIN');
    try {
      for (const topic of topics) {
        const batch = messages.filter((message) => message.topic === topic);
        await client.query(APPEND, [
          topic,
          batch.map((message) => message.key),
          batch.map((message) => message.value),
        ]);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }
}
