import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './machine/free-port.js';
import { provisionDatabases, type DatabaseProvision } from './provision.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start.js';

const named = (name: string): DatabaseProvision => ({
  database: name,
  owner: { name: `${name}_owner`, password: `${name}'s own` },
  application: { name: `${name}_app`, password: `${name}/app@1` },
});
const [market, mill] = [named('market'), named('mill')];
let dataDir: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-pg-provision-'));
  server = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: false });
  await provisionDatabases(server.superuserUrl, [market, mill]);
});

afterAll(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function run(url: string, ...statements: string[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = 0;
    for (const sql of statements) rows = (await client.query(sql)).rowCount ?? 0;
    return rows;
  } finally {
    await client.end();
  }
}

describe('provisionDatabases', () => {
  it('lets the owner make tables and the application use what it was granted', async () => {
    await run(
      server.url('market', market.owner),
      'CREATE TABLE stall (n int)',
      'GRANT SELECT ON stall TO market_app',
    );
    expect(await run(server.url('market', market.application), 'SELECT * FROM stall')).toBe(0);
    const forbidden = run(server.url('market', market.application), 'CREATE TABLE mine (n int)');
    await expect(forbidden).rejects.toThrow('permission denied for schema public');
  });

  it.each([
    ['another service', 'market', mill.application],
    ['another owner', 'market', mill.owner],
    ['a service looking at the cluster', 'postgres', mill.application],
  ])('keeps out %s', async (_who, database, role) => {
    await expect(run(server.url(database, role), 'SELECT 1')).rejects.toThrow(
      'permission denied for database',
    );
  });

  it('is safe to repeat, and replaces passwords', async () => {
    const changed = { ...market, application: { name: 'market_app', password: 'new' } };
    await provisionDatabases(server.superuserUrl, [changed, mill]);
    expect(await run(server.url('market', changed.application), 'SELECT 1')).toBe(1);
    await expect(run(server.url('market', market.application), 'SELECT 1')).rejects.toThrow(
      'password authentication',
    );
  });
});
