import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const unfinishedSchema = z.object({
  backup: z.string(),
  startedAt: z.iso.datetime(),
  /** What the cluster that was here first had given away; a second attempt finds another one in its place. */
  usedPositions: z.record(z.string(), z.number()).optional(),
  aside: z.string().optional(),
});
export type Unfinished = z.infer<typeof unfinishedSchema>;

const noteFile = (dataDir: string) => join(dataDir, 'restore-unfinished.json');

/** What a restore that did not come to its end had found out; undefined when there was none. */
export function readUnfinished(dataDir: string): Unfinished | undefined {
  const file = noteFile(dataDir);
  return existsSync(file) ? unfinishedSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** On the disk when it returns. */
export function noteUnfinished(dataDir: string, note: Unfinished): void {
  const draft = `${noteFile(dataDir)}.${process.pid}`;
  const handle = openSync(draft, 'w', 0o600);
  try {
    writeSync(handle, JSON.stringify(note));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, noteFile(dataDir));
}

export const forgetUnfinished = (dataDir: string): void => rmSync(noteFile(dataDir), { force: true });

/**
 * Between a restore's first step and its last the databases do not yet agree with what lies outside them: positions could be
 * given twice and erased persons come back. Throws one line until a restore has come to its end.
 */
export function refuseUnfinishedRestore(dataDir: string): void {
  const note = readUnfinished(dataDir);
  if (note)
    throw new Error(
      `a restore of ${note.backup} did not come to its end: run npm run restore -- --from ${note.backup} again`,
    );
}
