import { buffer } from 'node:stream/consumers';
import { fromBufferPromise } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { ArchiveRefusedError, FileDamagedError } from './file.errors.js';

export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Of all entries together, unpacked. */
  readonly maxBytes: number;
  /** How many times its packed size an entry may unpack to. */
  readonly maxRatio: number;
}

export interface UnpackedEntry {
  readonly name: string;
  /** The first bytes of the entry. */
  readonly head: Buffer;
}

const HEAD_BYTES = 64 * 1024;
/** Below this a high ratio is no attack: a page of spaces packs well. */
const RATIO_FROM_BYTES = 1024 * 1024;
const TIME_LIMIT_MS = 15_000;
const ARCHIVE = 'application/zip';
/** An entry that unpacks to another size than it says ends in an error: what the limits are held against is true. */
const OPTIONS = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true } as const;

/**
 * Holds what each entry says of itself against the limits, then unpacks it to see that it said the truth. Only beginnings are
 * kept.
 * @throws ArchiveRefusedError as soon as a limit is passed
 * @throws FileDamagedError
 */
export async function walkArchive(content: Buffer, limits: ArchiveLimits): Promise<UnpackedEntry[]> {
  const archive = await open(content);
  const budget = new Budget(limits);
  if (archive.entryCount > limits.maxEntries) throw new ArchiveRefusedError('ENTRIES');
  try {
    const entries: UnpackedEntry[] = [];
    for await (const entry of archive.eachEntry()) {
      budget.declare(entry);
      entries.push({ name: entry.fileName, head: await unpack(archive, entry, budget) });
    }
    return entries;
  } catch (error) {
    throw error instanceof ArchiveRefusedError ? error : new FileDamagedError(ARCHIVE);
  }
}

export interface Part {
  readonly name: string;
  readonly read: () => Promise<Buffer>;
}

/**
 * What an archive holds.
 * @param content seen by `walkArchive`, which read it in the same way: what each unpacks to is bounded
 */
export async function partsOf(content: Buffer): Promise<Part[]> {
  const archive = await open(content);
  const parts: Part[] = [];
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const read = async (): Promise<Buffer> => buffer(await archive.openReadStreamPromise(entry));
    parts.push({ name: entry.fileName, read });
  }
  return parts;
}

function open(content: Buffer): Promise<ZipFile> {
  return fromBufferPromise(content, OPTIONS).catch(() => {
    throw new FileDamagedError(ARCHIVE);
  });
}

/** What an archive has used up of its limits. */
class Budget {
  private readonly endsAt = Date.now() + TIME_LIMIT_MS;
  private declaredBytes = 0;
  private entries = 0;

  constructor(private readonly limits: ArchiveLimits) {}

  declare(entry: Entry): void {
    this.entries += 1;
    this.declaredBytes += entry.uncompressedSize;
    if (this.entries > this.limits.maxEntries) throw new ArchiveRefusedError('ENTRIES');
    if ((entry.generalPurposeBitFlag & 1) === 1) throw new ArchiveRefusedError('ENCRYPTED');
    if (this.declaredBytes > this.limits.maxBytes) throw new ArchiveRefusedError('BYTES');
    const allowed = Math.max(RATIO_FROM_BYTES, entry.compressedSize * this.limits.maxRatio);
    if (entry.uncompressedSize > allowed) throw new ArchiveRefusedError('RATIO');
    this.checkTime();
  }

  checkTime(): void {
    if (Date.now() > this.endsAt) throw new ArchiveRefusedError('TIME');
  }
}

async function unpack(archive: ZipFile, entry: Entry, budget: Budget): Promise<Buffer> {
  if (entry.fileName.endsWith('/')) return Buffer.alloc(0);
  const head: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of (await archive.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    budget.checkTime();
    if (bytes < HEAD_BYTES) head.push(chunk.subarray(0, HEAD_BYTES - bytes));
    bytes += chunk.length;
  }
  return Buffer.concat(head);
}
