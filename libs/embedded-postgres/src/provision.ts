import pg from 'pg';

export interface RoleCredentials {
  name: string;
  password: string;
}

export interface DatabaseProvision {
  database: string;
  /** Owns the database and its schema; migrations run as this role. */
  owner: RoleCredentials;
  /** Neither owner nor superuser: what the running service signs in as. */
  application: RoleCredentials;
  /** More roles that sign in; what they may do, migrations say. */
  others?: RoleCredentials[];
}

/**
 * Makes roles and databases that are missing, and sets passwords and the right to connect as told; safe to repeat.
 * PUBLIC may connect nowhere: each role enters its own database only.
 */
export async function provisionDatabases(
  superuserUrl: string,
  provisions: DatabaseProvision[],
): Promise<void> {
  const cluster = await connect(superuserUrl);
  try {
    for (const name of ['postgres', 'template1'])
      await cluster.query(`REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
    for (const provision of provisions) await ensureDatabase(cluster, provision);
  } finally {
    await cluster.end();
  }
  await Promise.all(provisions.map((provision) => prepareSchema(superuserUrl, provision)));
}

async function ensureDatabase(
  cluster: pg.Client,
  { database, owner, application, others = [] }: DatabaseProvision,
): Promise<void> {
  for (const role of [owner, application, ...others]) await ensureRole(cluster, role);
  const found = await cluster.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
  const name = pg.escapeIdentifier(database);
  if (found.rowCount === 0) {
    await cluster.query(`CREATE DATABASE ${name} OWNER ${pg.escapeIdentifier(owner.name)}`);
  }
  await cluster.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC`);
  await cluster.query(`GRANT CONNECT ON DATABASE ${name} TO ${pg.escapeIdentifier(application.name)}`);
}

async function ensureRole(cluster: pg.Client, { name, password }: RoleCredentials): Promise<void> {
  const found = await cluster.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [name]);
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  const nature = 'LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION';
  await cluster.query(
    `${verb} ROLE ${pg.escapeIdentifier(name)} ${nature} PASSWORD ${pg.escapeLiteral(password)}`,
  );
}

/** Trusted extensions come with the right to create in the database, which the owner has; statistics need the superuser. */
async function prepareSchema(
  superuserUrl: string,
  { database, owner, application }: DatabaseProvision,
): Promise<void> {
  const url = new URL(superuserUrl);
  url.pathname = `/${database}`;
  const client = await connect(url.href);
  try {
    await client.query(`ALTER SCHEMA public OWNER TO ${pg.escapeIdentifier(owner.name)}`);
    await client.query('REVOKE ALL ON SCHEMA public FROM PUBLIC');
    await client.query(`GRANT USAGE ON SCHEMA public TO ${pg.escapeIdentifier(application.name)}`);
  } finally {
    await client.end();
  }
}

async function connect(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  return client;
}
