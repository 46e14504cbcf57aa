import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, startEmbeddedPostgres, type EmbeddedPostgres } from '@lianxin/embedded-postgres';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { databaseProvisions } from '../src/platform/environment.js';
import { services } from '../src/platform/services.js';
import { workspaceRoot } from '../src/platform/settings.js';

const script = join(workspaceRoot, 'docker/postgres/init/10-databases.sh');
const provisions = databaseProvisions((name) => `${name}'s "secret" \\ $`, services);
const hasPsql = spawnSync('psql', ['--version']).status === 0;
let dataDir: string;
let server: EmbeddedPostgres;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-own-postgres-'));
  server = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: false });
});

afterAll(async () => {
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function runScript(environment: Record<string, string>) {
  const { hostname, port, username, password } = new URL(server.superuserUrl);
  const access = { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: password };
  return spawnSync(script, {
    env: { PATH: process.env['PATH'], ...access, ...environment },
    encoding: 'utf8',
  });
}

async function whoAmI(url: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ role: string }>('SELECT current_user AS role')).rows[0]?.role;
  } finally {
    await client.end();
  }
}

async function isLogin(role: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: server.superuserUrl });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1 AND rolcanlogin', [role]);
    return found.rowCount === 1;
  } finally {
    await client.end();
  }
}

describe('docker/postgres/init', () => {
  it('names the databases that the launcher makes', () => {
    const listed = /^databases=\((.*)\)$/m.exec(readFileSync(script, 'utf8'))?.[1]?.split(' ');
    expect(listed?.sort()).toEqual(provisions.map(({ database }) => database).sort());
  });

  (hasPsql ? it : it.skip)('makes them, with their roles, and may be repeated', async () => {
    const roles = provisions.flatMap(({ owner, application, others = [] }) => [
      ...[owner, application],
      ...others,
    ]);
    const passwords = Object.fromEntries(
      roles.map(({ name, password }) => [`${name.toUpperCase()}_PASSWORD`, password]),
    );
    expect(runScript({}).stderr).toContain('GRID_REGISTRY_OWNER_PASSWORD must be set');
    for (const round of [1, 2])
      expect({ round, stderr: runScript(passwords).stderr }).toEqual({ round, stderr: '' });
    for (const { database, owner, application } of provisions) {
      expect(await whoAmI(server.url(database, owner))).toBe(owner.name);
      expect(await whoAmI(server.url(database, application))).toBe(application.name);
    }
    for (const { database, others = [] } of provisions)
      for (const { name } of others) expect([database, await isLogin(name)]).toEqual([database, true]);
    const [first, second] = provisions;
    await expect(whoAmI(server.url(first?.database ?? '', second?.application))).rejects.toThrow(
      'permission denied',
    );
  });
});
