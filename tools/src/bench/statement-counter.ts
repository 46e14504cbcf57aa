import pg from 'pg';
import { databaseOf } from './database.js';
import { pause } from './statistics.js';

interface Row {
  readonly key: string;
  readonly database: string;
  readonly query: string;
  readonly calls: number;
}

/** Of the services' own roles, on whichever database: this connection's own statements are the superuser's. */
const snapshot = `
  SELECT concat_ws(' ', s.userid, s.dbid, s.queryid, s.toplevel) AS key, d.datname AS database,
         regexp_replace(s.query, '\\s+', ' ', 'g') AS query, s.calls::int AS calls
    FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid JOIN pg_database d ON d.oid = s.dbid
   WHERE r.rolname LIKE '%\\_app' AND s.calls > 0`;

export interface Counted {
  readonly total: number;
  /** One line a statement: database, calls, text. */
  readonly lines: readonly string[];
}

/** Counts statements as PostgreSQL itself counts them, in all databases of the platform, BEGIN and COMMIT included. */
export class StatementCounter {
  private background = new Set<string>();

  private constructor(private readonly client: pg.Client) {}

  static async open(superuserUrl: string): Promise<StatementCounter> {
    const client = new pg.Client({ connectionString: databaseOf(superuserUrl, 'postgres') });
    await client.connect();
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    return new StatementCounter(client);
  }

  /** Learns what the platform asks when nobody asks it: the polls of relay, consumers and health, left out from now on. */
  async learnBackground(ms: number): Promise<void> {
    const before = await this.snapshot();
    await pause(ms);
    const asked = changes(before, await this.snapshot()).map(({ key }) => key);
    this.background = new Set([...this.background, ...asked]);
  }

  async count(work: () => Promise<unknown>): Promise<Counted> {
    const before = await this.snapshot();
    await work();
    const asked = changes(before, await this.snapshot()).filter(({ key }) => !this.background.has(key));
    return {
      total: asked.reduce((sum, { calls }) => sum + calls, 0),
      lines: asked.map(({ database, calls, query }) => `${database} ${calls} ${query.trim().slice(0, 160)}`),
    };
  }

  close(): Promise<void> {
    return this.client.end();
  }

  private async snapshot(): Promise<Map<string, Row>> {
    const { rows } = await this.client.query<Row>(snapshot);
    return new Map(rows.map((row) => [row.key, row]));
  }
}

function changes(before: ReadonlyMap<string, Row>, after: ReadonlyMap<string, Row>): Row[] {
  return [...after.values()]
    .map((row) => ({ ...row, calls: row.calls - (before.get(row.key)?.calls ?? 0) }))
    .filter(({ calls }) => calls > 0);
}
