import { fileTypeFromBuffer } from 'file-type';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { partsOf } from './archive-walk.js';
import type { Part } from './archive-walk.js';
import { ArchiveRefusedError, FileTypeRefusedError } from './file.errors.js';
import { isImageType, redrawImage } from './image-check.js';

/** Who wrote the document, where and with what: a document without is whole. */
const NOTHING_SAID: Readonly<Record<string, string>> = {
  'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
  'docProps/app.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
  'docProps/custom.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`,
};
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

const MEDIA = /^(image|video|audio)\//;
/** Kinds of picture that cameras do not write; of any other a place could not be taken out. */
const TAKEN = new Set(['image/gif', 'image/bmp']);

/** How many times the pixels of one picture all pictures of a document may have together. */
const PICTURES = 4;
const TIME_LIMIT_MS = 60_000;
/** A moment that says nothing of when the document was made. */
const MTIME = new Date(1980, 0, 1);

/**
 * Writes a document anew without what its properties say, and its photographs without the places they were taken at, one part
 * after the other.
 * @param content seen by `checkOfficeDocument`: what it unpacks to is bounded
 * @throws ImageTooLargeError, ArchiveRefusedError when it takes too long, FileTypeRefusedError, FileDamagedError
 */
export async function cleanOfficeDocument(content: Buffer, maxPixels: number): Promise<Buffer> {
  const budget = { pixels: PICTURES * maxPixels, maxPixels, endsAt: Date.now() + TIME_LIMIT_MS };
  const document = new ZipFile();
  const written = buffer(document.outputStream);
  const failed = new Promise<never>((_, reject) => document.once('error', reject));
  for (const part of await partsOf(content)) {
    document.addReadStreamLazy(part.name, { mtime: MTIME }, (done) => {
      // A part that cannot be written ends the document: none after it is read.
      cleaned(part, budget).then(
        (drawn) => done(null, Readable.from([drawn])),
        (error: unknown) => done(error, Readable.from([])),
      );
    });
  }
  document.end();
  return Promise.race([written, failed]);
}

interface Budget {
  pixels: number;
  readonly maxPixels: number;
  readonly endsAt: number;
}

async function cleaned({ name, read }: Part, budget: Budget): Promise<Buffer> {
  if (Date.now() > budget.endsAt) throw new ArchiveRefusedError('TIME');
  const said = NOTHING_SAID[name];
  if (said) return Buffer.from(XML + said);
  const content = await read();
  const type = (await fileTypeFromBuffer(content))?.mime ?? null;
  if (isImageType(type)) {
    const { drawn, pixels } = await redrawImage(content, type, {
      maxPixels: budget.maxPixels,
      asItLies: true,
    });
    budget.pixels -= pixels;
    if (budget.pixels < 0) throw new ArchiveRefusedError('PIXELS');
    return drawn;
  }
  if (type !== null && MEDIA.test(type) && !TAKEN.has(type)) throw new FileTypeRefusedError(type);
  return content;
}
