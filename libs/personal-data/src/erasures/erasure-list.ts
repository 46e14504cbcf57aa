import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

/** One line of the list: who was to be forgotten and when that was asked, and nothing else. */
const erasureSchema = z.strictObject({
  personId: z.uuid(),
  at: z.iso.datetime(),
  previous: z.string().nullable(),
  hash: z.string(),
});
type Erasure = z.infer<typeof erasureSchema>;

export interface ErasureReading {
  /** In the order in which they were listed, each once; also those of lines that do not chain. */
  personIds: string[];
  /** Numbers of the lines that were altered, or before which a line was taken out. */
  brokenLines: number[];
}

/**
 * The erasures, in a file outside every database, so that no restore brings a person back. It is only ever added to. Each line
 * holds the hash of the one before: a line altered or taken out is noticed, and all that can be read counts all the same.
 * Writers on several processes must take turns; the key store lets them.
 */
export class ErasureList {
  constructor(private readonly file: string) {}

  read(): ErasureReading {
    const { erasures, brokenLines } = this.parse();
    return { personIds: [...new Set(erasures.map(({ personId }) => personId))], brokenLines };
  }

  /** Adds those who are not listed yet; on the disk when it returns. Returns how many were added. */
  add(personIds: readonly string[], at: Date): number {
    const { erasures, text } = this.parse();
    const listed = new Set(erasures.map(({ personId }) => personId));
    const missing = [...new Set(personIds)].filter((personId) => !listed.has(personId));
    if (missing.length === 0) return 0;
    let previous = erasures.at(-1)?.hash ?? null;
    const lines = missing.map((personId) => {
      const erasure = chain({ personId, at: at.toISOString(), previous });
      previous = erasure.hash;
      return `${JSON.stringify(erasure)}\n`;
    });
    // What a crash left of a line was never acknowledged: it stays, as a line of its own.
    this.append(`${text === '' || text.endsWith('\n') ? '' : '\n'}${lines.join('')}`);
    return missing.length;
  }

  private parse(): { text: string; erasures: Erasure[]; brokenLines: number[] } {
    const text = existsSync(this.file) ? readFileSync(this.file, 'utf8') : '';
    const erasures: Erasure[] = [];
    const brokenLines: number[] = [];
    for (const [index, line] of text.split('\n').entries()) {
      if (line === '') continue;
      const erasure = parseLine(line);
      const previous = erasures.at(-1)?.hash ?? null;
      if (!erasure || erasure.previous !== previous || chain(erasure).hash !== erasure.hash)
        brokenLines.push(index + 1);
      if (erasure) erasures.push(erasure);
    }
    return { text, erasures, brokenLines };
  }

  private append(lines: string): void {
    const isNew = !existsSync(this.file);
    if (isNew) mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
    const handle = openSync(this.file, 'a', 0o600);
    try {
      writeSync(handle, lines);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (isNew) syncDirectory(dirname(this.file));
  }
}

function chain({ personId, at, previous }: Omit<Erasure, 'hash'>): Erasure {
  const digest = createHash('sha256')
    .update([previous ?? '', personId, at].join('\n'))
    .digest('base64url');
  return { personId, at, previous, hash: `SHA256.1.${digest}` };
}

function parseLine(line: string): Erasure | undefined {
  try {
    return erasureSchema.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

/** A new file is safe only when its name is on the disk, too. */
function syncDirectory(directory: string): void {
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
