import { archivedFiles, isBefore, wantArchive } from '@lianxin/embedded-postgres';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { clusterFiles, controlFile } from './cluster-files.js';
import { copyFile, forEachFile, writeFile } from './file-copy.js';
import type { ManifestFile } from './manifest.js';

export interface ClusterSource {
  /** The data directory of the running server. */
  cluster: string;
  /** Where that server archives its log. */
  archive: string;
  superuserUrl: string;
}

export interface BaseBackup {
  version: string;
  major: number;
  systemIdentifier: string;
  startSegment: string;
  stopPosition: string;
  files: ManifestFile[];
}

/** Waiting for a checkpoint or for the archive takes longer only where something is wrong. */
const limitMs = 15 * 60_000;

/** What a base backup contains beside the log, and how it is laid there. */
export const backupLayout = { cluster: 'cluster', log: 'wal', outside: 'outside' } as const;

/**
 * Copies a running cluster with PostgreSQL's own low-level interface into `root`, with the log from its beginning to
 * its end, so that the copy can be restored without anything else. Throws when the server does not archive.
 */
export async function makeBaseBackup(
  { cluster, archive, superuserUrl }: ClusterSource,
  root: string,
): Promise<BaseBackup> {
  const client = new pg.Client({
    connectionString: superuserUrl,
    application_name: 'lianxin-backup',
    connectionTimeoutMillis: 5_000,
    statement_timeout: limitMs,
  });
  await client.connect();
  try {
    const server = await serverOf(client);
    wantArchive(archive);
    await client.query(`SELECT pg_backup_start($1, fast => true)`, ['lianxin']);
    const copied = await copyCluster(cluster, root);
    const { lsn, labelfile, spcmapfile } = await endBackup(client);
    const label = await writeFile(labelfile, { root, path: `${backupLayout.cluster}/backup_label` });
    if (spcmapfile.trim() !== '') throw new Error('tablespaces are not part of this backup');
    const startSegment = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(labelfile)?.[1];
    if (!startSegment) throw new Error('PostgreSQL did not say where the backup begins');
    const log = await copyLog(archive, startSegment, root);
    return { ...server, startSegment, stopPosition: lsn, files: [...copied, label, ...log] };
  } finally {
    await client.end();
  }
}

interface Server {
  version: string;
  major: number;
  systemIdentifier: string;
}

async function serverOf(client: pg.Client): Promise<Server> {
  const { rows } = await client.query<Server & { archiving: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major,
            current_setting('archive_mode') AS archiving,
            (SELECT system_identifier::text FROM pg_control_system()) AS "systemIdentifier"`,
  );
  const [row] = rows;
  if (row?.archiving !== 'on')
    throw new Error('the server does not archive its log: start the platform again, with durable on');
  return { version: row.version, major: row.major, systemIdentifier: row.systemIdentifier };
}

async function copyCluster(cluster: string, root: string): Promise<ManifestFile[]> {
  const { files, folders } = await clusterFiles(cluster);
  for (const folder of folders)
    mkdirSync(join(root, backupLayout.cluster, folder), { recursive: true, mode: 0o700 });
  const copied: ManifestFile[] = [];
  const copy = async (path: string) => {
    const file = await copyFile(join(cluster, path), { root, path: `${backupLayout.cluster}/${path}` });
    if (file) copied.push(file);
  };
  await forEachFile(files, copy);
  await copy(controlFile);
  return copied;
}

interface BackupEnd {
  lsn: string;
  labelfile: string;
  spcmapfile: string;
}

async function endBackup(client: pg.Client): Promise<BackupEnd> {
  const { rows } = await client.query<BackupEnd>(
    'SELECT lsn::text, labelfile, spcmapfile FROM pg_backup_stop(wait_for_archive => true)',
  );
  if (!rows[0]) throw new Error('PostgreSQL did not end the backup');
  return rows[0];
}

/** The end of the backup is archived by now, so everything from its beginning on is more than enough. */
async function copyLog(archive: string, startSegment: string, root: string): Promise<ManifestFile[]> {
  const copied: ManifestFile[] = [];
  for (const name of archivedFiles(archive)) {
    if (isBefore(name, startSegment)) continue;
    const file = await copyFile(join(archive, name), { root, path: `${backupLayout.log}/${name}` });
    if (file) copied.push(file);
  }
  if (!existsSync(join(root, backupLayout.log, startSegment)))
    throw new Error(`${startSegment} is not in the archive: see pg_stat_archiver and the server's log`);
  return copied;
}
