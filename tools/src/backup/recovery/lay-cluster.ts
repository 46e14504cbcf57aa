import {
  archivedFiles,
  endSurvivingPostgres,
  freePort,
  isBefore,
  postgresLayout,
  recoveryLogFolder,
  resetSuperuserPassword,
  startEmbeddedPostgres,
  superuserPassword,
  wantArchive,
} from '@lianxin/embedded-postgres';
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { copyFile, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { readHistory } from '../base/backup-history.js';
import { backupLayout } from '../base/base-backup.js';
import { syncFolders } from '../base/file-copy.js';
import { BackupUnusableError, type Manifest } from '../base/manifest.js';

export interface RecoveryPlan {
  /** Holds `cluster` and the archive of its log. */
  postgresDir: string;
  backup: string;
  manifest: Manifest;
  toTime: Date | undefined;
  /** Where log that continues the backup lies, when it is not the archive of this data directory. */
  log: string | undefined;
  logFile: string;
}

const recoveryLimitMs = 24 * 3_600_000;
const draftName = /^restoring-/;

/**
 * Builds the cluster of a backup beside the one that is there, recovers it to the wanted moment and stops it. Returns its folder,
 * ready to be put in place. Throws BackupUnusableError when the moment cannot be reached; nothing was changed then.
 */
export async function recoverBeside(plan: RecoveryPlan): Promise<string> {
  const { postgresDir, backup, manifest, toTime, logFile } = plan;
  for (const name of readdirSync(postgresDir).filter((each) => draftName.test(each))) {
    await endSurvivingPostgres(join(postgresDir, name));
    rmSync(join(postgresDir, name), { recursive: true, force: true });
  }
  const draft = join(postgresDir, `restoring-${manifest.id}`);
  const { cluster, password } = postgresLayout(draft);
  mkdirSync(draft, { mode: 0o700 });
  try {
    cpSync(join(backup, backupLayout.cluster), cluster, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    });
    layEmptyFolders(cluster);
    await layLog(plan, join(cluster, recoveryLogFolder));
    writeFileSync(password, superuserPassword(postgresDir), { mode: 0o600 });
    prepareDraftArchive(draft);
    await recover(draft, { toTime, logFile });
    rmSync(join(cluster, recoveryLogFolder), { recursive: true });
    await resetSuperuserPassword(draft);
    await syncFolders(cluster);
    return draft;
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw error;
  }
}

/** A backup whose folders went through an archiver that forgets empty ones is still a backup. */
function layEmptyFolders(cluster: string): void {
  for (const name of ['pg_wal/archive_status', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial'])
    mkdirSync(join(cluster, name), { recursive: true, mode: 0o700 });
  for (const name of ['pg_snapshots', 'pg_stat_tmp', 'pg_subtrans', 'pg_tblspc', 'pg_stat', 'pg_twophase'])
    mkdirSync(join(cluster, name), { recursive: true, mode: 0o700 });
}

/** The backup's own log, and what was archived after it: of this very cluster, else it would end the recovery. */
async function layLog({ backup, manifest, log, postgresDir }: RecoveryPlan, to: string): Promise<void> {
  mkdirSync(to, { mode: 0o700 });
  const archive = log ?? ownArchive(postgresDir, manifest);
  for (const folder of [join(backup, backupLayout.log), ...(archive ? [archive] : [])]) {
    for (const name of archivedFiles(folder)) {
      if (isBefore(name, manifest.postgres.startSegment) || existsSync(join(to, name))) continue;
      await copyFile(join(folder, name), join(to, name), constants.COPYFILE_FICLONE);
    }
  }
}

export function ownArchive(postgresDir: string, { id }: Manifest): string | undefined {
  const { archive } = postgresLayout(postgresDir);
  return existsSync(archive) && readHistory(archive).some((made) => made.id === id) ? archive : undefined;
}

/** What the new timeline writes while it begins; joins the archive once the cluster is in its place. */
function prepareDraftArchive(draft: string): void {
  const { archive } = postgresLayout(draft);
  mkdirSync(archive, { mode: 0o700 });
  wantArchive(archive);
}

async function recover(
  dataDir: string,
  { toTime, logFile }: { toTime: Date | undefined; logFile: string },
): Promise<void> {
  const recovery = toTime ? { targetTime: toTime } : {};
  try {
    const server = await startEmbeddedPostgres({
      ...{ dataDir, durable: true, recovery, logFile },
      port: await freePort(),
      readyLimitMs: recoveryLimitMs,
    });
    await server.stop();
  } catch (error) {
    throw new BackupUnusableError(explain(error, toTime));
  }
}

function explain(error: unknown, toTime: Date | undefined): string {
  const said = error instanceof Error ? error.message : String(error);
  if (toTime && said.includes('recovery ended before configured recovery target'))
    return `the log ends before ${toTime.toISOString()}: leave --to-time out to get all there is, or name its archive with --log`;
  if (toTime && said.includes('before consistent recovery point'))
    return `${toTime.toISOString()} lies before the end of this backup: take an older one`;
  return `the backup could not be recovered: ${said}`;
}
