import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { filesSchema } from '@lianxin/service-kit';
import { createStorage } from '../src/storage/create-storage.js';
import { keyOf, ObjectNotFoundError } from '../src/storage/object-storage.js';
import type { ObjectStorage } from '../src/storage/object-storage.js';
import { S3StandIn } from './s3-stand-in.js';

const storageOf = (settings: Record<string, string>): ObjectStorage =>
  createStorage(filesSchema.parse(settings));

let directory: string;
let s3: S3StandIn;
const storages = new Map<string, ObjectStorage>();

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'lianxin-files-'));
  s3 = await S3StandIn.start();
  storages.set('directory', storageOf({ FILES_DIRECTORY: directory }));
  storages.set('bucket', storageOf(bucketSettings()));
});
afterAll(async () => {
  rmSync(directory, { recursive: true });
  await s3.stop();
});

const bucketSettings = (): Record<string, string> => ({
  FILES_S3_BUCKET: 'lianxin',
  FILES_S3_ENDPOINT: s3.url,
  FILES_S3_ACCESS_KEY_ID: 'id',
  FILES_S3_SECRET_ACCESS_KEY: 'secret',
  FILES_TIMEOUT_MS: '1000',
});

const inPieces = (content: Buffer): Readable =>
  Readable.from([content.subarray(0, 1_000), content.subarray(1_000)]);

async function contentOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe.each(['directory', 'bucket'])('objects in a %s', (kind) => {
  const storage = (): ObjectStorage => storages.get(kind) as ObjectStorage;

  it('come back whole and in part, and are gone when deleted', async () => {
    const key = keyOf(randomUUID());
    const content = randomBytes(300_000);
    await storage().put(key, { content: inPieces(content), bytes: content.length });
    expect((await contentOf(await storage().get(key))).equals(content)).toBe(true);
    const part = await contentOf(await storage().get(key, { from: 99_999, to: 200_000 }));
    expect(part.equals(content.subarray(99_999, 200_001))).toBe(true);
    await storage().delete(key);
    await storage().delete(key);
    await expect(storage().get(key)).rejects.toThrow(ObjectNotFoundError);
  });

  it('are stored whole or not at all', async () => {
    const key = keyOf(randomUUID());
    const broken = Readable.from(
      (async function* () {
        yield randomBytes(1_000);
        await Promise.resolve();
        throw new Error('the source broke');
      })(),
    );
    await expect(storage().put(key, { content: broken, bytes: 2_000 })).rejects.toThrow();
    await expect(storage().get(key)).rejects.toThrow(ObjectNotFoundError);
  });
});

describe('a directory', () => {
  it('refuses an object of another size and leaves nothing of it', async () => {
    const key = keyOf(randomUUID());
    const storage = storages.get('directory') as ObjectStorage;
    await expect(storage.put(key, { content: inPieces(randomBytes(2_000)), bytes: 1_999 })).rejects.toThrow(
      '1999',
    );
    const folder = join(directory, key, '..');
    expect(existsSync(folder) ? readdirSync(folder) : []).toEqual([]);
  });

  it('is never left by a key', () => {
    expect(() => keyOf('../../etc/passwd')).toThrow('UUID');
  });
});

describe('a bucket', () => {
  it('that does not answer is given up after its time', async () => {
    s3.faults.push('hang', 'hang', 'hang');
    const startedAt = Date.now();
    await expect((storages.get('bucket') as ObjectStorage).get(keyOf(randomUUID()))).rejects.toThrow();
    expect(Date.now() - startedAt).toBeLessThan(8_000);
    s3.faults.length = 0;
  });

  it('that fails for a moment is asked again, and not for ever', async () => {
    const key = keyOf(randomUUID());
    const storage = storages.get('bucket') as ObjectStorage;
    await storage.put(key, { content: inPieces(randomBytes(2_000)), bytes: 2_000 });
    s3.faults.push(500);
    expect(await contentOf(await storage.get(key))).toHaveLength(2_000);
    s3.faults.push(500, 500, 500);
    const before = s3.requests;
    await expect(storage.get(key)).rejects.toThrow('InternalError');
    expect(s3.requests - before).toBe(3);
  });
});

describe('the configuration', () => {
  it.each([
    ['nothing', {}],
    ['both', { FILES_DIRECTORY: 'files', FILES_S3_BUCKET: 'lianxin' }],
    ['half a bucket', { FILES_S3_BUCKET: 'lianxin', FILES_S3_ENDPOINT: 'http://127.0.0.1:1' }],
  ])('that names %s is refused at the start', (_what, settings) => {
    expect(() => storageOf(settings)).toThrow('Configuration is not usable');
  });
});
