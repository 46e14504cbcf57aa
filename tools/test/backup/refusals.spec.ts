import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { arch, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { backupPlatform } from '../../src/backup/backup.js';
import { noteBackup, readHistory } from '../../src/backup/base/backup-history.js';
import { manifestText, type Manifest } from '../../src/backup/base/manifest.js';
import { verifyBackup } from '../../src/backup/base/verify.js';
import { requireApart } from '../../src/backup/place.js';
import { completeSeals } from '../../src/backup/reconciliation/outside.js';
import { noteUnfinished } from '../../src/backup/recovery/unfinished.js';
import { restorePlatform } from '../../src/backup/restore.js';
import { startPlatform } from '../../src/platform/platform.js';
import { openSecrets } from '../../src/platform/secrets.js';
import { dataLayout } from '../../src/platform/settings.js';
import { databasesAlone } from './small-platform.js';

let root: string;
let backup: string;
let dataDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lianxin-refusals-'));
  backup = join(root, 'backup');
  dataDir = join(root, 'data');
  mkdirSync(dataDir);
  openSecrets(dataLayout(dataDir).secrets)('key-encryption-key', 'base64');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const contents = {
  'cluster/PG_VERSION': '17\n',
  'cluster/base/1/2': 'rows',
  'wal/000000010000000000000001': 'log',
};

/** A backup as it looks from outside: nothing in it could be started. */
function writeBackup(over: Partial<Manifest> | { format: number } = {}): void {
  for (const [path, text] of Object.entries(contents)) {
    mkdirSync(join(backup, path, '..'), { recursive: true });
    writeFileSync(join(backup, path), text);
  }
  const manifest = {
    ...{ format: 1, id: randomUUID(), transport: 'embedded', migrations: {}, keyEncryptionKeys: [] },
    startedAt: '2026-11-22T18:00:00.000Z',
    finishedAt: '2026-11-22T18:00:01.000Z',
    postgres: {
      ...{ version: '17.10', major: 17, systemIdentifier: '1', architecture: arch(), stopPosition: '0/2' },
      startSegment: '000000010000000000000001',
    },
    files: Object.entries(contents).map(([path, text]) => ({
      ...{ path, bytes: text.length },
      sha256: createHash('sha256').update(text).digest('hex'),
    })),
    ...over,
  };
  writeFileSync(join(backup, 'manifest.json'), manifestText(manifest as Manifest));
}

const restore = (toTime?: Date) =>
  restorePlatform({ dataDir, from: backup, plan: databasesAlone, ...(toTime && { toTime }) });

describe('a backup', () => {
  it('is whole when every file is as the manifest says, and no other is there', async () => {
    writeBackup();
    expect((await verifyBackup(backup)).files).toHaveLength(3);
    writeFileSync(join(backup, 'cluster/stranger'), '');
    await expect(verifyBackup(backup)).rejects.toThrow('cluster/stranger is not in the manifest');
  });

  it.each([
    ['torn', () => writeFileSync(join(backup, 'cluster/base/1/2'), 'row'), 'cluster/base/1/2 was altered'],
    [
      'altered',
      () => writeFileSync(join(backup, 'cluster/base/1/2'), 'rowz'),
      'cluster/base/1/2 was altered',
    ],
    ['incomplete', () => rmSync(join(backup, 'wal'), { recursive: true }), '000000000001 is missing'],
    ['without a manifest', () => rmSync(join(backup, 'manifest.json')), 'not a finished backup'],
    ['with an altered manifest', () => alterManifest(), 'manifest of'],
  ])('that is %s is refused before anything is touched', async (_what, damage, reason) => {
    writeBackup();
    damage();
    await expect(restore()).rejects.toThrow(reason);
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
  });

  it.each([
    ['of another format', { format: 2 }, 'has format 2; this release reads 1'],
    ['of another PostgreSQL', { postgres: { ...postgresOf(16) } }, 'PostgreSQL 16; this release runs 17'],
    ['of another kind of machine', { postgres: { ...postgresOf(17), architecture: 'vax' } }, 'kind vax'],
    ['of another platform', { keyEncryptionKeys: ['A256GCM.00000000'] }, 'is of another platform'],
  ])('%s is refused', async (_what, over, reason) => {
    writeBackup(over);
    await expect(restore()).rejects.toThrow(reason);
    expect(readdirSync(dataDir)).toEqual(['secrets.json']);
  });

  it('is refused for a moment before its end, or one to come', async () => {
    writeBackup();
    await expect(restore(new Date('2026-11-22T18:00:00.500Z'))).rejects.toThrow('take an older one');
    await expect(restore(new Date(Date.now() + 60_000))).rejects.toThrow('yet to come');
  });

  it('is of no use without the secrets, which are not in it', async () => {
    writeBackup();
    rmSync(dataLayout(dataDir).secrets);
    await expect(restore()).rejects.toThrow('secrets are not in a backup');
  });

  it('is not made where the secrets are, nor of a platform that does not run', async () => {
    expect(() => requireApart(dataDir, join(dataDir, 'backups', 'one'))).toThrow('where the secrets');
    expect(() => requireApart(dataDir, root)).toThrow('where the secrets');
    expect(() => requireApart(dataDir, `${dataDir}-backups`)).not.toThrow();
    await expect(backupPlatform({ dataDir, to: join(root, 'new') })).rejects.toThrow('no platform runs');
    expect(existsSync(join(root, 'new'))).toBe(false);
  });
});

describe('a platform whose restore did not come to its end', () => {
  it('does not start', async () => {
    writeFileSync(dataLayout(dataDir).marker, '{}');
    noteUnfinished(dataDir, { backup, startedAt: new Date().toISOString() });
    const start = startPlatform({ port: 4900, dataDir, plan: databasesAlone, quiet: true });
    await expect(start).rejects.toThrow(`run npm run restore -- --from ${backup} again`);
  });
});

describe('what lies outside the databases', () => {
  const seals = (folder: string) => join(folder, 'seals', 'mill.seals.jsonl');
  const write = (folder: string, text: string) => {
    mkdirSync(join(folder, 'seals'), { recursive: true });
    writeFileSync(seals(folder), text);
  };

  it.each([
    { what: 'longer here', here: 'a\nb\nc\n', there: 'a\nb\n', expected: 'a\nb\nc\n', conflicts: [] },
    { what: 'longer in the backup', here: 'a\n', there: 'a\nb\n', expected: 'a\nb\n', conflicts: [] },
    {
      what: 'different',
      here: 'a\nx\n',
      there: 'a\nb\n',
      expected: 'a\nx\n',
      conflicts: ['mill.seals.jsonl'],
    },
  ])('is never rolled back: $what', ({ here, there, expected, conflicts }) => {
    write(dataDir, here);
    write(join(backup, 'outside'), there);
    expect(completeSeals(dataDir, backup)).toEqual(conflicts);
    expect(readFileSync(seals(dataDir), 'utf8')).toBe(expected);
  });
});

describe('the archive', () => {
  it('keeps the log that a restore within the window needs', () => {
    const day = (date: string) => `2026-11-${date}T00:00:00.000Z`;
    const segments = ['01', '02', '03', '04'].map((number) => `0000000100000000000000${number}`);
    for (const segment of segments) writeFileSync(join(root, segment), '');
    const made = ['01', '10', '15', '20'].map((date, index) => ({
      ...{ id: date, finishedAt: day(date), place: '', startSegment: segments[index] ?? '' },
    }));
    expect(made.map((each) => noteBackup(root, each, 7))).toEqual([0, 0, 0, 1]);
    expect(readHistory(root).map(({ id }) => id)).toEqual(['01', '10', '15', '20']);
    expect(readdirSync(root).filter((name) => name.startsWith('00000001'))).toEqual(segments.slice(1));
  });
});

function postgresOf(major: number): Manifest['postgres'] {
  return {
    ...{ version: `${major}.1`, major, systemIdentifier: '1', architecture: arch(), stopPosition: '0/2' },
    startSegment: '000000010000000000000001',
  };
}

function alterManifest(): void {
  const file = join(backup, 'manifest.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"bytes": 4', '"bytes": 5'));
}
