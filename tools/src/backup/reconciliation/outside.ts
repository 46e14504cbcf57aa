import { applyErasures, ErasureList, type ErasuresApplied } from '@lianxin/personal-data';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataLayout } from '../../platform/settings.js';
import { backupLayout } from '../base/base-backup.js';
import { onDatabase } from '../place.js';

/**
 * The seals outside the databases are never rolled back. Where they are missing or shorter than the backup's copy, as on a new
 * machine, they get what that copy knows. Returns the names of files that contradict it; those are left as they are.
 */
export function completeSeals(dataDir: string, backup: string): string[] {
  const { seals } = dataLayout(dataDir);
  const copies = join(backup, backupLayout.outside, 'seals');
  if (!existsSync(copies)) return [];
  mkdirSync(seals, { recursive: true, mode: 0o700 });
  return readdirSync(copies).filter((name) => !complete(join(seals, name), join(copies, name)));
}

function complete(file: string, copy: string): boolean {
  const known = readFileSync(copy);
  const here = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  const common = Math.min(known.length, here.length);
  if (!known.subarray(0, common).equals(here.subarray(0, common))) return false;
  if (known.length > here.length)
    appendFileSync(file, known.subarray(here.length), { mode: 0o600, flush: true });
  return true;
}

/** Whoever is on the list here or in the backup's copy of it has no key from now on. */
export async function eraseAgain(
  superuserUrl: string,
  dataDir: string,
  backup: string,
): Promise<ErasuresApplied> {
  const list = new ErasureList(dataLayout(dataDir).erasures);
  const copy = new ErasureList(join(backup, backupLayout.outside, 'erasures.jsonl'));
  list.add(copy.read().personIds, new Date());
  return onDatabase(superuserUrl, 'keys', (client) => applyErasures(client, list));
}
