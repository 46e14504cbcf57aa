const blockBytes = 512;

/**
 * The regular files of a tar archive that `wants` names, as they come by; the others are skipped, not kept.
 * Knows the plain headers of npm packages: no sparse files, no long-name extensions.
 */
export async function* readTar(
  archive: AsyncIterable<Buffer>,
  wants: (path: string) => boolean,
): AsyncGenerator<{ path: string; content: Buffer }> {
  const bytes = new ByteReader(archive);
  for (;;) {
    const header = await bytes.take(blockBytes);
    if (header.length < blockBytes || header.every((byte) => byte === 0)) return;
    const path = textOf(header, 0, 100);
    const size = parseInt(textOf(header, 124, 12), 8);
    const type = textOf(header, 156, 1);
    const isWanted = (type === '' || type === '0') && wants(path);
    const content = await bytes.take(size, isWanted);
    if (isWanted) yield { path, content };
    await bytes.take((blockBytes - (size % blockBytes)) % blockBytes, false);
  }
}

function textOf(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end).trim();
}

class ByteReader {
  private readonly source: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(archive: AsyncIterable<Buffer>) {
    this.source = archive[Symbol.asyncIterator]();
  }

  /** @returns the next bytes, fewer at the end of the archive; none when they are not kept */
  async take(count: number, isKept = true): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let missing = count; missing > 0;) {
      if (this.rest.length === 0 && !(await this.refill())) break;
      const part = this.rest.subarray(0, missing);
      this.rest = this.rest.subarray(part.length);
      missing -= part.length;
      if (isKept) parts.push(part);
    }
    return Buffer.concat(parts);
  }

  private async refill(): Promise<boolean> {
    const next = await this.source.next();
    if (next.done) return false;
    this.rest = next.value;
    return true;
  }
}
