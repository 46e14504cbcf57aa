import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identifyProcess, isAlive, waitUntilGone, type ProcessIdentity } from '@lianxin/embedded-postgres';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { resetDataDirectory } from '../src/platform/data-directory.js';
import type { Environment } from '../src/platform/environment.js';
import type { PlatformPlan } from '../src/platform/plan.js';
import { startPlatform, type Platform, type PlatformOptions } from '../src/platform/platform.js';
import { dataLayout, workspaceRoot } from '../src/platform/settings.js';
import { freeBase } from './free-base.js';
import { standInPlan } from './stand-ins.js';

let plan: PlatformPlan;
let dataDir: string;
let port: number;
let running: Platform[] = [];
const temporary: string[] = [];

beforeEach(async () => {
  plan = standInPlan();
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-platform-spec-'));
  temporary.push(plan.root, dataDir);
  port = await freeBase();
});

afterEach(async () => {
  await Promise.all(running.map((platform) => platform.stop()));
  running = [];
});

afterAll(() => temporary.forEach((path) => rmSync(path, { recursive: true, force: true })));

async function start(options: Partial<PlatformOptions> = {}): Promise<Platform> {
  const platform = await startPlatform({ port, dataDir, plan, quiet: true, durable: false, ...options });
  running.push(platform);
  return platform;
}

async function stop(platform: Platform): Promise<void> {
  running = running.filter((other) => other !== platform);
  await platform.stop();
}

const identities = (processes: { pid: number }[]) =>
  processes.map(({ pid }) => identifyProcess(pid)).filter((identity) => identity !== undefined);

