import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Transform } from 'node:stream';
import type { TransformCallback } from 'node:stream';
import type { ByteRange } from '../storage/object-storage.js';

/** How an object is encrypted, as its owner's row says: AES-256-GCM in chunks of 64 KiB. Another suite is another name. */
export const FILE_CIPHER = 'A256GCM-64K.1';

export const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const IV_BYTES = 12;
const SUITE = 'aes-256-gcm';

/** An object that was altered, cut off, moved, or whose key is another one: a fault, not an answer. */
export class FileUnreadableError extends Error {
  override readonly name = 'FileUnreadableError';
}

export const newContentKey = (): Buffer => randomBytes(KEY_BYTES);

/**
 * Encrypts and decrypts objects under one content key. Each object has a key of its own, derived from that one and its id, so
 * that a chunk's number can be its nonce. A chunk says whether it is the last one: an object cannot be cut off unnoticed,
 * and any chunk can be read alone.
 */
export class FileCipher {
  constructor(private readonly contentKey: Buffer) {
    if (contentKey.length !== KEY_BYTES) throw new Error(`A content key has ${KEY_BYTES} bytes`);
  }

  encryption(objectId: string): Transform {
    const key = this.keyOf(objectId);
    return new Chunks({ size: CHUNK_BYTES, first: 0 }, (chunk, index, isLast) => {
      const cipher = createCipheriv(SUITE, key, ivOf(index, isLast), { authTagLength: TAG_BYTES });
      return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    });
  }

  /**
   * @param span the chunks that will be written to it, as `spanOf` says; all unless given
   * @throws FileUnreadableError through the stream
   */
  decryption(
    objectId: string,
    span: Pick<Span, 'firstChunk' | 'hasEnd'> = { firstChunk: 0, hasEnd: true },
  ): Transform {
    const key = this.keyOf(objectId);
    return new Chunks({ size: SEALED_CHUNK_BYTES, first: span.firstChunk }, (sealed, index, isLast) => {
      if (sealed.length < TAG_BYTES) throw new FileUnreadableError('A chunk is too short');
      const decipher = createDecipheriv(SUITE, key, ivOf(index, isLast && span.hasEnd), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
      } catch {
        throw new FileUnreadableError(`Chunk ${index} was altered or belongs to another object`);
      }
    });
  }

  private keyOf(objectId: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.contentKey, '', `lianxin file ${objectId}`, KEY_BYTES));
  }
}

/** How long the ciphertext of so many bytes is. */
export const sealedBytesOf = (bytes: number): number => bytes + TAG_BYTES * chunkCountOf(bytes);

const chunkCountOf = (bytes: number): number => Math.max(1, Math.ceil(bytes / CHUNK_BYTES));

export interface Span {
  /** Of the ciphertext. */
  readonly range: ByteRange;
  readonly firstChunk: number;
  /** Whether the object's last chunk is among them. */
  readonly hasEnd: boolean;
  /** Bytes of the first chunk's plaintext before the range. */
  readonly skip: number;
}

/** Where the ciphertext of a range of an object of so many bytes lies. */
export function spanOf(range: ByteRange, bytes: number): Span {
  const firstChunk = Math.floor(range.from / CHUNK_BYTES);
  const lastChunk = Math.floor(range.to / CHUNK_BYTES);
  const end = Math.min((lastChunk + 1) * SEALED_CHUNK_BYTES, sealedBytesOf(bytes));
  return {
    range: { from: firstChunk * SEALED_CHUNK_BYTES, to: end - 1 },
    firstChunk,
    hasEnd: lastChunk === chunkCountOf(bytes) - 1,
    skip: range.from - firstChunk * CHUNK_BYTES,
  };
}

function ivOf(index: number, isLast: boolean): Buffer {
  const iv = Buffer.alloc(IV_BYTES);
  iv.writeUInt32BE(index, IV_BYTES - 5);
  iv.writeUInt8(isLast ? 1 : 0, IV_BYTES - 1);
  return iv;
}

type Turn = (chunk: Buffer, index: number, isLast: boolean) => Buffer;

/** Cuts a stream into chunks of one size; what comes last may be shorter, and is known as the last only at the end. */
class Chunks extends Transform {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private index: number;

  constructor(
    private readonly of: { readonly size: number; readonly first: number },
    private readonly turn: Turn,
  ) {
    super();
    this.index = of.first;
  }

  override _transform(data: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.held.push(data);
    this.heldBytes += data.length;
    if (this.heldBytes <= this.of.size) return done();
    let all = Buffer.concat(this.held);
    try {
      for (; all.length > this.of.size; all = all.subarray(this.of.size))
        this.push(this.turn(all.subarray(0, this.of.size), this.index++, false));
      this.hold(all);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      done(null, this.turn(Buffer.concat(this.held), this.index, true));
    } catch (error) {
      done(error as Error);
    }
  }

  private hold(rest: Buffer): void {
    this.held = [rest];
    this.heldBytes = rest.length;
  }
}
