import { PersonalDataCipher, personIdOfSealedText } from '@lianxin/personal-data';
import type { Sealer } from '@lianxin/personal-data';
import { Injectable, Logger } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout } from 'node:timers/promises';
import { FileStorageUnavailableError } from '../uploads/upload.errors.js';
import { keyOf, ObjectStorage } from '../storage/object-storage.js';
import type { ByteRange } from '../storage/object-storage.js';
import { FileCipher, newContentKey, sealedBytesOf, spanOf } from './file-cipher.js';

/** What opens the objects of one file: its content key, sealed under a person's, and the file it was sealed for. */
export interface FileKey {
  readonly fileId: string;
  readonly contentKey: string;
}

export interface StoredObject {
  readonly objectId: string;
  /** Of what was stored, before its encryption. */
  readonly bytes: number;
  /** SHA-256 of the ciphertext, hexadecimal: can be checked by who cannot open it. */
  readonly digest: string;
}

const PUT_ATTEMPTS = 3;
const PUT_DELAY_MS = 200;

const placeOfKey = (fileId: string): string => `file.${fileId}.key`;

/** The content key of a new file, sealed under the key of the person whom the file is about. */
export const sealContentKey = (sealer: Sealer, fileId: string): string =>
  sealer.seal(newContentKey().toString('base64'), placeOfKey(fileId));

/** Puts bytes into the storage encrypted and takes them out again. Destroying the person's key ends the second for good. */
@Injectable()
export class FileVault {
  private readonly logger = new Logger(FileVault.name);

  constructor(
    private readonly storage: ObjectStorage,
    private readonly persons: PersonalDataCipher,
  ) {}

  /** @throws PersonalDataErasedError */
  async cipherOf({ fileId, contentKey }: FileKey): Promise<FileCipher> {
    const opener = await this.persons.openerFor([personIdOfSealedText(contentKey)]);
    return new FileCipher(Buffer.from(opener.open(contentKey, placeOfKey(fileId)), 'base64'));
  }

  /** Tried again when it fails: the same bytes under the same id are the same ciphertext. */
  async store(cipher: FileCipher, content: Buffer, objectId: string): Promise<StoredObject> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.reach(() => this.put(cipher, content, objectId));
      } catch (error) {
        if (attempt === PUT_ATTEMPTS) throw error;
        await setTimeout(attempt * PUT_DELAY_MS);
      }
    }
  }

  /** All of an object; for those small enough to be held. */
  async load(cipher: FileCipher, objectId: string): Promise<Buffer> {
    const sealed = await this.reach(() => this.storage.get(keyOf(objectId)));
    const chunks: Buffer[] = [];
    await pipeline(sealed, cipher.decryption(objectId), async (plain: AsyncIterable<Buffer>) => {
      for await (const chunk of plain) chunks.push(chunk);
    });
    return Buffer.concat(chunks);
  }

  /** A part of an object of so many bytes, as it is decrypted. @throws FileUnreadableError through the stream */
  async read(
    cipher: FileCipher,
    object: { objectId: string; bytes: number },
    range: ByteRange,
  ): Promise<Readable> {
    const span = spanOf(range, object.bytes);
    const sealed = await this.reach(() => this.storage.get(keyOf(object.objectId), span.range));
    const plain = cipher.decryption(object.objectId, span);
    sealed.on('error', (error) => plain.destroy(error)).pipe(plain);
    return Readable.from(cut(plain, span.skip, range.to - range.from + 1));
  }

  delete(objectId: string): Promise<void> {
    return this.reach(() => this.storage.delete(keyOf(objectId)));
  }

  private async put(cipher: FileCipher, content: Buffer, objectId: string): Promise<StoredObject> {
    const hash = createHash('sha256');
    const sealed = Readable.from(hashed(Readable.from([content]).pipe(cipher.encryption(objectId)), hash));
    await this.storage.put(keyOf(objectId), { content: sealed, bytes: sealedBytesOf(content.length) });
    return { objectId, bytes: content.length, digest: hash.digest('hex') };
  }

  /** A storage that does not answer, or has lost an object, is told of in the log; the caller may come again. */
  private async reach<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      this.logger.error({ message: 'The storage of files failed', error: String(error) });
      throw new FileStorageUnavailableError();
    }
  }
}

async function* hashed(chunks: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* cut(chunks: AsyncIterable<Buffer>, skip: number, length: number): AsyncGenerator<Buffer> {
  let [before, left] = [skip, length];
  for await (const chunk of chunks) {
    const part = chunk.subarray(before, before + left);
    before = Math.max(0, before - chunk.length);
    left -= part.length;
    if (part.length > 0) yield part;
    if (left === 0) return;
  }
}
