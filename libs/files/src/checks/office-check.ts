import { walkArchive } from './archive-walk.js';
import type { ArchiveLimits, UnpackedEntry } from './archive-walk.js';
import { ActiveContentError, ArchiveRefusedError, FileTypeRefusedError } from './file.errors.js';
import type { ActiveContent } from './file.errors.js';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
export type OfficeType = typeof DOCX | typeof XLSX;

/** What `[Content_Types].xml` says of the main part. A document with macros says something else. */
const MAIN_PARTS: readonly (readonly [string, OfficeType])[] = [
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml', DOCX],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml', XLSX],
];

const FORBIDDEN_NAMES: readonly (readonly [RegExp, ActiveContent])[] = [
  [/vba(project|data)|\/macrosheets\//i, 'MACROS'],
  [/\/(embeddings|activex|customui)\/|\/customui\d*\.xml$|^customui/i, 'EMBEDDED_FILES'],
  [/^encrypt(ed|ion)/i, 'ENCRYPTED'],
];

const MACRO_TYPE = /macroEnabled|vbaProject/i;
/** A template or an object that is fetched from elsewhere when the document is opened. */
const EXTERNAL = /(attachedTemplate|oleObject|frame|externalLink(Path)?)"[^>]*TargetMode\s*=\s*["']External/i;
const EXTERNAL_FIRST =
  /TargetMode\s*=\s*["']External["'][^>]*(attachedTemplate|oleObject|frame|externalLink(Path)?)"/i;
const NESTED = /\.(zip|7z|rar|gz|bz2|xz|tar|jar|docx|docm|xlsx|xlsm|pptx|iso|cab)$/i;

const isArchive = (head: Buffer): boolean =>
  ['504b0304', '1f8b08', '377abcaf271c', '526172211a07', 'fd377a585a00', '425a68'].some((magic) =>
    head.subarray(0, magic.length / 2).equals(Buffer.from(magic, 'hex')),
  );

/**
 * Which kind of office document a ZIP file is, seen to hold nothing that runs and nothing that unpacks further.
 * @throws ArchiveRefusedError, ActiveContentError, FileTypeRefusedError for any other archive, FileDamagedError
 */
export async function checkOfficeDocument(content: Buffer, limits: ArchiveLimits): Promise<OfficeType> {
  const entries = await walkArchive(content, limits);
  for (const entry of entries) checkEntry(entry);
  // Of two with one name nobody knows which a program opens.
  if (new Set(entries.map(({ name }) => name)).size < entries.length)
    throw new ArchiveRefusedError('ENTRIES');
  const types = entries.find(({ name }) => name === '[Content_Types].xml')?.head.toString('utf8') ?? '';
  if (MACRO_TYPE.test(types)) throw new ActiveContentError('MACROS');
  const found = MAIN_PARTS.filter(([mainPart]) => types.includes(mainPart));
  const [first] = found;
  if (!first || found.length > 1) throw new FileTypeRefusedError('application/zip');
  return first[1];
}

function checkEntry({ name, head }: UnpackedEntry): void {
  const forbidden = FORBIDDEN_NAMES.find(([pattern]) => pattern.test(name));
  if (forbidden) throw new ActiveContentError(forbidden[1]);
  if (NESTED.test(name) || isArchive(head)) throw new ArchiveRefusedError('NESTED');
  if (!name.endsWith('.rels')) return;
  const relations = head.toString('utf8');
  if (EXTERNAL.test(relations) || EXTERNAL_FIRST.test(relations))
    throw new ActiveContentError('EXTERNAL_TEMPLATE');
}
