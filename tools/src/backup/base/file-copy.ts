import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestFile } from './manifest.js';

const chunkBytes = 1024 * 1024;
const filesAtOnce = 16;

/** Copies one file, waits for the disk, and says what was copied; undefined when the file is gone by now. */
export async function copyFile(
  from: string,
  { root, path }: { root: string; path: string },
): Promise<ManifestFile | undefined> {
  const source = await open(from, 'r').catch(gone);
  if (!source) return undefined;
  const to = join(root, path);
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, 'wx', 0o600);
  try {
    const read = await readThrough(source, (part) => target.writeFile(part));
    await target.sync();
    return { path, ...read };
  } finally {
    await source.close();
    await target.close();
  }
}

/** Reads a file that may grow meanwhile to its end of then, piece by piece. */
async function readThrough(
  source: FileHandle,
  take: (part: Buffer) => Promise<void> | void,
): Promise<Omit<ManifestFile, 'path'>> {
  const hash = createHash('sha256');
  const { size } = await source.stat();
  const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, size + 1));
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await source.read(chunk, 0, chunk.length, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    const part = chunk.subarray(0, bytesRead);
    hash.update(part);
    await take(part);
    bytes += bytesRead;
  }
}

/** Writes a file of a backup and waits for the disk. */
export async function writeFile(
  text: string,
  { root, path }: { root: string; path: string },
): Promise<ManifestFile> {
  const to = join(root, path);
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
  const target = await open(to, 'wx', 0o600);
  try {
    await target.writeFile(text);
    await target.sync();
  } finally {
    await target.close();
  }
  return {
    path,
    bytes: Buffer.byteLength(text),
    sha256: createHash('sha256').update(text).digest('hex'),
  };
}

/** The digest and length of a file; undefined when there is none. */
export async function digestOfFile(file: string): Promise<Omit<ManifestFile, 'path'> | undefined> {
  const source = await open(file, 'r').catch(gone);
  if (!source) return undefined;
  try {
    return await readThrough(source, () => undefined);
  } finally {
    await source.close();
  }
}

/** Works on many files, some at once: waiting for the disk costs less together. */
export async function forEachFile<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += filesAtOnce)
    await Promise.all(items.slice(start, start + filesAtOnce).map(work));
}

/** Has the names in these folders on the disk, the innermost first. */
export async function syncFolders(root: string): Promise<void> {
  for (const entry of await readdir(root, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncFolders(join(root, entry.name));
  }
  await syncFolder(root);
}

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function gone(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}
