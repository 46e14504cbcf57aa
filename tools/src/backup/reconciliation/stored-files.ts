import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { dataLayout } from '../../platform/settings.js';
import { backupLayout } from '../base/base-backup.js';
import { copyFile, digestOfFile, forEachFile, syncFolders } from '../base/file-copy.js';

/** What the storage is still writing ends so, and is no object yet. */
const UNFINISHED = '.part';

/** The objects that people's files are stored as, by their path below the folder; whole ones alone. */
export function objectsBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith(UNFINISHED))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/**
 * Objects are written once and never changed, and without their row nobody can open them: those that are here stay, whatever
 * moment the databases go back to, and those that are missing come from the backup. Returns how many came.
 */
export async function completeFiles(dataDir: string, backup: string): Promise<number> {
  const { files } = dataLayout(dataDir);
  const copies = join(backup, backupLayout.outside, 'files');
  let brought = 0;
  await forEachFile(objectsBelow(copies), async (name) => {
    const [copy, here] = await Promise.all([
      digestOfFile(join(copies, name)),
      digestOfFile(join(files, name)),
    ]);
    if (copy?.sha256 === here?.sha256) return;
    const draft = `${name}.restored${UNFINISHED}`;
    rmSync(join(files, draft), { force: true });
    mkdirSync(dirname(join(files, name)), { recursive: true, mode: 0o700 });
    await copyFile(join(copies, name), { root: files, path: draft });
    await rename(join(files, draft), join(files, name));
    brought += 1;
  });
  if (brought > 0) await syncFolders(files);
  return brought;
}
