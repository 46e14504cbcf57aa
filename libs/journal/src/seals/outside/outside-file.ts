import { createReadStream } from 'node:fs';
import { mkdir, open, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const LINE_LIMIT_BYTES = 1_000_000;
const NEWLINE = 0x0a;

/** What stands at the end of the file. */
export interface Tail {
  readonly lastLine: string | null;
  /** What follows the last newline: the beginning of a line whose writer died, else empty. */
  readonly fragment: Buffer;
  readonly size: number;
}

export interface OutsideLine {
  readonly line: string;
  /** The byte after its newline. */
  readonly endsAt: number;
}

/** A file of lines outside the database that only ever grows; each append is on the disk before it resolves. */
export class OutsideFile {
  constructor(readonly path: string) {}

  static ofSeals(directory: string, service: string): OutsideFile {
    return new OutsideFile(join(directory, `${service}.seals.jsonl`));
  }

  static ofRestorations(directory: string, service: string): OutsideFile {
    return new OutsideFile(join(directory, `${service}.restorations.jsonl`));
  }

  async size(): Promise<number> {
    return (await stat(this.path).catch(noFile))?.size ?? 0;
  }

  /**
   * The complete lines in order from a byte on, with bounded memory; a fragment at the end is none.
   * @throws Error when a line is longer than any that was ever written
   */
  async *lines(start = 0): AsyncGenerator<OutsideLine> {
    if ((await this.size()) === 0) return;
    let rest: Buffer = Buffer.alloc(0);
    let endsAt = start;
    for await (const chunk of createReadStream(this.path, { start })) {
      rest = Buffer.concat([rest, chunk as Buffer]);
      for (let end = rest.indexOf(NEWLINE); end >= 0; end = rest.indexOf(NEWLINE)) {
        endsAt += end + 1;
        yield { line: rest.toString('utf8', 0, end), endsAt };
        rest = rest.subarray(end + 1);
      }
      if (rest.length > LINE_LIMIT_BYTES) throw new Error(`${this.path} has a line that is too long.`);
    }
  }

  async tail(): Promise<Tail> {
    const handle = await open(this.path, 'r').catch(noFile);
    if (!handle) return { lastLine: null, fragment: Buffer.alloc(0), size: 0 };
    try {
      return await readTail(handle);
    } finally {
      await handle.close();
    }
  }

  /**
   * Appends lines and waits for the disk. A fragment that a crash left behind is taken away if it is the beginning of
   * the first of them.
   * @throws OutsideFragmentError when it is not: it may be all that is left of a seal nobody knows
   */
  async append(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return;
    const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
    const { fragment, size } = await this.tail();
    if (!bytes.subarray(0, fragment.length).equals(fragment)) throw new OutsideFragmentError(this.path);
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    if (fragment.length > 0) await truncate(this.path, size - fragment.length);
    await appendBytes(this.path, bytes);
    if (size === 0) await syncDirectory(dirname(this.path));
  }

  /** Moves a fragment whose line can no longer be completed into a file beside this one. */
  async setFragmentAside(): Promise<void> {
    const { fragment, size } = await this.tail();
    if (fragment.length === 0) return;
    await appendBytes(`${this.path}.fragments`, Buffer.concat([fragment, Buffer.from('\n')]));
    await truncate(this.path, size - fragment.length);
  }
}

/** Appends without a look at what is there. */
async function appendBytes(path: string, bytes: Buffer): Promise<void> {
  const handle = await open(path, 'a', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export class OutsideFragmentError extends Error {
  constructor(path: string) {
    super(`${path} ends in a part of a line that is not the beginning of the next one.`);
  }
}

async function readTail(handle: FileHandle): Promise<Tail> {
  const { size } = await handle.stat();
  const length = Math.min(size, 2 * LINE_LIMIT_BYTES);
  const bytes = Buffer.alloc(length);
  await handle.read(bytes, 0, length, size - length);
  const end = bytes.lastIndexOf(NEWLINE);
  const fragment = bytes.subarray(end + 1);
  if (end < 0) return { lastLine: null, fragment, size };
  const start = end === 0 ? 0 : bytes.lastIndexOf(NEWLINE, end - 1) + 1;
  return { lastLine: bytes.toString('utf8', start, end), fragment, size };
}

/** A new file is on the disk only when its directory is. */
async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function noFile(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
