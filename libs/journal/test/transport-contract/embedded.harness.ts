import { randomUUID } from 'node:crypto';
import { asSuperuser, createTestDatabase } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { EmbeddedLogTransport, migrateEventLog } from '../../src/index.js';
import type { OutgoingMessage } from '../../src/index.js';
import { Client } from 'pg';
import type { Outage, Started } from './harness.js';

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
