const APP1 = Buffer.from([0xff, 0xe1]);
const LENGTH_BYTES = 2;
const NAMES = [Buffer.from('Exif\0\0'), Buffer.from('http://ns.adobe.com/xap/1.0/\0')];
const PACKET = { begin: Buffer.from('<?xpacket begin'), end: Buffer.from('<?xpacket end') };
const PLACE = /GPS|photoshop:City|Iptc4xmpCore:Location/;
const SPACE = 0x20;

/**
 * Blanks the places at which photographs within a PDF were taken. Not a byte is moved, so nothing else of the document changes; a
 * document without photographs stays what it was, with its signatures. What stands packed once more is not looked into.
 */
export function blankPlaces(content: Buffer): Buffer {
  const cleaned = Buffer.from(content);
  for (const { from, to } of photographNotes(content)) cleaned.fill(0, from, to);
  for (const { from, to } of packets(content)) {
    if (PLACE.test(content.toString('latin1', from, to))) cleaned.fill(SPACE, from, to);
  }
  return cleaned;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** What a camera writes at the beginning of a JPEG: its length is the segment's, so that the picture stays whole. */
function* photographNotes(content: Buffer): Generator<Range> {
  for (let at = content.indexOf(APP1); at >= 0; at = content.indexOf(APP1, at + 1)) {
    const start = at + APP1.length + LENGTH_BYTES;
    const name = NAMES.find((each) => content.subarray(start, start + each.length).equals(each));
    if (!name) continue;
    const length = content.readUInt16BE(at + APP1.length);
    yield { from: start + name.length, to: Math.min(content.length, at + APP1.length + length) };
  }
}

function* packets(content: Buffer): Generator<Range> {
  for (let at = content.indexOf(PACKET.begin); at >= 0; at = content.indexOf(PACKET.begin, at + 1)) {
    const from = content.indexOf('?>', at) + 2;
    const to = content.indexOf(PACKET.end, at);
    if (from > 1 && to > from) yield { from, to };
  }
}
