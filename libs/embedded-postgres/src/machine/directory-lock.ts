import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { DataDirectoryInUseError } from '../errors.js';
import { identifyProcess, isAlive, type ProcessIdentity } from './processes.js';

/**
 * Holds a directory for this process through a file that names the process and when it started, so that the
 * file of a holder killed outright, or of one whose number was given to another program, is recognised as stale.
 * Throws DataDirectoryInUseError while the holder lives. The returned function gives the directory free again.
 */
export function lockDirectory(directory: string, file: string): () => void {
  const self = identifyProcess(process.pid);
  if (!self) throw new Error('this process cannot read its own start time');
  const token = randomUUID();
  const draft = `${file}.${token}`;
  writeFileSync(draft, JSON.stringify({ ...self, token }), { mode: 0o600 });
  try {
    if (!tryLink(draft, file)) {
      removeStale(directory, file, token);
      if (!tryLink(draft, file)) throw new DataDirectoryInUseError(directory, readHolder(file)?.pid ?? 0);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readHolder(file)?.token === token) rmSync(file, { force: true });
  };
}

/** The living process that holds the lock file, if any. */
export function lockHolder(file: string): ProcessIdentity | undefined {
  const holder = readHolder(file);
  return holder && isAlive(holder) ? holder : undefined;
}

/** Moves a dead holder's file aside first: two starters that see the same stale file cannot both remove it. */
function removeStale(directory: string, file: string, token: string): void {
  const living = lockHolder(file);
  if (living) throw new DataDirectoryInUseError(directory, living.pid);
  const aside = `${file}.stale-${token}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = lockHolder(aside);
  if (moved) {
    tryLink(aside, file);
    rmSync(aside, { force: true });
    throw new DataDirectoryInUseError(directory, moved.pid);
  }
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): (ProcessIdentity & { token: string }) | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity & { token: string };
  } catch {
    return undefined;
  }
}
