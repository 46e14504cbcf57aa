import { randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

const PASSWORD = 'test';

export interface TestDatabase {
  /** As the owner, who may migrate. */
  readonly ownerUrl: string;
  /** As the running service: neither owner nor superuser. */
  readonly applicationUrl: string;
  /** As the superuser, past every row-level policy: for arranging and for looking. */
  readonly superuserUrl: string;
  drop(): Promise<void>;
}

/**
 * A database of its own for one test file, copied from a template that is migrated once a test run.
 * @param service names the roles: `<service>_owner` and `<service>_app`
 * @param prepare migrates the template as its owner
 */
export async function createTestDatabase(
  service: string,
  prepare: (ownerUrl: string) => Promise<unknown>,
): Promise<TestDatabase> {
  const template = `template_${service}`;
  const name = `${service}_${randomUUID().slice(0, 8)}`;
  await asSuperuser(urlOf('postgres'), async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
    try {
      await ensureTemplate(client, service, template, prepare);
      await client.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER ${service}_owner`);
      await client.query(`GRANT CONNECT ON DATABASE ${name} TO ${service}_app`);
    } finally {
      await client.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
    }
  });
  return {
    ownerUrl: urlOf(name, `${service}_owner`),
    applicationUrl: urlOf(name, `${service}_app`),
    superuserUrl: urlOf(name),
    drop: () =>
      asSuperuser(urlOf('postgres'), (client) =>
        client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      ).then(() => undefined),
  };
}

/** Runs `work` on a short-lived connection. */
export async function asSuperuser<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureTemplate(
  client: Client,
  service: string,
  template: string,
  prepare: (ownerUrl: string) => Promise<unknown>,
): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [template]);
  if (rowCount) return;
  for (const role of [`${service}_owner`, `${service}_app`]) await ensureRole(client, role);
  const unfinished = `${template}_unfinished`;
  await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${unfinished} OWNER ${service}_owner`);
  await asSuperuser(urlOf(unfinished), async (database) => {
    await database.query(`ALTER SCHEMA public OWNER TO ${service}_owner`);
    await database.query(`GRANT USAGE ON SCHEMA public TO ${service}_app`);
  });
  await prepare(urlOf(unfinished, `${service}_owner`));
  await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
}

async function ensureRole(client: Client, role: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role]);
  if (!rowCount)
    await client.query(
      `CREATE ROLE ${escapeIdentifier(role)} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '${PASSWORD}'`,
    );
}

function urlOf(database: string, role?: string): string {
  const superuserUrl = process.env['LIANXIN_TEST_POSTGRES'];
  if (!superuserUrl)
    throw new Error('The test PostgreSQL is not running: run tests through jest.config.mjs.');
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  if (role) {
    url.username = role;
    url.password = PASSWORD;
  }
  return url.href;
}
