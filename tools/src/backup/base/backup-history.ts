import { pruneArchive } from '@lianxin/embedded-postgres';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const backupSchema = z.object({
  id: z.string(),
  finishedAt: z.iso.datetime(),
  startSegment: z.string(),
  place: z.string(),
});
export type MadeBackup = z.infer<typeof backupSchema>;

/** Backups remembered at most; older ones need no log any more. */
const remembered = 400;
const dayMs = 86_400_000;

/** The base backups made of this cluster, beside the log that continues them. */
const historyFile = (archive: string) => join(archive, 'backups.json');

/**
 * Notes a finished backup and removes the log that no restore within the window needs: the newest backup that is
 * older than the window, and everything after it, stays. Returns how many files were removed.
 */
export function noteBackup(archive: string, made: MadeBackup, windowDays: number): number {
  const before = readHistory(archive);
  const backups = [...before.filter(({ id }) => id !== made.id), made].slice(-remembered);
  const draft = `${historyFile(archive)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(backups, null, 1), { mode: 0o600, flush: true });
  renameSync(draft, historyFile(archive));
  const windowStart = Date.parse(made.finishedAt) - windowDays * dayMs;
  const first = backups.findLast(({ finishedAt }) => Date.parse(finishedAt) <= windowStart) ?? backups[0];
  return first ? pruneArchive(archive, first.startSegment) : 0;
}

export function readHistory(archive: string): MadeBackup[] {
  const file = historyFile(archive);
  if (!existsSync(file)) return [];
  return z.array(backupSchema).parse(JSON.parse(readFileSync(file, 'utf8')));
}
