import { DEPARTMENT_TOPICS } from '@lianxin/contracts';
import { Client, escapeIdentifier } from 'pg';
import { MAX_KEY_LENGTH } from '../transport.js';

/** Notified after each append. */
export const LOG_CHANNEL = 'lianxin_log';

/** What a broker takes for one message by default; whoever writes past our own transport can add no more here either. */
const MAX_VALUE_BYTES = 1_048_576;

/**
 * The embedded log: a topic's head row orders its writers, so that offsets are dense and follow the order of commit.
 */
const TABLES = [
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
];

const SIZE_CHECK = {
  find: `SELECT 1 FROM pg_constraint WHERE conname = 'message_size_check' AND conrelid = 'message'::regclass`,
  // What is stored already is not looked at again.
  add: `ALTER TABLE message ADD CONSTRAINT message_size_check
        CHECK (octet_length(value) <= ${MAX_VALUE_BYTES} AND char_length(key) <= ${MAX_KEY_LENGTH}) NOT VALID`,
};

/**
 * Each process signs in as a role of its own, `event_log_<service>` with underscores for hyphens, and owns what begins with
 * its service's name and a dot: it alone appends to those topics and moves those groups' offsets. The role that signed in
 * counts, which no SET ROLE changes. `event_log_app` is not bound to a service: tests sign in as it, and platforms that
 * were made before there were roles for each process.
 */
const owns = (name: string): string =>
  `((SELECT session_user) = 'event_log_app'
    OR starts_with(${name}, (SELECT replace(substr(session_user::text, ${'event_log_'.length + 1}), '_', '-') || '.')))`;

/** What goes to departments begins with `dept.`, and the service that knows who may see what writes it. */
const writes = (name: string): string =>
  `(${owns(name)} OR ((SELECT session_user) = 'event_log_grid_registry' AND starts_with(${name}, '${DEPARTMENT_TOPICS}')))`;

const POLICIES: readonly { table: string; name: string; rule: string }[] = [
  { table: 'topic', name: 'topic_read', rule: `FOR SELECT USING (true)` },
  { table: 'topic', name: 'topic_add', rule: `FOR INSERT WITH CHECK (${writes('name')})` },
  {
    table: 'topic',
    name: 'topic_move',
    rule: `FOR UPDATE USING (${writes('name')}) WITH CHECK (${writes('name')})`,
  },
  { table: 'message', name: 'message_read', rule: `FOR SELECT USING (true)` },
  { table: 'message', name: 'message_append', rule: `FOR INSERT WITH CHECK (${writes('topic')})` },
  {
    table: 'consumer_offset',
    name: 'consumer_offset_own',
    rule: `USING (${owns('consumer_group')}) WITH CHECK (${owns('consumer_group')})`,
  },
];

/** Roles that sign in, made by whoever provisions the cluster, and never the owner, whom no policy binds. */
const ROLES = `
  SELECT rolname AS role, current_database() AS database FROM pg_roles
   WHERE starts_with(rolname, 'event_log_') AND rolname <> current_user AND NOT rolsuper ORDER BY rolname`;

const grantsTo = (role: string, database: string): string[] => [
  `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${escapeIdentifier(role)}`,
  `GRANT USAGE ON SCHEMA public TO ${escapeIdentifier(role)}`,
  `GRANT SELECT, INSERT, UPDATE ON topic, consumer_offset TO ${escapeIdentifier(role)}`,
  `GRANT SELECT, INSERT ON message TO ${escapeIdentifier(role)}`,
];

/**
 * Creates what is missing of the embedded log and lets every role `event_log_…` that exists work with what is its own; safe
 * to repeat, and to be repeated when roles were added. Run by the owner of the database.
 */
export async function migrateEventLog(ownerUrl: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query('BEGIN');
    for (const statement of TABLES) await client.query(statement);
    if ((await client.query(SIZE_CHECK.find)).rowCount === 0) await client.query(SIZE_CHECK.add);
    await ensurePolicies(client);
    const { rows } = await client.query<{ role: string; database: string }>(ROLES);
    for (const { role, database } of rows)
      for (const grant of grantsTo(role, database)) await client.query(grant);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function ensurePolicies(client: Client): Promise<void> {
  for (const { table, name, rule } of POLICIES) {
    await client.query(`ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY`);
    await client.query(`DROP POLICY IF EXISTS ${name} ON ${table}`);
    await client.query(`CREATE POLICY ${name} ON ${table} ${rule}`);
  }
}
