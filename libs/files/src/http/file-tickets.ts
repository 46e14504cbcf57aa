import { Clock, CursorSigner, InvalidCursorError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { FileKey } from '../encryption/file-vault.js';
import { FileTicketExpiredError, FileTicketInvalidError } from './ticket.errors.js';

const UPLOAD = 'file upload ticket';
const DOWNLOAD = 'file download ticket';

/** Lets its bearer send bytes of one upload, and nothing else. */
export interface UploadTicket {
  readonly uploadId: string;
  readonly uploaderId: string;
}

/** Lets its bearer read one file for a short while. Issued only after the look was recorded. */
export interface DownloadTicket extends FileKey {
  readonly objectId: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/**
 * What a mutation hands out and the doors for files believe. Encrypted and authenticated like cursors are: nobody reads,
 * changes or makes one, and none opens at another service than the one that made it.
 */
@Injectable()
export class FileTickets {
  constructor(
    private readonly service: string,
    private readonly cursors: CursorSigner,
    private readonly clock: Clock,
  ) {}

  /** The path below the gateway where the upload's bytes are sent. */
  uploadPath({ uploadId, uploaderId }: UploadTicket, expiresAt: Date): string {
    return `/files/${this.service}/uploads/${this.cursors.sign(this.kindOf(UPLOAD), [expiresAt.getTime(), uploadId, uploaderId])}`;
  }

  downloadPath({ fileId, contentKey, objectId, bytes, mediaType }: DownloadTicket, expiresAt: Date): string {
    const place = [expiresAt.getTime(), fileId, contentKey, objectId, bytes, mediaType];
    return `/files/${this.service}/${this.cursors.sign(this.kindOf(DOWNLOAD), place)}`;
  }

  /** @throws FileTicketInvalidError, FileTicketExpiredError */
  openUpload(ticket: string): UploadTicket {
    const [uploadId, uploaderId] = this.open(UPLOAD, ticket);
    return { uploadId: String(uploadId), uploaderId: String(uploaderId) };
  }

  /** @throws FileTicketInvalidError, FileTicketExpiredError */
  openDownload(ticket: string): DownloadTicket {
    const [fileId, contentKey, objectId, bytes, mediaType] = this.open(DOWNLOAD, ticket);
    return {
      fileId: String(fileId),
      contentKey: String(contentKey),
      objectId: String(objectId),
      bytes: Number(bytes),
      mediaType: String(mediaType),
    };
  }

  private kindOf(kind: string): string {
    return `${kind} of ${this.service}`;
  }

  private open(kind: string, ticket: string): (string | number)[] {
    const [expiresAt, ...content] = this.verify(kind, ticket);
    if (typeof expiresAt !== 'number') throw new FileTicketInvalidError();
    if (expiresAt <= this.clock.now().getTime()) throw new FileTicketExpiredError();
    return content;
  }

  private verify(kind: string, ticket: string): (string | number)[] {
    try {
      return this.cursors.verify(this.kindOf(kind), ticket);
    } catch (error) {
      throw error instanceof InvalidCursorError ? new FileTicketInvalidError() : error;
    }
  }
}
