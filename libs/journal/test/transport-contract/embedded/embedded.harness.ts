import { randomUUID } from 'node:crypto';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { EmbeddedLogTransport, migrateEventLog } from '../../../src/index.js';
import type { OutgoingMessage } from '../../../src/index.js';
import { Client } from 'pg';
import { READING_LIMIT } from '../../../src/transport/reading.js';
import { watchOf } from '../harness.js';
import type { Outage, ReadingWatch, Started } from '../harness.js';

export type EmbeddedHarness = Started & { readonly database: TestDatabase };

export async function startEmbeddedHarness(): Promise<EmbeddedHarness> {
  const database = await createTestDatabase('event_log', migrateEventLog);
  const transports = new Set<EmbeddedLogTransport>();
  const newName = (): string => `journal.${randomUUID()}`;
  return {
    database,
    newName,
    longBatchMs: 2_000,
    open: () => {
      const transport = new EmbeddedLogTransport(database.applicationUrl);
      transports.add(transport);
      return transport;
    },
    topic: () => Promise.resolve(newName()),
    createTopic: () => Promise.resolve(),
    forge: (messages) => forge(database, messages),
    empty: (topics) => empty(database, topics),
    sharing: 'turns',
    shares: 1,
    holdings: (group) => holdings(database, group),
    watchReading,
    readAheadBytes: READING_LIMIT.bytes,
    closeAll: async () => {
      await Promise.all([...transports].map((transport) => transport.close()));
      transports.clear();
    },
    // A server of its own would be needed to hold it up; locks on its tables keep it from answering as well.
    outage: {
      begin: () => setOpen(database, false),
      end: () => setOpen(database, true),
      ...lockOf(database),
    },
    stop: () => database.drop(),
  };
}

/** The database lets nobody in and throws everybody out, which to its clients is a server that is down. */
async function setOpen({ superuserUrl }: TestDatabase, isOpen: boolean): Promise<void> {
  const url = new URL(superuserUrl);
  const database = url.pathname.slice(1);
  url.pathname = '/postgres';
  await asSuperuser(url.href, async (client) => {
    await client.query(`ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS ${isOpen}`);
    if (!isOpen)
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        database,
      ]);
  });
}

function lockOf({ superuserUrl }: TestDatabase): Pick<Outage, 'freeze' | 'thaw'> {
  let client: Client | undefined;
  return {
    freeze: async () => {
      client = new Client({ connectionString: superuserUrl });
      await client.connect();
      await client.query('BEGIN; LOCK TABLE topic, message, consumer_offset IN ACCESS EXCLUSIVE MODE');
    },
    thaw: async () => client?.end(),
  };
}

async function empty({ superuserUrl }: TestDatabase, topics: readonly string[]): Promise<void> {
  await asSuperuser(superuserUrl, async (client) => {
    await client.query('DELETE FROM message WHERE topic = ANY($1)', [topics]);
    await client.query('DELETE FROM consumer_offset WHERE topic = ANY($1)', [topics]);
    await client.query('DELETE FROM topic WHERE name = ANY($1)', [topics]);
  });
}

/** A member's session carries the name of its group; the one whose turn it is holds the lock. */
async function holdings({ superuserUrl }: TestDatabase, group: string): Promise<string[][]> {
  return asSuperuser(superuserUrl, async (client) => {
    const { rows } = await client.query<{ locks: number }>(
      `SELECT (SELECT count(*)::int FROM pg_locks l WHERE l.pid = a.pid AND l.locktype = 'advisory' AND l.granted) AS locks
         FROM pg_stat_activity a WHERE a.datname = current_database() AND a.application_name = left($1, 63)`,
      [group],
    );
    return rows.map(({ locks }) => (locks > 0 ? ['all'] : []));
  });
}

type Query = (this: Client, ...args: unknown[]) => Promise<{ rows?: { value?: unknown }[] } | undefined>;

/** What came out of the database as messages, by any client of this process. */
function watchReading(): ReadingWatch {
  const { prototype } = Client as unknown as { prototype: { query: Query } };
  const lengths: number[] = [];
  const original = prototype.query;
  prototype.query = async function (...args) {
    const result = await original.apply(this, args);
    const values = (result?.rows ?? [])
      .map(({ value }) => value)
      .filter((value) => typeof value === 'string');
    if (values.length > 0) lengths.push(values.reduce((sum, value) => sum + Buffer.byteLength(value), 0));
    return result;
  };
  return watchOf(lengths, () => (prototype.query = original));
}

async function forge(database: TestDatabase, messages: readonly OutgoingMessage[]): Promise<void> {
  await asSuperuser(database.applicationUrl, async (client) => {
    for (const { topic, key, value } of messages)
      await client.query(
        `WITH head AS (INSERT INTO topic (name, head) VALUES ($1, 1)
           ON CONFLICT (name) DO UPDATE SET head = topic.head + 1 RETURNING head)
         INSERT INTO message (topic, "offset", key, value) SELECT $1, head, $2, $3 FROM head`,
        [topic, key, value],
      );
    await client.query(`NOTIFY lianxin_log`);
  });
}
