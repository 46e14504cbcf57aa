import { Clock, Database } from '@lianxin/service-kit';
import type { Caller } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { FileCipher } from '../encryption/file-cipher.js';
import { FileVault } from '../encryption/file-vault.js';
import { partsOf } from './body-parts.js';
import { UploadInTooManyPiecesError, UploadOffsetError, UploadTooLongError } from './upload.errors.js';
import { requireOpen, Uploads } from './uploads.js';
import { advanceUpload, countObjects, insertObject } from './uploads.queries.js';
import type { Upload } from './uploads.queries.js';

/** What is held of a request's body before it is encrypted and stored. */
export const PART_BYTES = 1024 * 1024;
/** A body that is cut off makes a small one; more than this many nobody's line is bad enough for. */
const MAX_PARTS = 500;

/** What arrives of a body, from a byte on. */
export interface Arriving {
  readonly offset: number;
  /** Of the body, when it says so. */
  readonly bytes: number | undefined;
  readonly body: AsyncIterable<Buffer>;
}

/** Takes what arrives of an upload, part by part: each is encrypted before it is stored, and counts once it is. */
@Injectable()
export class UploadWriter {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly uploads: Uploads,
    private readonly vault: FileVault,
  ) {}

  /**
   * Returns where the upload stands then.
   * @throws UploadOffsetError, UploadTooLongError, UploadInTooManyPiecesError, UploadExpiredError, UploadCompletedError
   */
  async append(caller: Caller, uploadId: string, { offset, bytes, body }: Arriving): Promise<number> {
    const upload = await this.database.read(caller, (tx) => this.uploads.get(tx, uploadId));
    requireOpen(upload, this.clock.now());
    if (offset !== upload.receivedBytes) throw new UploadOffsetError(upload.receivedBytes);
    if (offset + (bytes ?? 0) > upload.declaredBytes) throw new UploadTooLongError(upload.declaredBytes);
    const cipher = await this.vault.cipherOf({ fileId: upload.id, contentKey: upload.contentKey });
    let at = offset;
    for await (const part of partsOf(body, PART_BYTES)) {
      if (at + part.length > upload.declaredBytes) throw new UploadTooLongError(upload.declaredBytes);
      await this.store(caller, upload, cipher, { at, part });
      at += part.length;
    }
    return at;
  }

  private async store(
    caller: Caller,
    { id: uploadId }: Upload,
    cipher: FileCipher,
    { at, part }: { at: number; part: Buffer },
  ): Promise<void> {
    const object = { id: randomUUID(), uploadId, firstByte: at, bytes: part.length };
    await this.database.write(caller, async (tx) => {
      const current = await this.uploads.get(tx, uploadId);
      requireOpen(current, this.clock.now());
      if (current.receivedBytes !== at) throw new UploadOffsetError(current.receivedBytes);
      if ((await countObjects(tx, uploadId)) >= MAX_PARTS) throw new UploadInTooManyPiecesError(MAX_PARTS);
      await insertObject(tx, object);
    });
    await this.vault.store(cipher, part, object.id);
    const isNext = await this.database.write(caller, (tx) => advanceUpload(tx, object));
    if (isNext) return;
    const { receivedBytes } = await this.database.read(caller, (tx) => this.uploads.get(tx, uploadId));
    throw new UploadOffsetError(receivedBytes);
  }
}
