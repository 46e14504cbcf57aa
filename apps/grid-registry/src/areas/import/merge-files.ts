import { readAreaFile } from './area-file.js';
import type { FileRow } from './area-file.js';

const CHUNK_ROWS = 1_000;

/**
 * The rows of several files in the order of their codes, as far as each file keeps that order: parents come before
 * their children, and what lies together arrives together, which is also the order that fills indexes fastest.
 * A few thousand rows are held at a time.
 */
export async function* mergeAreaFiles(files: readonly string[]): AsyncGenerator<FileRow[]> {
  let sources = files.map((file, index) => new Source(readAreaFile(file, index)));
  await Promise.all(sources.map((source) => source.refill()));
  let merged: FileRow[] = [];
  for (;;) {
    sources = sources.filter((source) => !source.isEmpty);
    const [first, ...others] = sources;
    if (!first) break;
    const least = others.reduce((a, b) => (b.code < a.code ? b : a), first);
    const limit = others.length === 0 ? undefined : smallestCode(sources, least);
    least.takeUpTo(limit, merged);
    if (least.isEmpty) await least.refill();
    if (merged.length < CHUNK_ROWS) continue;
    yield merged;
    merged = [];
  }
  if (merged.length > 0) yield merged;
}

function smallestCode(sources: readonly Source[], except: Source): string {
  const codes = sources.filter((source) => source !== except).map((source) => source.code);
  return codes.reduce((a, b) => (b < a ? b : a));
}

class Source {
  private rows: readonly FileRow[] = [];
  private place = 0;

  constructor(private readonly chunks: AsyncGenerator<FileRow[]>) {}

  get isEmpty(): boolean {
    return this.place >= this.rows.length;
  }

  get code(): string {
    return this.rows[this.place]?.code ?? '';
  }

  /** Moves rows to `target` while their codes are smaller than `limit`, at least one. */
  takeUpTo(limit: string | undefined, target: FileRow[]): void {
    do {
      const row = this.rows[this.place];
      if (row) target.push(row);
      this.place += 1;
    } while (!this.isEmpty && (limit === undefined || this.code < limit));
  }

  async refill(): Promise<void> {
    const next = await this.chunks.next();
    this.rows = next.done ? [] : next.value;
    this.place = 0;
  }
}
