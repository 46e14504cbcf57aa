import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ManifestFile } from './manifest.js';

const chunkBytes = 1024 * 1024;

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
  const hash = createHash('sha256');
  const chunk = Buffer.allocUnsafe(chunkBytes);
  let bytes = 0;
  try {
    for (;;) {
      const { bytesRead } = await source.read(chunk, 0, chunkBytes, bytes);
      if (bytesRead === 0) break;
      const part = chunk.subarray(0, bytesRead);
      hash.update(part);
      await target.writeFile(part);
      bytes += bytesRead;
    }
    await target.sync();
  } finally {
    await source.close();
    await target.close();
  }
  return { path, bytes, sha256: hash.digest('hex') };
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
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of source.createReadStream({ highWaterMark: chunkBytes })) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
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
