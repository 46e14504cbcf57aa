import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataDirectoryInUseError, PortTakenError } from './errors.js';
import { freePort } from './machine/free-port.js';
import { isAlive, identifyProcess } from './machine/processes.js';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from './start.js';

const asRoot = process.getuid?.() === 0;
let dataDir: string;
let running: EmbeddedPostgres[];
let said: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-pg-spec-'));
  running = [];
  said = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const log = (line: string) => said.push(line);
  const server = await startEmbeddedPostgres({
    dataDir,
    port: await freePort(),
    durable: false,
    log,
    ...options,
  });
  running.push(server);
  return server;
}

async function ask<T>(url: string, sql: string): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<{ answer: T }>(sql)).rows[0]?.answer as T;
  } finally {
    await client.end();
  }
}

/** What a launcher killed outright leaves: its lock names a process that is gone, its PostgreSQL runs on. */
function forgetLauncher(): void {
  writeFileSync(
    join(dataDir, 'launcher.lock'),
    JSON.stringify({ pid: 1, startedAt: 'another boot', token: 'x' }),
  );
}

describe('startEmbeddedPostgres', () => {
  it('keeps what was committed across restarts, and its password in a private file', async () => {
    const first = await start();
    await ask(first.superuserUrl, 'CREATE TABLE kept AS SELECT 7 AS answer');
    await first.stop();
    const second = await start();
    expect(await ask<number>(second.superuserUrl, 'SELECT answer FROM kept')).toBe(7);
    expect(statSync(join(dataDir, 'superuser.password')).mode & 0o777).toBe(0o600);
  });

  it('sorts alike on every machine and sees Chinese letters', async () => {
    const { superuserUrl } = await start();
    const sql = `SELECT datlocprovider::text || ' ' || datlocale || ' ' || pg_encoding_to_char(encoding) AS answer FROM pg_database WHERE datname = 'template1'`;
    expect(await ask<string>(superuserUrl, sql)).toBe('b C.UTF-8 UTF8');
    await ask(superuserUrl, 'CREATE EXTENSION pg_trgm');
    expect(
      await ask<number>(superuserUrl, `SELECT cardinality(show_trgm('郑坊镇')) AS answer`),
    ).toBeGreaterThan(0);
  });

  it('waits for the disk when durable, and not in tests', async () => {
    const sql = `SELECT string_agg(setting, ' ' ORDER BY name) AS answer FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit')`;
    const fleeting = await start();
    expect(await ask<string>(fleeting.superuserUrl, sql)).toBe('off off off');
    await fleeting.stop();
    const durable = await start({ durable: true });
    expect(await ask<string>(durable.superuserUrl, sql)).toBe('on on on');
  });

  it('lets nobody in without the password', async () => {
    const { port } = await start();
    const guess = `postgres://postgres:wrong@127.0.0.1:${port}/postgres`;
    await expect(ask(guess, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('names the port that is taken', async () => {
    const other = createServer();
    const port = await freePort();
    await new Promise<void>((done) => other.listen(port, '127.0.0.1', done));
    try {
      const failure = start({ port });
      await expect(failure).rejects.toBeInstanceOf(PortTakenError);
      await expect(failure).rejects.toThrow(String(port));
    } finally {
      other.close();
    }
    await start();
  });

  it('refuses a directory whose launcher lives', async () => {
    const first = await start();
    await expect(start()).rejects.toBeInstanceOf(DataDirectoryInUseError);
    expect(await ask<number>(first.superuserUrl, 'SELECT 1 AS answer')).toBe(1);
  });
});

describe('after a crash', () => {
  it('stops the server that survived its launcher and starts on its port', async () => {
    const survivor = await start();
    await ask(survivor.superuserUrl, 'CREATE TABLE kept AS SELECT 7 AS answer');
    forgetLauncher();
    const next = await start({ port: survivor.port });
    expect(said).toContain('stopped a PostgreSQL that had survived its launcher');
    expect(next.pid).not.toBe(survivor.pid);
    expect(await ask<number>(next.superuserUrl, 'SELECT answer FROM kept')).toBe(7);
  });

  it('starts again after kill -9 of the server', async () => {
    const killed = await start({ durable: true });
    await ask(killed.superuserUrl, 'CREATE TABLE kept AS SELECT 7 AS answer');
    process.kill(killed.pid, 'SIGKILL');
    await killed.exited;
    const next = await start({ durable: true, port: killed.port });
    expect(await ask<number>(next.superuserUrl, 'SELECT answer FROM kept')).toBe(7);
  });

  it('spares a stranger that was given the old number', async () => {
    await (await start()).stop();
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const identity = identifyProcess(stranger.pid ?? 0);
    writeFileSync(
      join(dataDir, 'cluster', 'postmaster.pid'),
      `${stranger.pid}\n/proc/self/cwd\n0\n5432\n\n127.0.0.1\n0 0\nready\n`,
    );
    try {
      await start();
      expect(identity && isAlive(identity)).toBe(true);
      expect(said).toContain('removed the pid file of a PostgreSQL that is gone');
    } finally {
      stranger.kill('SIGKILL');
    }
  });

  it('does not take a half-made cluster for one', async () => {
    const half = join(dataDir, 'cluster.new-interrupted');
    mkdirSync(half);
    writeFileSync(join(half, 'PG_VERSION'), '17\n');
    const server = await start();
    expect(await ask<number>(server.superuserUrl, 'SELECT 1 AS answer')).toBe(1);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('cluster.new-'))).toEqual([]);
  });

  it('says why a cluster does not start', async () => {
    await (await start()).stop();
    rmSync(join(dataDir, 'cluster', 'global'), { recursive: true });
    await expect(start()).rejects.toThrow(/did not start: .*could not find the database/);
    expect(existsSync(join(dataDir, 'launcher.lock'))).toBe(false);
  });
});

(asRoot ? describe : describe.skip)('as root', () => {
  it.each(['namespace', 'unprivileged-user'] as const)(
    'runs by way of the %s below a private folder',
    async (runAs) => {
      const server = await start({ runAs });
      expect(await ask<number>(server.superuserUrl, 'SELECT 1 AS answer')).toBe(1);
      expect(statSync(dataDir).mode & 0o077).toBe(0);
      const { uid } = statSync(`/proc/${server.pid}`);
      expect(uid === 0).toBe(runAs === 'namespace');
    },
  );

  it('takes over a cluster that another way had made', async () => {
    const first = await start({ runAs: 'unprivileged-user' });
    await ask(first.superuserUrl, 'CREATE TABLE kept AS SELECT 7 AS answer');
    await first.stop();
    const second = await start({ runAs: 'namespace' });
    expect(await ask<number>(second.superuserUrl, 'SELECT answer FROM kept')).toBe(7);
    expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8')).not.toContain('FATAL');
  });
});
