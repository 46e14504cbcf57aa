import { Client } from 'pg';

/** Notified after each append. */
export const LOG_CHANNEL = 'lianxin_log';

/**
 * The embedded log: a topic's head row orders its writers, so that offsets are dense and follow the order of commit.
 */
const STATEMENTS = [
  `CREATE TABLE IF NOT EXISTS topic (
     name text NOT NULL,
     head bigint NOT NULL,
     CONSTRAINT topic_pkey PRIMARY KEY (name)
   )`,
  `CREATE TABLE IF NOT EXISTS message (
     topic text NOT NULL,
     "offset" bigint NOT NULL,
     key text NOT NULL,
     value text NOT NULL,
     appended_at timestamptz NOT NULL DEFAULT now(),
     CONSTRAINT message_pkey PRIMARY KEY (topic, "offset")
   )`,
  `CREATE TABLE IF NOT EXISTS consumer_offset (
     consumer_group text NOT NULL,
     topic text NOT NULL,
     "offset" bigint NOT NULL,
     CONSTRAINT consumer_offset_pkey PRIMARY KEY (consumer_group, topic)
   )`,
  `GRANT SELECT, INSERT, UPDATE ON topic, consumer_offset TO event_log_app`,
  `GRANT SELECT, INSERT ON message TO event_log_app`,
];

/** Creates the embedded log's tables where they are missing; run by the owner of the database. */
export async function migrateEventLog(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    for (const statement of STATEMENTS) await client.query(statement);
  } finally {
    await client.end();
  }
}
