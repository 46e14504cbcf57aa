import type { Duration, PolicyBook, PolicyKey } from '@lianxin/policy';
import type { ArchiveLimits } from './checks/archive-walk.js';
import type { PdfLimits } from './checks/pdf-check.js';

/** The policies of files as numbers. */
export interface FileLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  readonly archive: ArchiveLimits;
  readonly pdf: PdfLimits;
  readonly maxOpenUploads: number;
  readonly uploadMs: number;
  readonly downloadMs: number;
}

const MINUTE_MS = 60_000;

/** What holds everywhere on that day: nobody may override these. */
export function fileLimitsAt(book: PolicyBook, on: Date): FileLimits {
  const valueOf = <Key extends PolicyKey>(key: Key) => book.valueAt(key, { areaCode: null, on }).value;
  return {
    maxBytes: valueOf('files.bytes'),
    maxPixels: valueOf('files.image-pixels'),
    archive: {
      maxEntries: valueOf('files.archive-entries'),
      maxBytes: valueOf('files.archive-bytes'),
      maxRatio: valueOf('files.archive-ratio'),
    },
    pdf: { maxBytes: valueOf('files.pdf-object-bytes') },
    maxOpenUploads: valueOf('files.open-uploads'),
    uploadMs: millisecondsOf(valueOf('files.upload-time')),
    downloadMs: millisecondsOf(valueOf('files.download-time')),
  };
}

const millisecondsOf = ({ amount, unit }: Duration): number =>
  amount * (unit === 'clockHours' ? 60 * MINUTE_MS : MINUTE_MS);
