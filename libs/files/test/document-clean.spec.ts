import { describe, expect, it } from '@jest/globals';
import { PolicyBook } from '@lianxin/policy';
import type { DomainError } from '@lianxin/service-kit';
import { strFromU8, unzipSync } from 'fflate';
import sharp from 'sharp';
import { FileCheck } from '../src/checks/file-check.js';
import { fileLimitsAt } from '../src/file-limits.js';
import type { FileLimits } from '../src/file-limits.js';
import { aDocx, anXlsx, aPdf, aPhotograph, aPng } from './made-files.js';

const limits = fileLimitsAt(new PolicyBook(), new Date('2026-03-02T02:00:00Z'));
const stored = async (content: Buffer): Promise<Buffer> =>
  (await new FileCheck().check(content, limits)).content;
const WORDS = ['SECRET', 'Telephone', 'Exif'];

/** A photograph as it stands in a PDF: its bytes as they are. */
const inPdf = (photograph: Buffer): Buffer =>
  aPdf(
    Buffer.concat([
      Buffer.from(`3 0 obj\n<< /Subtype /Image /Filter /DCTDecode /Length ${photograph.length} >>\nstream\n`),
      photograph,
      Buffer.from('\nendstream\nendobj\n'),
    ]),
  );

const refusal = async (content: Buffer, over: Partial<FileLimits> = {}): Promise<string> =>
  new FileCheck().check(content, { ...limits, ...over }).then(
    () => 'accepted',
    ({ code }: DomainError) => code,
  );

describe('a photograph within a document', () => {
  it('is refused where its place cannot be taken out', async () => {
    const tiff = await sharp(await aPhotograph())
      .tiff()
      .toBuffer();
    expect(await refusal(aDocx({ name: 'word/media/image1.tiff', content: tiff }))).toBe('FILE_TYPE_REFUSED');
  });

  it('shares its pixels with the others: many of them are no way around the limit', async () => {
    const content = await aPng(30, 30);
    const pictures = (count: number): Buffer =>
      aDocx(...Array.from({ length: count }, (_, index) => ({ name: `word/media/${index}.png`, content })));
    expect(await refusal(pictures(4), { maxPixels: 900 })).toBe('accepted');
    expect(await refusal(pictures(5), { maxPixels: 900 })).toBe('ARCHIVE_REFUSED');
  });

  it('may not stand beside another part of its name', async () => {
    const twice = ['<w:document/>', '<w:other/>'].map((content) => ({ name: 'word/a.xml', content }));
    expect(await refusal(aDocx(...twice))).toBe('ARCHIVE_REFUSED');
  });

  it('is looked for in no more time than the file is long', async () => {
    const begins = '<?xpacket begin'.repeat(200_000);
    expect(await refusal(aPdf(begins))).toBe('accepted');
    expect(await refusal(aPdf(`${'<?xpacket begin?><?xpacket end'.repeat(110_000)}`))).toBe(
      'ARCHIVE_REFUSED',
    );
  });

  it.each([
    ['DOCX', aDocx, 'word/media/image1.jpeg'],
    ['XLSX', anXlsx, 'xl/media/image1.jpeg'],
  ])('loses its place in a %s, and the document who wrote it', async (_what, make, name) => {
    const properties = '<cp:coreProperties><dc:creator>SECRET</dc:creator></cp:coreProperties>';
    const sent = make(
      { name, content: await aPhotograph() },
      { name: 'docProps/core.xml', content: properties },
    );
    const parts = unzipSync(await stored(sent));
    expect(Object.keys(parts).sort()).toEqual(Object.keys(unzipSync(sent)).sort());
    const photograph = Buffer.from(parts[name] ?? '');
    for (const words of WORDS) expect(photograph.includes(words)).toBe(false);
    expect(await sharp(photograph).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 200 });
    expect(strFromU8(parts['docProps/core.xml'] ?? new Uint8Array())).not.toContain('SECRET');
    expect(strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array())).toContain('main+xml');
  });

  it('loses its place in a PDF, in which not a byte is moved', async () => {
    const photograph = await aPhotograph();
    const sent = inPdf(photograph);
    expect(sent.includes('SECRET-PLACE')).toBe(true);
    const kept = await stored(sent);
    expect(kept).toHaveLength(sent.length);
    for (const words of ['SECRET', 'Telephone']) expect(kept.includes(words)).toBe(false);
    const at = sent.indexOf(photograph);
    const drawn = (file: Buffer): Promise<Buffer> => sharp(file, { autoOrient: false }).raw().toBuffer();
    const picture = kept.subarray(at, at + photograph.length);
    expect((await drawn(picture)).equals(await drawn(photograph))).toBe(true);
  });

  it('is no reason to change a PDF without one, or what its packet says of no place', async () => {
    const packet =
      '<?xpacket begin="" id="W5M0"?><x:xmpmeta><dc:title>会议纪要</dc:title></x:xmpmeta><?xpacket end="w"?>';
    const plain = aPdf(packet);
    expect((await stored(plain)).equals(plain)).toBe(true);
    const placed = await stored(
      aPdf(packet.replace('dc:title>会议纪要</dc:title', 'exif:GPSLatitude>SECRET</exif:GPSLatitude')),
    );
    expect(placed.includes('SECRET')).toBe(false);
    expect(placed.includes('<?xpacket end="w"?>')).toBe(true);
  });
});
