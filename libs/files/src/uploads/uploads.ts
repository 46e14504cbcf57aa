import type { Sealer } from '@lianxin/personal-data';
import { checkUuid, Clock, Database, DomainError, NotFoundError } from '@lianxin/service-kit';
import type { Caller } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { FileCheck } from '../checks/file-check.js';
import type { CheckedFile } from '../checks/file-check.js';
import { FileChecksBusyError, FileTooLargeError } from '../checks/file.errors.js';
import { FILE_CIPHER } from '../encryption/file-cipher.js';
import type { FileCipher } from '../encryption/file-cipher.js';
import { FileVault, sealContentKey } from '../encryption/file-vault.js';
import type { StoredObject } from '../encryption/file-vault.js';
import type { FileLimits } from '../file-limits.js';
import {
  FileEmptyError,
  FileStorageUnavailableError,
  TooManyUploadsError,
  UploadCompletedError,
  UploadExpiredError,
  UploadIncompleteError,
} from './upload.errors.js';
import * as queries from './uploads.queries.js';
import type { Upload } from './uploads.queries.js';

export interface NewUpload {
  readonly id: string;
  readonly ownerId: string;
  readonly purpose: string;
  readonly bytes: number;
  readonly uploaderId: string;
  /** Seals under the key of the person whom the file is about. */
  readonly sealer: Sealer;
}

export interface FinishedFile extends StoredObject {
  readonly upload: Upload;
  readonly mediaType: string;
}

/** The life of an upload: begun, filled by `UploadWriter`, finished, and settled when its owner takes the file. */
@Injectable()
export class Uploads {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly vault: FileVault,
    private readonly check: FileCheck,
  ) {}

  /** @throws FileEmptyError, FileTooLargeError, TooManyUploadsError */
  async begin(
    tx: EntityManager,
    { sealer, bytes, ...given }: NewUpload,
    limits: FileLimits,
  ): Promise<Upload> {
    const now = this.clock.now();
    if (bytes < 1) throw new FileEmptyError();
    if (bytes > limits.maxBytes) throw new FileTooLargeError(limits.maxBytes);
    if ((await queries.countOpenUploads(tx, given.uploaderId, now)) >= limits.maxOpenUploads)
      throw new TooManyUploadsError(limits.maxOpenUploads);
    const upload: Upload = {
      ...given,
      declaredBytes: bytes,
      receivedBytes: 0,
      contentKey: sealContentKey(sealer, given.id),
      cipher: FILE_CIPHER,
      begunAt: now,
      expiresAt: new Date(now.getTime() + limits.uploadMs),
      completedAt: null,
    };
    await queries.insertUpload(tx, upload);
    return upload;
  }

  /** @throws NotFoundError also for another person's */
  async get(tx: EntityManager, uploadId: string): Promise<Upload> {
    const upload = await queries.findUpload(tx, checkUuid(uploadId, 'uploadId'));
    if (!upload) throw new NotFoundError('FileUpload', uploadId);
    return upload;
  }

  /**
   * Puts together what has arrived, checks it by its content and stores what may stay of it. Outside any transaction. What is
   * refused is given up at once: it cannot become another file.
   * @throws UploadIncompleteError, UploadExpiredError, UploadCompletedError, and what FileCheck throws
   */
  async finish(caller: Caller, uploadId: string, limits: FileLimits): Promise<FinishedFile> {
    const { upload, parts } = await this.database.read(caller, async (tx) => {
      const found = await this.get(tx, uploadId);
      return { upload: found, parts: await queries.findParts(tx, found.id) };
    });
    requireOpen(upload, this.clock.now());
    if (upload.receivedBytes < upload.declaredBytes)
      throw new UploadIncompleteError(upload.receivedBytes, upload.declaredBytes);
    const cipher = await this.vault.cipherOf({ fileId: upload.id, contentKey: upload.contentKey });
    const loaded: Buffer[] = [];
    for (const part of parts) loaded.push(await this.vault.load(cipher, part.id));
    const file = await this.checked(caller, upload, Buffer.concat(loaded), limits);
    return { upload, mediaType: file.mediaType, ...(await this.store(caller, upload, cipher, file.content)) };
  }

  /** In the transaction in which the owner takes the file. @throws UploadExpiredError, UploadCompletedError */
  async settle(tx: EntityManager, { upload, objectId }: FinishedFile): Promise<void> {
    const now = this.clock.now();
    const current = await queries.lockUpload(tx, upload.id);
    if (!current) throw new NotFoundError('FileUpload', upload.id);
    requireOpen(current, now);
    await queries.completeUpload(tx, upload.id, objectId, now);
  }

  private async checked(
    caller: Caller,
    upload: Upload,
    content: Buffer,
    limits: FileLimits,
  ): Promise<CheckedFile> {
    if (content.length !== upload.declaredBytes) throw new FileStorageUnavailableError();
    try {
      return await this.check.check(content, limits);
    } catch (error) {
      if (error instanceof DomainError && !(error instanceof FileChecksBusyError))
        await this.database.write(caller, (tx) => queries.expireUpload(tx, upload.id, this.clock.now()));
      throw error;
    }
  }

  private async store(
    caller: Caller,
    upload: Upload,
    cipher: FileCipher,
    content: Buffer,
  ): Promise<StoredObject> {
    const object = { id: randomUUID(), uploadId: upload.id, firstByte: null, bytes: content.length };
    await this.database.write(caller, (tx) => queries.insertObject(tx, object));
    return this.vault.store(cipher, content, object.id);
  }
}

/** @throws UploadCompletedError, UploadExpiredError */
export function requireOpen(upload: Upload, now: Date): void {
  if (upload.completedAt !== null) throw new UploadCompletedError(upload.id);
  if (upload.expiresAt <= now) throw new UploadExpiredError(upload.id);
}
