import { Injectable } from '@nestjs/common';
import { fileTypeFromBuffer } from 'file-type';
import type { FileLimits } from '../file-limits.js';
import { FileTooLargeError, FileTypeRefusedError, HeicNotSupportedError } from './file.errors.js';
import { isImageType, redrawImage } from './image-check.js';
import { cleanOfficeDocument } from './office-clean.js';
import { checkOfficeDocument } from './office-check.js';
import { checkPdf } from './pdf-check.js';
import { blankPlaces } from './pdf-clean.js';
import { WorkSlots } from './work-slots.js';

export interface CheckedFile {
  readonly mediaType: string;
  /** What may be stored: not what was sent, but for a PDF without photographs. */
  readonly content: Buffer;
}

/** The first bytes of a local file header of ZIP. */
const ZIP = Buffer.from('504b0304', 'hex');
const HEIC_TYPES = new Set(['image/heic', 'image/heif', 'image/heic-sequence', 'image/heif-sequence']);

/** Files checked at once, and how many more may wait: each holds its content and an image's pixels in memory. */
const AT_ONCE = 2;
const WAITING = 16;

/** Takes a file only for what its content is, and only with nothing in it that it need not have. */
@Injectable()
export class FileCheck {
  private readonly slots = new WorkSlots(AT_ONCE, WAITING);

  /**
   * @throws FileTypeRefusedError, HeicNotSupportedError, FileTooLargeError, ImageTooLargeError, FileDamagedError,
   *   ArchiveRefusedError, ActiveContentError, FileChecksBusyError
   */
  check(content: Buffer, limits: FileLimits): Promise<CheckedFile> {
    if (content.length > limits.maxBytes) throw new FileTooLargeError(limits.maxBytes);
    return this.slots.run(() => checked(content, limits));
  }
}

async function checked(content: Buffer, limits: FileLimits): Promise<CheckedFile> {
  if (content.subarray(0, ZIP.length).equals(ZIP)) return cleanedDocument(content, limits);
  const mediaType = (await fileTypeFromBuffer(content))?.mime ?? null;
  if (mediaType !== null && HEIC_TYPES.has(mediaType)) throw new HeicNotSupportedError();
  if (isImageType(mediaType)) {
    const { drawn } = await redrawImage(content, mediaType, { maxPixels: limits.maxPixels });
    return { mediaType, content: drawn };
  }
  if (mediaType !== 'application/pdf') throw new FileTypeRefusedError(mediaType);
  await checkPdf(content, limits.pdf);
  return { mediaType, content: blankPlaces(content) };
}

async function cleanedDocument(content: Buffer, limits: FileLimits): Promise<CheckedFile> {
  const mediaType = await checkOfficeDocument(content, limits.archive);
  return { mediaType, content: await cleanOfficeDocument(content, limits.maxPixels) };
}
