/** Reads the values of a Kafka response one after the other. */
export class Reader {
  private at = 0;

  constructor(private readonly buffer: Buffer) {}

  int8(): number {
    return this.buffer.readInt8(this.advance(1));
  }

  int16(): number {
    return this.buffer.readInt16BE(this.advance(2));
  }

  int32(): number {
    return this.buffer.readInt32BE(this.advance(4));
  }

  /** A length-prefixed text of the older encoding; null when absent. */
  string(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.take(length).toString();
  }

  bytes(): Buffer {
    return this.take(Math.max(this.int32(), 0));
  }

  /** A text of the newer, compact encoding; null when absent. */
  compactString(): string | null {
    const length = this.varint() - 1;
    return length < 0 ? null : this.take(length).toString();
  }

  compactArray<T>(element: () => T): T[] {
    return Array.from({ length: Math.max(this.varint() - 1, 0) }, element);
  }

  /** Fields that a later version may add: skipped. */
  tags(): void {
    for (let count = this.varint(); count > 0; count -= 1) {
      this.varint();
      this.take(this.varint());
    }
  }

  private varint(): number {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 7) {
      const byte = this.buffer.readUInt8(this.advance(1));
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return value;
  }

  private take(length: number): Buffer {
    const from = this.advance(length);
    return this.buffer.subarray(from, from + length);
  }

  private advance(length: number): number {
    const from = this.at;
    if (from + length > this.buffer.length) throw new RangeError('the response is shorter than it says');
    this.at += length;
    return from;
  }
}