const ran = (name: string) => {
  const file = join(plan.root, `ran-${name}`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
};

async function select(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(sql)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

async function eventually<T>(look: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await look();
    } catch (error) {
      if (attempt >= 100) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

describe('startPlatform', () => {
  it('brings up every process with what it needs, and leaves none behind', async () => {
    const platform = await start();
    const processes = platform.processes();
    expect(processes.map(({ name }) => name).sort()).toEqual([
      'assessment',
      'gateway',
      'grid-registry',
      'issuer',
      'micro-project',
      'postgres',
    ]);
    const environment = (await (await fetch(`http://127.0.0.1:${port + 10}/environment`)).json()) as Record<
      string,
      string
    >;
    expect(environment['OIDC_ISSUER']).toBe(platform.issuerUrl);
    expect(environment['HOST']).toBe('127.0.0.1');
    expect(environment['OWNER_DATABASE_URL']).toBeUndefined();
    expect(await select(environment['DATABASE_URL'] ?? '', 'SELECT current_user')).toBe('grid_registry_app');
    expect(await select(platform.databaseUrl('assessment', 'owner'), 'SELECT current_user')).toBe(
      'assessment_owner',
    );
    expect((await platform.token('auditor')).split('.')).toHaveLength(3);
    expect(statSync(dataLayout(dataDir).secrets).mode & 0o777).toBe(0o600);
    const alive = identities(processes);
    await stop(platform);
    expect(alive.filter(isAlive)).toEqual([]);
  });

  it('tells a process what the caller adds for it, over everything else', async () => {
    const added: Environment = { LOG_LEVEL: 'debug', MARK: 'seen' };
    await start({ environmentOf: (name) => (name === 'grid-registry' ? added : {}) });
    const [ours, other] = await Promise.all(
      [10, 11].map(async (offset) => (await fetch(`http://127.0.0.1:${port + offset}/environment`)).json()),
    );
    expect(ours).toMatchObject({ LOG_LEVEL: 'debug', MARK: 'seen' });
    expect(other).not.toHaveProperty('MARK');
  });

  it('keeps everything on a second start, and migrates and seeds only what has changed', async () => {
    const first = await start();
    await select(first.databaseUrl('assessment', 'owner'), 'CREATE TABLE kept AS SELECT 7 AS answer');
    await stop(first);
    const second = await start();
    expect(await select(second.databaseUrl('assessment', 'owner'), 'SELECT answer FROM kept')).toBe(7);
    expect(ran('grid-registry')).toEqual(['migrate', 'seed']);
    expect(ran('shared')).toEqual(['migrate']);
    await stop(second);
    writeFileSync(join(plan.root, 'apps/assessment/dist/new-migration.js'), '');
    await start();
    expect(ran('assessment')).toEqual(['migrate', 'migrate']);
    expect(ran('shared')).toEqual(['migrate']);
  });

  it('says in one line that it already runs there', async () => {
    await start();
    await expect(start({ port: await freeBase() })).rejects.toThrow(
      `Lianxin already runs on ${dataDir} (process ${process.pid})`,
    );
  });

  it.each([
    ['a service', 10],
    ['PostgreSQL', 2],
  ])('names the port of %s when it is taken, and leaves nothing running', async (_who, offset) => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(port + offset, '127.0.0.1', done));
    try {
      await expect(start()).rejects.toThrow(new RegExp(`^port ${port + offset} .*LIANXIN_PORT[^\n]*$`));
    } finally {
      other.close();
    }
    await start();
  });

  it('gives up on a service that keeps dying, with its last word', async () => {
    writeFileSync(join(plan.root, 'apps/assessment/dist/broken'), '');
    await expect(start()).rejects.toThrow(
      /^assessment does not start: Error: broken on purpose \(see .*assessment.log\)$/,
    );
    rmSync(join(plan.root, 'apps/assessment/dist/broken'));
    await start();
  });

  it('refuses a folder that holds something else', async () => {
    writeFileSync(join(dataDir, 'letter.txt'), 'dear');
    await expect(start()).rejects.toThrow('holds other files');
  });
});

describe('after a crash', () => {
  it.each(['grid-registry', 'issuer', 'gateway'])('starts %s again', async (name) => {
    const platform = await start();
    const pid = platform.processes().find((entry) => entry.name === name)?.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    const next = await eventually(async () => {
      const found = platform.processes().find((entry) => entry.name === name);
      if (!found || found.pid === pid) throw new Error('not yet');
      return found;
    });
    expect(isAlive(identities([next])[0] as ProcessIdentity)).toBe(true);
  });

  it('starts PostgreSQL again on the same address', async () => {
    const platform = await start({ durable: true });
    const url = platform.databaseUrl('grid_registry', 'owner');
    await select(url, 'CREATE TABLE kept AS SELECT 7 AS answer');
    process.kill(platform.processes()[0]?.pid ?? 0, 'SIGKILL');
    expect(await eventually(() => select(url, 'SELECT answer FROM kept'))).toBe(7);
  });

  it('the children of a killed launcher end by themselves, and the next start recovers', async () => {
    const { launcher, processes } = await launchApart();
    const services = identities(processes.filter(({ name }) => name !== 'postgres'));
    await kill(launcher);
    expect(await Promise.all(services.map((service) => waitUntilGone(service, 10_000)))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    await start();
  });

  it('recovers when everything was killed at once', async () => {
    const { launcher, processes } = await launchApart();
    for (const { pid } of processes) process.kill(pid, 'SIGKILL');
    await kill(launcher);
    await start();
  });

  it('ends a child that ignored the end of its launcher', async () => {
    const deaf = spawn(
      process.execPath,
      ['-e', "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)"],
      { stdio: 'ignore' },
    );
    const [identity] = identities([{ pid: deaf.pid ?? 0 }]);
    const stranger = {
      ...identities([{ pid: process.pid }])[0],
      startedAt: 'another start',
      name: 'stranger',
    };
    await stop(await start());
    writeFileSync(dataLayout(dataDir).processes, JSON.stringify([{ ...identity, name: 'deaf' }, stranger]));
    await start();
    expect(isAlive(identity as ProcessIdentity)).toBe(false);
  }, 30_000);
});

describe('resetDataDirectory', () => {
  const reset = (directory: string) => resetDataDirectory(directory);

  it('deletes what is ours and nothing else', async () => {
    await stop(await start());
    await reset(dataDir);
    expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
    const foreign = mkdtempSync(join(tmpdir(), 'lianxin-foreign-'));
    temporary.push(foreign);
    writeFileSync(join(foreign, 'letter.txt'), 'dear');
    await expect(reset(foreign)).rejects.toThrow('nothing was deleted');
    expect(existsSync(join(foreign, 'letter.txt'))).toBe(true);
  });

  it('refuses while the platform runs', async () => {
    await start();
    await expect(reset(dataDir)).rejects.toThrow('already runs');
    expect(existsSync(join(dataDir, 'postgres'))).toBe(true);
  });
});

async function kill(launcher: ChildProcess): Promise<void> {
  const gone = new Promise((done) => launcher.once('exit', done));
  launcher.kill('SIGKILL');
  await gone;
}

/** Starts the same platform from a launcher of its own, which can be killed. */
async function launchApart(): Promise<{
  launcher: ChildProcess;
  processes: { name: string; pid: number }[];
}> {
  const options = JSON.stringify({ port, dataDir, plan, quiet: true, durable: true });
  const launcher = spawn(process.execPath, [join(workspaceRoot, 'tools/test/launch.mjs'), options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const line = await new Promise<string>((done, reject) => {
    launcher.stdout?.once('data', (chunk: Buffer) => done(chunk.toString()));
    launcher.once('exit', (code) => reject(new Error(`the launcher ended with ${code}`)));
  });
  return { launcher, processes: JSON.parse(line) as { name: string; pid: number }[] };
}
