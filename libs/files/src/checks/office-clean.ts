import { fileTypeFromBuffer } from 'file-type';
import { unzip, zip } from 'fflate';
import type { Unzipped, Zippable } from 'fflate';
import { promisify } from 'node:util';
import { FileDamagedError } from './file.errors.js';
import { redrawImage, isImageType } from './image-check.js';

const unpack = promisify<Uint8Array, Unzipped>(unzip);
const pack = promisify<Zippable, Uint8Array>(zip);

/** Who wrote the document where and with what: a document without is whole. */
const NOTHING_SAID: Readonly<Record<string, string>> = {
  'docProps/core.xml': `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>`,
  'docProps/app.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>`,
  'docProps/custom.xml': `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>`,
};
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/**
 * Writes a document anew without what its properties say, and its photographs without the places they were taken at.
 * @param content seen by `checkOfficeDocument`: what it unpacks to is bounded
 * @throws ImageTooLargeError, FileDamagedError
 */
export async function cleanOfficeDocument(content: Buffer, maxPixels: number): Promise<Buffer> {
  const parts = await unpack(content).catch(() => {
    throw new FileDamagedError('application/zip');
  });
  const cleaned: Zippable = {};
  for (const [name, part] of Object.entries(parts)) {
    if (name.endsWith('/')) continue;
    const said = NOTHING_SAID[name];
    cleaned[name] = said ? Buffer.from(XML + said) : await cleanPart(Buffer.from(part), maxPixels);
  }
  return Buffer.from(await pack(cleaned));
}

async function cleanPart(part: Buffer, maxPixels: number): Promise<Buffer> {
  const type = (await fileTypeFromBuffer(part))?.mime ?? null;
  return isImageType(type) ? redrawImage(part, type, { maxPixels, asItLies: true }) : part;
}
