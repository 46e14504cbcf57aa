import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from '../machine/free-port.js';
import { startEmbeddedPostgres, type EmbeddedPostgres, type EmbeddedPostgresOptions } from '../start.js';
import { archivedFiles, archiveUsage, pruneArchive, wantArchive } from './wal-archive.js';

let dataDir: string;
let archive: string;
let server: EmbeddedPostgres | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-pg-archive-'));
  archive = join(dataDir, 'wal-archive');
});

afterEach(async () => {
  await server?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  return (server = await startEmbeddedPostgres({
    dataDir,
    port: await freePort(),
    durable: true,
    ...options,
  }));
}

async function ask<T>(sql: string): Promise<T> {
  const client = new pg.Client({ connectionString: server?.superuserUrl });
  await client.connect();
  try {
    return (await client.query<{ answer: T }>(sql)).rows[0]?.answer as T;
  } finally {
    await client.end();
  }
}

/** Ends the segment that is being written and returns its name. */
async function endSegment(): Promise<string> {
  await ask('SELECT txid_current()');
  return ask<string>('SELECT pg_walfile_name(pg_switch_wal()) AS answer');
}

async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; !(await isTrue()); attempt += 1) {
    if (attempt > 200) throw new Error('it never came to be');
    await new Promise((done) => setTimeout(done, 50));
  }
}

const asRoot = process.getuid?.() === 0;

describe('the archive of the write-ahead log', () => {
  it('keeps nothing until somebody wants it, then every segment, complete', async () => {
    await start();
    const unwanted = await endSegment();
    await eventually(
      async () => (await ask('SELECT last_archived_wal AS answer FROM pg_stat_archiver')) === unwanted,
    );
    expect(archivedFiles(archive)).toEqual([]);
    wantArchive(archive);
    const wanted = await endSegment();
    await eventually(() => archivedFiles(archive).includes(wanted));
    expect(statSync(join(archive, wanted)).size).toBe(16 * 1024 * 1024);
    expect(readdirSync(archive).filter((name) => name.endsWith('.part'))).toEqual([]);
    const { isWanted, segments, bytes } = archiveUsage(archive);
    expect({ isWanted, segments }).toEqual({ isWanted: true, segments: 1 });
    expect(bytes).toBeLessThan(16 * 1024 * 1024 + 4096);
  });

  it('overwrites nothing that is there already', async () => {
    await start();
    wantArchive(archive);
    const name = await ask<string>('SELECT pg_walfile_name(pg_current_wal_lsn()) AS answer');
    writeFileSync(join(archive, name), 'of another cluster');
    await endSegment();
    await eventually(async () => (await ask<number>(failures)) > 0);
    expect(statSync(join(archive, name)).size).toBe('of another cluster'.length);
    rmSync(join(archive, name));
    await eventually(() => existsSync(join(archive, name)));
  });

  (asRoot ? it : it.skip).each(['namespace', 'unprivileged-user'] as const)(
    'is reached below a private folder by way of the %s',
    async (runAs) => {
      await start({ runAs });
      wantArchive(archive);
      const name = await endSegment();
      await eventually(() => archivedFiles(archive).includes(name));
      expect(statSync(dataDir).mode & 0o077).toBe(0);
    },
  );

  it('stays off where nothing waits for the disk', async () => {
    await start({ durable: false });
    expect(await ask(`SELECT setting AS answer FROM pg_settings WHERE name = 'archive_mode'`)).toBe('off');
    expect(existsSync(archive)).toBe(false);
  });

  it('is cleared up to the first segment that a backup needs, whatever the timeline', () => {
    const names = [
      '000000010000000000000009',
      '00000001000000000000000A.00000028.backup',
      '00000001000000000000000B',
      '00000002000000000000000A',
      '00000002.history',
    ];
    for (const name of [...names, 'wanted', 'stranger.txt']) writeFileSync(join(dataDir, name), '');
    expect(pruneArchive(dataDir, '00000002000000000000000B')).toBe(3);
    expect(readdirSync(dataDir).sort()).toEqual([
      '00000001000000000000000B',
      '00000002.history',
      'stranger.txt',
      'wanted',
    ]);
  });
});

const failures = 'SELECT failed_count::int AS answer FROM pg_stat_archiver';
