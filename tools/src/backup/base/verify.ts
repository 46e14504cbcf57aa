import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { digestOfFile, forEachFile } from './file-copy.js';
import { BackupUnusableError, manifestPath, readManifest, type Manifest } from './manifest.js';

const faultsNamed = 5;

/**
 * Reads every file of a backup and compares it with the manifest.
 * Throws BackupUnusableError that names what is missing, altered or too much.
 */
export async function verifyBackup(backup: string): Promise<Manifest> {
  const manifest = readManifest(backup);
  const faults: string[] = [];
  await forEachFile(manifest.files, async ({ path, bytes, sha256 }) => {
    const found = await digestOfFile(join(backup, path));
    if (!found) faults.push(`${path} is missing`);
    else if (found.sha256 !== sha256 || found.bytes !== bytes) faults.push(`${path} was altered`);
  });
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const path of filesBelow(backup)) if (!listed.has(path)) faults.push(`${path} is not in the manifest`);
  if (faults.length === 0) return manifest;
  const more = faults.length > faultsNamed ? ` and ${faults.length - faultsNamed} more` : '';
  throw new BackupUnusableError(`${backup} is not whole: ${faults.slice(0, faultsNamed).join(', ')}${more}`);
}

function filesBelow(backup: string): string[] {
  return readdirSync(backup, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path !== manifestPath(backup))
    .map((path) => relative(backup, path));
}
