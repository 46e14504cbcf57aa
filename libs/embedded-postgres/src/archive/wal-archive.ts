import {
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** As the archive is reached from PostgreSQL: by the handle it was given, as the path may lead through private folders. */
const handle = 3;
const reach = (directory: string) =>
  process.platform === 'linux' ? `/proc/self/fd/${handle}` : quoted(directory);

/** Names PostgreSQL gives to what it archives: segments, partial ones, backup notes and timeline histories. */
const archivedName = /^[0-9A-F]{8}(?:[0-9A-F]{16}(?:\.partial|\.[0-9A-F]{8}\.backup)?|\.history)$/;
const segmentName = /^[0-9A-F]{24}$/;

/** While this file is missing nothing is kept: without a base backup no log can be used, and it would only fill the disk. */
const wantedFile = 'wanted';

/**
 * Settings for continuous archiving. A segment appears under its name complete and on the disk, or not at all; one that
 * is there already is never overwritten (the same content counts as done, other content is a failure that is tried again
 * and shows in pg_stat_archiver). The zeros that fill a segment switched early take no room.
 */
export function archiveSettings(directory: string): Record<string, string> {
  const archive = reach(directory);
  const [file, draft] = [`${archive}/%f`, `${archive}/%f.part`];
  const copy = `{ cp --sparse=always %p ${draft} 2>/dev/null || cp %p ${draft}; }`;
  const keep = `${copy} && sync ${draft} && mv ${draft} ${file} && sync ${archive}`;
  const command = `test -e ${archive}/${wantedFile} || exit 0; if test -e ${file}; then cmp -s %p ${file}; else ${keep}; fi`;
  return { archive_mode: 'on', archive_command: command, archive_timeout: '60s' };
}

/** Makes the archive's folder and gives it to the account that PostgreSQL runs as. */
export function prepareArchive(directory: string, owner: { uid: number; gid: number } | undefined): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (!owner || statSync(directory).uid === owner.uid) return;
  // The folder may be a link to another disk.
  const folder = realpathSync(directory);
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    lchownSync(path, owner.uid, owner.gid);
}

/** Says that the log is wanted from now on: a base backup is about to begin. */
export function wantArchive(directory: string): void {
  writeFileSync(join(directory, wantedFile), '', { flag: 'a', mode: 0o600 });
}

export interface ArchiveUsage {
  isWanted: boolean;
  segments: number;
  /** What the disk holds, not what the files seem to be long. */
  bytes: number;
}

export function archiveUsage(directory: string): ArchiveUsage {
  const names = existsSync(directory) ? readdirSync(directory) : [];
  const sizes = names.map(
    (name) => (statSync(join(directory, name), { throwIfNoEntry: false })?.blocks ?? 0) * 512,
  );
  return {
    isWanted: names.includes(wantedFile),
    segments: names.filter((name) => segmentName.test(name)).length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** What is archived, sorted by name: that is the order of the log within a timeline. */
export function archivedFiles(directory: string): string[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((name) => archivedName.test(name))
    .sort();
}

/** Whether a log file lies before this segment on whatever timeline; histories are small and stay. */
export function isBefore(name: string, segment: string): boolean {
  return !name.endsWith('.history') && name.slice(8, 24) < segment.slice(8, 24);
}

/** Removes what lies before the first segment that any wanted backup needs. Returns how many files. */
export function pruneArchive(directory: string, firstNeeded: string): number {
  const old = archivedFiles(directory).filter((name) => isBefore(name, firstNeeded));
  for (const name of old) rmSync(join(directory, name), { force: true });
  return old.length;
}

const quoted = (path: string) => `'${path.replaceAll("'", `'\\''`).replaceAll('%', '%%')}'`;
