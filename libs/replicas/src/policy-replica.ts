import { PolicyBook } from '@lianxin/policy';
import type { PolicyOverride } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Injectable, Logger } from '@nestjs/common';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import type { DataSourceOptions } from 'typeorm';

/** For the processes of a service that did not read the event themselves; an override holds from the next day at the earliest. */
const TTL_MS = 60_000;
const LIMIT_MS = 5_000;

const OVERRIDES = `
  SELECT id AS "overrideId", policy_key AS "policyKey", area_code AS "areaCode", value,
         effective_from::text AS "effectiveFrom"
    FROM policy_override`;

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** The regulation values in force, from the defaults of this release and the copied overrides. */
@Injectable()
export class PolicyReplica {
  private readonly logger = new Logger(PolicyReplica.name);
  private known: { book: Promise<PolicyBook>; until: number } | undefined;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  book(): Promise<PolicyBook> {
    const now = this.clock.now().getTime();
    if (this.known && this.known.until > now) return this.known.book;
    const known = { book: this.load(), until: now + TTL_MS };
    this.known = known;
    known.book.catch(() => {
      if (this.known === known) this.known = undefined;
    });
    return known.book;
  }

  /** To be called after an override was stored. */
  forget(): void {
    this.known = undefined;
  }

  private async load(): Promise<PolicyBook> {
    const book = new PolicyBook(await this.overrides());
    const unreadable = book.unreadable.map(({ overrideId }) => overrideId);
    if (unreadable.length > 0)
      this.logger.warn({ message: 'Left out overrides that cannot be read here', unreadable });
    return book;
  }

  /**
   * Over a connection of its own, once a minute: commands ask inside their transactions, and many who each hold one of the
   * pool's connections and wait for a second one would wait for each other.
   */
  private async overrides(): Promise<PolicyOverride[]> {
    const { url, applicationName } = this.dataSource.options as PostgresOptions;
    const client = new Client({
      ...{ connectionString: url, application_name: applicationName, connectionTimeoutMillis: LIMIT_MS },
      ...{ statement_timeout: LIMIT_MS, query_timeout: LIMIT_MS },
    });
    // What fails is told by what is awaited.
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query<PolicyOverride>(OVERRIDES)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
