/** Values as a Kafka request carries them. */
export const int8 = (value: number) => Buffer.from([value & 0xff]);

export function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

export function int32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
}

export const string = (text: string) => Buffer.concat([int16(Buffer.byteLength(text)), Buffer.from(text)]);
export const bytes = (value: Buffer) => Buffer.concat([int32(value.length), value]);

/** The newer encoding: lengths are one more than they are and take as many bytes as they need. */
export const compactBytes = (value: Buffer) => Buffer.concat([varint(value.length + 1), value]);
export const compactString = (text: string) => compactBytes(Buffer.from(text));
export const compactArray = (elements: readonly Buffer[]) =>
  Buffer.concat([varint(elements.length + 1), ...elements]);
export const noTags = Buffer.from([0]);
export const nothing = Buffer.from([0]);

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) digits.push((rest % 0x80) + 0x80);
  return Buffer.from([...digits, rest]);
}
