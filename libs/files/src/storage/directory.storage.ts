import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';
import { ObjectNotFoundError, ObjectStorage } from './object-storage.js';
import type { ByteRange, ObjectToStore } from './object-storage.js';

/** Objects as files below one directory of this machine, or of a share that is mounted there. */
export class DirectoryStorage extends ObjectStorage {
  constructor(
    private readonly directory: string,
    private readonly timeoutMs: number,
  ) {
    super();
  }

  /** On the disk when it returns; a crash leaves a file that ends in `.part` and is no object. */
  async put(key: string, { content, bytes }: ObjectToStore): Promise<void> {
    const path = join(this.directory, key);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const draft = `${path}.${randomUUID()}.part`;
    try {
      const file = createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true });
      await pipeline(content, file, { signal: AbortSignal.timeout(this.timeoutMs) });
      if (file.bytesWritten !== bytes)
        throw new Error(`An object of ${bytes} bytes had ${file.bytesWritten}`);
      await rename(draft, path);
      await syncFolder(dirname(path));
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
  }

  async get(key: string, range?: ByteRange): Promise<Readable> {
    try {
      const file = await open(join(this.directory, key), 'r');
      return file.createReadStream({
        signal: AbortSignal.timeout(this.timeoutMs),
        ...(range && { start: range.from, end: range.to }),
      });
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFoundError(key) : error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(join(this.directory, key), { force: true });
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** A rename lasts once its folder is on the disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
