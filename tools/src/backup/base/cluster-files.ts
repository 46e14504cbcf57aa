import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BackupUnusableError } from './manifest.js';

/** Folders of which only the place is kept: what is in them means nothing to another server (PostgreSQL 17, 25.3.3). */
const emptyFolders = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
/** Files of the running server, and the notes of other backups and recoveries. */
const leftOut = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
  'tablespace_map.old',
  'backup_manifest',
  'recovery.signal',
  'standby.signal',
  'current_logfiles',
  'current_logfiles.tmp',
]);
const temporary = /^(?:pgsql_tmp|pg_internal\.init|t\d+_\d+)/;
/** Read last: it points at the newest checkpoint, which must not be newer than the files that were read before it. */
export const controlFile = 'global/pg_control';

export interface ClusterFiles {
  /** Relative to the cluster; all but the control file, which is to be read after them. */
  files: string[];
  folders: string[];
}

/** What of a running cluster belongs in a base backup. Throws BackupUnusableError for tablespaces, which lie elsewhere. */
export async function clusterFiles(cluster: string): Promise<ClusterFiles> {
  const found: ClusterFiles = { files: [], folders: [] };
  await collect(cluster, '', found);
  return { files: found.files.filter((path) => path !== controlFile).sort(), folders: found.folders.sort() };
}

async function collect(cluster: string, folder: string, found: ClusterFiles): Promise<void> {
  for (const entry of await entriesOf(join(cluster, folder))) {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (leftOut.has(path) || temporary.test(entry.name)) continue;
    if (entry.isSymbolicLink())
      throw new BackupUnusableError(`${path} is a link: tablespaces are not part of this backup`);
    if (entry.isDirectory()) {
      found.folders.push(path);
      if (path === 'pg_wal') found.folders.push('pg_wal/archive_status');
      if (!emptyFolders.has(path)) await collect(cluster, path, found);
    } else if (entry.isFile()) {
      found.files.push(path);
    }
  }
}

/** A folder of a dropped database may vanish while it is read. */
async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
