import { isDatabaseOutage } from '@lianxin/service-kit';
import { Client } from 'pg';

const STATEMENT_TIMEOUT_MS = 30_000;
/** A server that is frozen does not end its statements itself. */
const ANSWER_LIMIT_MS = 40_000;
const CONNECT_TIMEOUT_MS = 5_000;

export interface LeaderOptions {
  readonly channel?: string;
  readonly onNotification?: () => void;
  /** PostgreSQL ends a session that asks nothing for so long: a holder that is frozen must not keep its place for good. */
  readonly idleLimitMs?: number;
  /** In the place of the limit above, in milliseconds; for tests. */
  readonly answerLimitMs?: number;
}

/**
 * A connection of its own that may hold one advisory lock: at most one process at a time does a job. The lock goes
 * with the connection, so a killed holder is replaced at once.
 */
export class Leader {
  private client: Client | undefined;
  private holds = false;
  /** How often this process became the holder: what was read in an earlier term may be outdated. */
  term = 0;

  constructor(
    private readonly url: string,
    private readonly lock: string,
    private readonly options: LeaderOptions = {},
  ) {}

  /** The connection if this process holds the lock, else null. */
  async acquire(): Promise<Client | null> {
    const client = (this.client ??= await this.connect());
    if (this.holds) return client;
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS locked',
      [this.lock],
    );
    this.holds = rows[0]?.locked ?? false;
    if (this.holds) this.term += 1;
    return this.holds ? client : null;
  }

  /** Wakes whoever listens on the channel; outside any transaction of the business. */
  async notify(channel: string): Promise<void> {
    await this.client?.query('SELECT pg_notify($1, $2)', [channel, '']);
  }

  /** To be told what a step failed of: a connection that is lost or does not answer is given up, and the place with it. */
  async learn(failure: unknown): Promise<void> {
    if (isDatabaseOutage(failure)) await this.release();
  }

  async release(): Promise<void> {
    const client = this.client;
    if (!client) return;
    this.forget(client);
    await client.end().catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const client = new Client({
      connectionString: this.url,
      application_name: this.lock,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
      query_timeout: this.options.answerLimitMs ?? ANSWER_LIMIT_MS,
      keepAlive: true,
      ...(this.options.idleLimitMs && { options: `-c idle_session_timeout=${this.options.idleLimitMs}` }),
    });
    client.on('error', () => this.forget(client));
    client.on('end', () => this.forget(client));
    await client.connect();
    const { channel, onNotification } = this.options;
    if (channel && onNotification) {
      client.on('notification', onNotification);
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`);
    }
    return client;
  }

  /** A connection that ends late must not take its successor along. */
  private forget(client: Client): void {
    if (this.client !== client) return;
    this.client = undefined;
    this.holds = false;
  }
}
