import { ArchiveRefusedError } from './file.errors.js';

/** Segments of a JPEG in which cameras and programs write where a picture was taken, by the name each begins with. */
const NOTES: readonly (readonly [marker: number, name: Buffer])[] = [
  [0xe1, Buffer.from('Exif\0\0')],
  [0xe1, Buffer.from('http://ns.adobe.com/xap/1.0/\0')],
  [0xe1, Buffer.from('http://ns.adobe.com/xmp/extension/\0')],
  [0xed, Buffer.from('Photoshop 3.0\0')],
];
const MARKER_BYTES = 2;
const LENGTH_BYTES = 2;
const PACKET = { begin: Buffer.from('<?xpacket begin'), end: Buffer.from('<?xpacket end') };
const CLOSING = Buffer.from('?>');
/** A packet begins with an id and nothing else. */
const HEADER_BYTES = 256;
const PLACE = /GPS|photoshop:City|Iptc4xmpCore:Location/;
const SPACE = 0x20;
/** Of either kind; no document has so many photographs. */
const MAX_NOTES = 100_000;

/**
 * Blanks the places at which photographs within a PDF were taken. Not a byte is moved, so nothing else of the document changes; a
 * document without photographs stays what it was, with its signatures. What stands packed once more is not looked into.
 * @throws ArchiveRefusedError
 */
export function blankPlaces(content: Buffer): Buffer {
  const cleaned = Buffer.from(content);
  for (const [marker, name] of NOTES)
    for (const { from, to } of segments(content, marker, name)) cleaned.fill(0, from, to);
  for (const { from, to } of packets(content)) {
    if (PLACE.test(content.toString('latin1', from, to))) cleaned.fill(SPACE, from, to);
  }
  return cleaned;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Its length is left as it is, so that the picture stays whole. */
function* segments(content: Buffer, marker: number, name: Buffer): Generator<Range> {
  let seen = 0;
  for (let at = content.indexOf(name); at >= 0; at = content.indexOf(name, at + name.length)) {
    seen += 1;
    if (seen > MAX_NOTES) throw new ArchiveRefusedError('ENTRIES');
    const start = at - MARKER_BYTES - LENGTH_BYTES;
    if (start < 0 || content[start] !== 0xff || content[start + 1] !== marker) continue;
    const length = content.readUInt16BE(start + MARKER_BYTES);
    const to = Math.min(content.length, start + MARKER_BYTES + length);
    if (to > at + name.length) yield { from: at + name.length, to };
  }
}

/** One after the other, none within another. */
function* packets(content: Buffer): Generator<Range> {
  let seen = 0;
  for (let at = content.indexOf(PACKET.begin); at >= 0; seen += 1) {
    if (seen > MAX_NOTES) throw new ArchiveRefusedError('ENTRIES');
    const to = content.indexOf(PACKET.end, at);
    if (to < 0) return;
    const closing = content.subarray(at, Math.min(to, at + HEADER_BYTES)).indexOf(CLOSING);
    yield { from: closing < 0 ? at + PACKET.begin.length : at + closing + CLOSING.length, to };
    at = content.indexOf(PACKET.begin, to);
  }
}
