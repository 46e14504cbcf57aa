import { archiveUsage, postgresLayout } from '@lianxin/embedded-postgres';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { arch } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { services as platformServices, type ServiceEntry } from '../platform/services.js';
import type { Transport } from '../platform/kafka/transport-choice.js';
import { dataLayout } from '../platform/settings.js';
import { noteBackup, type MadeBackup } from './base/backup-history.js';
import { backupLayout, makeBaseBackup } from './base/base-backup.js';
import { copyFile, forEachFile, syncFolder, syncFolders, writeFile } from './base/file-copy.js';
import { manifestFormat, manifestText, type Manifest, type ManifestFile } from './base/manifest.js';
import { objectsBelow } from './reconciliation/stored-files.js';
import { onDatabase, requireApart, runningServer } from './place.js';

export interface BackupOptions {
  /** Of the running platform. */
  dataDir: string;
  /** A folder that does not exist yet, or is empty. */
  to: string;
  /** How far back a restore shall be able to go; log that only older restores need is removed. 7 unless told. */
  windowDays?: number;
  services?: ServiceEntry[];
  /** Where the server is, when it is not the one of `npm start`. */
  server?: { superuserUrl: string; transport: Transport };
}

export interface BackupReport {
  place: string;
  id: string;
  startedAt: string;
  finishedAt: string;
  files: number;
  bytes: number;
  /** Files of the log that were removed from the archive. */
  logRemoved: number;
  archiveBytes: number;
}

const defaultWindowDays = 7;

/**
 * Makes a base backup of everything that can be restored: all databases, key store included, the log, the seals and the list of
 * erasures. Secrets are not in it. The folder appears complete or not at all. Throws one line for a person.
 */
export async function backupPlatform(options: BackupOptions): Promise<BackupReport> {
  const { dataDir, windowDays = defaultWindowDays, services = platformServices } = options;
  const place = resolve(options.to);
  requireApart(dataDir, place);
  if (existsSync(place) && readdirSync(place).length > 0) throw new Error(`${place} is not empty`);
  const { superuserUrl, transport } = options.server ?? runningServer(dataDir);
  const { cluster, archive } = postgresLayout(dataLayout(dataDir).postgres);
  const draft = join(dirname(place), `.${basename(place)}.unfinished-${randomUUID()}`);
  mkdirSync(draft, { recursive: true, mode: 0o700 });
  try {
    const startedAt = new Date().toISOString();
    const { files, ...postgres } = await makeBaseBackup({ cluster, archive, superuserUrl }, draft);
    const manifest: Manifest = {
      ...{ format: manifestFormat, id: randomUUID(), startedAt, transport },
      finishedAt: new Date().toISOString(),
      postgres: { ...postgres, architecture: arch() },
      ...(await contentsOf(superuserUrl, services)),
      files: [...files, ...(await copyOutside(dataDir, draft))],
    };
    await writeFile(manifestText(manifest), { root: draft, path: 'manifest.json' });
    await settle(draft, place);
    return report(place, manifest, {
      logRemoved: noteBackup(archive, madeOf(manifest, place), windowDays),
      archiveBytes: archiveUsage(archive).bytes,
    });
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

const madeOf = ({ id, finishedAt, postgres: { startSegment } }: Manifest, place: string): MadeBackup => ({
  ...{ id, finishedAt, startSegment, place },
});

/** From here on the backup is there, and on the disk. */
async function settle(draft: string, place: string): Promise<void> {
  await syncFolders(draft);
  if (existsSync(place)) rmdirSync(place);
  renameSync(draft, place);
  await syncFolder(dirname(place));
}

/** What a restore has to fit: the release that made the databases, and the key that opens the key store. */
async function contentsOf(
  superuserUrl: string,
  services: ServiceEntry[],
): Promise<Pick<Manifest, 'migrations' | 'keyEncryptionKeys'>> {
  const migrations = await Promise.all(
    services.map(async ({ database }) => [database, await newestMigration(superuserUrl, database)] as const),
  );
  const keys = await onDatabase(superuserUrl, 'keys', (client) =>
    client.query<{ name: string }>(
      'SELECT DISTINCT wrapped_with AS name FROM person_key WHERE wrapped_key IS NOT NULL ORDER BY 1 LIMIT 100',
    ),
  );
  return {
    migrations: Object.fromEntries(migrations),
    keyEncryptionKeys: keys.rows.map(({ name }) => name),
  };
}

async function newestMigration(superuserUrl: string, database: string): Promise<number> {
  return onDatabase(superuserUrl, database, async (client) => {
    const { rows: tables } = await client.query(`SELECT 1 FROM pg_tables WHERE tablename = 'migration'`);
    if (tables.length === 0) return 0;
    const { rows } = await client.query<{ newest: number }>(
      'SELECT coalesce(max(timestamp), 0)::float8 AS newest FROM migration',
    );
    return rows[0]?.newest ?? 0;
  });
}

/** What lies outside the databases and is never rolled back; copied after them, so that it knows all that they do. */
async function copyOutside(dataDir: string, root: string): Promise<ManifestFile[]> {
  const { seals, erasures, files: objects } = dataLayout(dataDir);
  const files = existsSync(seals) ? readdirSync(seals).filter((name) => name.endsWith('.jsonl')) : [];
  const copies = [
    ...files.map((name) => ({ from: join(seals, name), path: `${backupLayout.outside}/seals/${name}` })),
    { from: erasures, path: `${backupLayout.outside}/erasures.jsonl` },
    ...objectsBelow(objects).map((name) => ({
      from: join(objects, name),
      path: `${backupLayout.outside}/files/${name}`,
    })),
  ];
  const copied: ManifestFile[] = [];
  await forEachFile(copies, async ({ from, path }) => {
    const file = await copyFile(from, { root, path });
    if (file) copied.push(file);
  });
  return copied;
}

function report(
  place: string,
  { id, startedAt, finishedAt, files }: Manifest,
  archive: Pick<BackupReport, 'logRemoved' | 'archiveBytes'>,
): BackupReport {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { place, id, startedAt, finishedAt, files: files.length, bytes, ...archive };
}
