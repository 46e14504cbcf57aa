import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import type { PoolClient } from 'pg';
import { LOG_CHANNEL } from './embedded-log.schema.js';
import { EmbeddedLogSubscription } from './embedded-log.subscription.js';
import { EventTransport } from '../transport.js';
import type { OutgoingMessage, SubscribeOptions, Subscription } from '../transport.js';

const APPEND = `
  WITH head AS (
    INSERT INTO topic (name, head) VALUES ($1, cardinality($2::text[]))
    ON CONFLICT (name) DO UPDATE SET head = topic.head + excluded.head
    RETURNING head - cardinality($2::text[]) AS base)
  INSERT INTO message (topic, "offset", key, value)
  SELECT $1, head.base + m.ordinal, m.key, m.value
    FROM head, unnest($2::text[], $3::text[]) WITH ORDINALITY AS m (key, value, ordinal)`;

/** Events through one PostgreSQL database: for one machine, without a broker. */
export class EmbeddedLogTransport extends EventTransport {
  private readonly logger = new Logger(EmbeddedLogTransport.name);
  private readonly pool: Pool;
  private readonly subscriptions = new Set<Subscription>();

  constructor(private readonly url: string) {
    super();
    this.pool = new Pool({
      connectionString: url,
      application_name: 'embedded-log',
      max: 2,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 30_000,
      idleTimeoutMillis: 30_000,
    });
    this.pool.on('error', (error) =>
      this.logger.warn({ message: 'Lost a connection', error: error.message }),
    );
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await this.append(client, messages);
      await client.query('SELECT pg_notify($1, $2)', [LOG_CHANNEL, '']);
    } finally {
      client.release();
    }
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const subscription = new EmbeddedLogSubscription(this.url, options);
    await subscription.start();
    this.subscriptions.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await this.pool.end();
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
