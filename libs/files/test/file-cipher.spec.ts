import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describe, expect, it } from '@jest/globals';
import {
  CHUNK_BYTES,
  FileCipher,
  newContentKey,
  sealedBytesOf,
  spanOf,
} from '../src/encryption/file-cipher.js';

const objectId = randomUUID();
const cipher = new FileCipher(newContentKey());

/** In pieces of a size that fits no chunk, as they come over a network. */
async function through(content: Buffer, turn: Transform): Promise<Buffer> {
  const pieces = Array.from({ length: Math.ceil(content.length / 7_001) }, (_, index) =>
    content.subarray(index * 7_001, (index + 1) * 7_001),
  );
  const turned: Buffer[] = [];
  await pipeline(Readable.from(pieces), turn, async (chunks: AsyncIterable<Buffer>) => {
    for await (const chunk of chunks) turned.push(chunk);
  });
  return Buffer.concat(turned);
}

const seal = (content: Buffer): Promise<Buffer> => through(content, cipher.encryption(objectId));
const open = (sealed: Buffer, id = objectId, by = cipher): Promise<Buffer> =>
  through(sealed, by.decryption(id));

describe('an encrypted file', () => {
  it.each([0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 200_000])(
    'of %i bytes comes back, and is as long as was said',
    async (bytes) => {
      const content = randomBytes(bytes);
      const sealed = await seal(content);
      expect(sealed).toHaveLength(sealedBytesOf(bytes));
      expect(sealed.includes(content.subarray(0, 32)) && bytes > 0).toBe(false);
      expect((await open(sealed)).equals(content)).toBe(true);
    },
  );

  it('is not opened altered, cut off, put together anew, as another object or with another key', async () => {
    const sealed = await seal(randomBytes(3 * CHUNK_BYTES + 100));
    const size = CHUNK_BYTES + 16;
    const altered = Buffer.from(sealed);
    altered.writeUInt8(altered.readUInt8(70_000) ^ 1, 70_000);
    const swapped = Buffer.concat([
      sealed.subarray(size, 2 * size),
      sealed.subarray(0, size),
      sealed.subarray(2 * size),
    ]);
    for (const wrong of [
      altered,
      swapped,
      sealed.subarray(0, size),
      sealed.subarray(0, 3 * size),
      sealed.subarray(0, -1),
      Buffer.alloc(3),
    ])
      await expect(open(wrong)).rejects.toThrow('hunk');
    await expect(open(sealed, randomUUID())).rejects.toThrow('altered');
    await expect(open(sealed, objectId, new FileCipher(newContentKey()))).rejects.toThrow('altered');
  });

  it.each([
    [0, 0],
    [0, CHUNK_BYTES - 1],
    [CHUNK_BYTES, CHUNK_BYTES],
    [100_000, 150_000],
    [199_999, 199_999],
    [0, 199_999],
  ])('is read from byte %i to %i alone', async (from, to) => {
    const content = randomBytes(200_000);
    const sealed = await seal(content);
    const span = spanOf({ from, to }, content.length);
    const part = sealed.subarray(span.range.from, span.range.to + 1);
    const plain = await through(part, cipher.decryption(objectId, span));
    expect(plain.subarray(span.skip, span.skip + to - from + 1).equals(content.subarray(from, to + 1))).toBe(
      true,
    );
  });
});
