import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { ActiveContentError, ArchiveRefusedError, FileDamagedError } from './file.errors.js';
import type { ActiveContent } from './file.errors.js';

export interface PdfLimits {
  /** Of all object streams together, unpacked. */
  readonly maxBytes: number;
}

/** Names of what acts by itself, carries other files, or cannot be looked into. */
const FORBIDDEN: readonly (readonly [RegExp, ActiveContent])[] = [
  [/\/Encrypt(?![A-Za-z])/, 'ENCRYPTED'],
  [/\/(JavaScript|JS)(?![A-Za-z])/, 'SCRIPT'],
  [/\/(Launch|ImportData|SubmitForm|GoToE)(?![A-Za-z])/, 'LAUNCH'],
  [/\/(EmbeddedFiles?|Filespec|Collection)(?![A-Za-z])/, 'EMBEDDED_FILES'],
  [/\/XFA(?![A-Za-z])/, 'FORM'],
  [/\/(RichMedia|Movie|Sound|3D)(?![A-Za-z0-9])/, 'MEDIA'],
];

const MAX_STREAMS = 100_000;
const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflate);
/** A stream's dictionary stands in the text before the word; what is longer than this is none that a program writes. */
const DICTIONARY_BYTES = 2_048;
const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Looks into a PDF without drawing it: at its objects, and at those that stand packed in object streams.
 * @throws ActiveContentError, ArchiveRefusedError, FileDamagedError
 */
export async function checkPdf(content: Buffer, { maxBytes }: PdfLimits): Promise<void> {
  const end = content.subarray(-2_048).toString('latin1');
  if (!end.includes('%%EOF') || !end.includes('startxref')) throw new FileDamagedError('application/pdf');
  checkNames(withoutEscapes(content.toString('latin1')));
  let left = maxBytes;
  for (const packed of objectStreamsOf(content)) {
    const unpacked = await objectsIn(packed, left);
    left -= unpacked.length;
    checkNames(withoutEscapes(unpacked.toString('latin1')));
  }
}

function checkNames(text: string): void {
  const found = FORBIDDEN.find(([pattern]) => pattern.test(text));
  if (found) throw new ActiveContentError(found[1]);
}

/** `/J#61vaScript` is another spelling of `/JavaScript`. */
const withoutEscapes = (text: string): string =>
  text.replace(/#([0-9A-Fa-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)));

async function objectsIn(packed: Buffer, maxBytes: number): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new ArchiveRefusedError('BYTES');
    throw new ActiveContentError('HIDDEN');
  }
}

function* objectStreamsOf(content: Buffer): Generator<Buffer> {
  let seen = 0;
  for (let at = content.indexOf('stream'); at >= 0; at = content.indexOf('stream', at + 1)) {
    seen += 1;
    if (seen > MAX_STREAMS) throw new ArchiveRefusedError('ENTRIES');
    if (content.subarray(Math.max(0, at - 3), at).toString('latin1') === 'end') continue;
    const before = content.subarray(Math.max(0, at - DICTIONARY_BYTES), at).toString('latin1');
    const dictionary = withoutEscapes(before.slice(before.lastIndexOf(' obj') + 1));
    if (!/\/ObjStm(?![A-Za-z])/.test(dictionary)) continue;
    // Packed in another way than everybody does it, objects could hide.
    if (!/\/Filter\s*(\[\s*)?\/(FlateDecode|Fl)\s*(\]|[/>\s])/.test(dictionary))
      throw new ActiveContentError('HIDDEN');
    const start = at + 'stream'.length + (content[at + 6] === RETURN ? 1 : 0);
    const from = content[start] === NEWLINE ? start + 1 : start;
    const to = content.indexOf('endstream', from);
    if (to < 0) throw new FileDamagedError('application/pdf');
    yield content.subarray(from, to);
  }
}
