import { archivedFiles, archiveUsage, postgresLayout } from '@lianxin/embedded-postgres';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../base/file-copy.js';
import type { Manifest } from '../base/manifest.js';
import { ownArchive } from './lay-cluster.js';

/**
 * Puts a recovered cluster in the place of the one that is there, which is kept in the folder `aside`, complete with its
 * password, so that it can be started again. The log of another cluster goes with it: it carries the same names.
 */
export async function takePlace(
  postgresDir: string,
  draft: string,
  { aside, manifest }: { aside: string; manifest: Manifest },
): Promise<void> {
  const here = postgresLayout(postgresDir);
  mkdirSync(aside, { mode: 0o700 });
  if (existsSync(here.cluster)) {
    copyFileSync(here.password, postgresLayout(aside).password);
    renameSync(here.cluster, postgresLayout(aside).cluster);
  }
  if (existsSync(here.archive) && !ownArchive(postgresDir, manifest))
    renameSync(here.archive, postgresLayout(aside).archive);
  renameSync(postgresLayout(draft).cluster, here.cluster);
  joinArchive(postgresLayout(draft).archive, here.archive);
  rmSync(draft, { recursive: true, force: true });
  await syncFolder(aside);
  await syncFolder(postgresDir);
}

/** The history of the new timeline tells a later recovery where this one left the old. */
function joinArchive(from: string, to: string): void {
  if (!archiveUsage(to).isWanted) return;
  for (const name of archivedFiles(from))
    if (!existsSync(join(to, name))) copyFileSync(join(from, name), join(to, name));
}
