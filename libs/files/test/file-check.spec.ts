import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { PolicyBook } from '@lianxin/policy';
import type { DomainError } from '@lianxin/service-kit';
import sharp from 'sharp';
import { FileCheck } from '../src/checks/file-check.js';
import type { CheckedFile } from '../src/checks/file-check.js';
import { fileLimitsAt } from '../src/file-limits.js';
import {
  aDocx,
  aDocxOfType,
  anXlsx,
  aPdf,
  aPhotograph,
  aPng,
  aScript,
  aZip,
  objectStream,
} from './made-files.js';

const limits = fileLimitsAt(new PolicyBook(), new Date('2026-03-02T02:00:00Z'));
const check = new FileCheck();
const pass = (content: Buffer): Promise<CheckedFile> => check.check(content, limits);

/** The code with which a file is refused, and what about it. */
async function refusal(content: Buffer): Promise<string> {
  try {
    await pass(content);
    return 'accepted';
  } catch (error) {
    const { code, details } = error as DomainError;
    return [code, details['fault'] ?? details['found']].filter(Boolean).join(' ');
  }
}

const megabytes = (count: number): Buffer => Buffer.alloc(count * 1024 * 1024);

describe('an image', () => {
  it('is stored without the place, the camera and every word in it, upright', async () => {
    const sent = await aPhotograph();
    expect((await sharp(sent).metadata()).exif).toBeInstanceOf(Buffer);
    expect(sent.includes('SECRET-PLACE')).toBe(true);
    expect(sent.includes('SECRET-XMP')).toBe(true);
    const { mediaType, content } = await pass(sent);
    const kept = await sharp(content).metadata();
    expect(mediaType).toBe('image/jpeg');
    expect(kept).toMatchObject({ format: 'jpeg', width: 200, height: 320 });
    for (const field of ['exif', 'xmp', 'iptc', 'icc', 'orientation', 'comments'] as const)
      expect(kept[field]).toBeUndefined();
    for (const words of ['SECRET', 'Exif', 'Telephone', 'xmp']) expect(content.includes(words)).toBe(false);
  });

  it('loses what is hidden behind its end', async () => {
    const { content } = await pass(Buffer.concat([await aPhotograph(), aScript()]));
    expect(content.includes('/bin/sh')).toBe(false);
  });

  it.each(['png', 'webp'] as const)('may be a %s', async (format) => {
    const sent = await sharp(await aPng(64, 32))
      .withExif({ IFD0: { Make: 'Telephone' } })
      .toFormat(format)
      .toBuffer();
    const { mediaType, content } = await pass(sent);
    expect(mediaType).toBe(`image/${format}`);
    expect(await sharp(content).metadata()).toMatchObject({ format, width: 64, height: 32 });
    expect(content.includes('Telephone')).toBe(false);
  });

  it('of 200 megapixels is refused before it is unpacked', async () => {
    const bomb = await aPng(20_000, 10_000);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const before = process.memoryUsage.rss();
    expect(await refusal(bomb)).toBe('IMAGE_TOO_LARGE');
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 1024 * 1024);
  });

  it('that is cut off is damaged', async () => {
    const sent = await aPhotograph();
    expect(await refusal(sent.subarray(0, sent.length / 2))).toBe('FILE_DAMAGED');
  });
});

describe('what is not taken', () => {
  it.each([
    ['a script, whatever it is named', aScript(), 'FILE_TYPE_REFUSED'],
    [
      'a drawing that can hold scripts',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
      'FILE_TYPE_REFUSED',
    ],
    ['a program', Buffer.from('7f454c46020101000000000000000000', 'hex'), 'FILE_TYPE_REFUSED'],
    ['a moving picture', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1'), 'FILE_TYPE_REFUSED'],
    ['HEIC', Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'), 'HEIC_NOT_SUPPORTED'],
    ['an archive of anything', aZip([{ name: 'a.txt', content: 'a' }]), 'FILE_TYPE_REFUSED'],
    ['half an archive', aDocx().subarray(0, 60), 'FILE_DAMAGED'],
  ])('%s', async (_what, content, code) => {
    expect(await refusal(content)).toBe(code);
  });

  it('more bytes than a file may have', async () => {
    expect(await refusal(megabytes(21))).toBe('FILE_TOO_LARGE');
  });
});

describe('a document', () => {
  it('is known by what it says of its main part', async () => {
    expect((await pass(aDocx())).mediaType).toContain('wordprocessingml');
    expect((await pass(anXlsx())).mediaType).toContain('spreadsheetml');
  });

  it.each([
    ['unpacks to a thousand times its size', aDocx({ name: 'word/a.xml', content: megabytes(50) }), 'RATIO'],
    [
      'unpacks to more than all together may',
      aDocx(
        ...Array.from({ length: 300 }, (_, index) => ({ name: `word/${index}.xml`, content: megabytes(1) })),
      ),
      'BYTES',
    ],
    [
      'has more entries than it needs',
      aDocx(...Array.from({ length: 2_001 }, (_, index) => ({ name: `word/${index}.xml`, content: '' }))),
      'ENTRIES',
    ],
    ['holds an archive by name', aDocx({ name: 'word/media/a.zip', content: 'a' }), 'NESTED'],
    ['holds an archive by content', aDocx({ name: 'word/media/a.png', content: aDocx() }), 'NESTED'],
    ['is encrypted', aDocx({ name: 'word/a.xml', content: 'a', isEncrypted: true }), 'ENCRYPTED'],
  ])('that %s is refused', async (_what, content, fault) => {
    expect(await refusal(content)).toBe(`ARCHIVE_REFUSED ${fault}`);
  });

  it('that unpacks to more than it says is damaged', async () => {
    const lying = aDocx({ name: 'word/a.xml', content: megabytes(50), declaredBytes: 1_000 });
    expect(await refusal(lying)).toBe('FILE_DAMAGED');
  });

  it.each([
    ['macros', aDocx({ name: 'word/vbaProject.bin', content: 'a' }), 'MACROS'],
    ['a type with macros', aDocxOfType('application/vnd.ms-word.document.macroEnabled.main+xml'), 'MACROS'],
    ['old macros', anXlsx({ name: 'xl/macrosheets/sheet1.xml', content: '<a/>' }), 'MACROS'],
    ['embedded files', aDocx({ name: 'word/embeddings/oleObject1.bin', content: 'a' }), 'EMBEDDED_FILES'],
    [
      'a template from elsewhere',
      aDocx({
        name: 'word/_rels/settings.xml.rels',
        content:
          '<Relationship Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" Target="http://x.test/a.dotm" TargetMode="External"/>',
      }),
      'EXTERNAL_TEMPLATE',
    ],
  ])('with %s is refused', async (_what, content, found) => {
    expect(await refusal(content)).toBe(`ACTIVE_CONTENT ${found}`);
  });
});

describe('a PDF', () => {
  const packed = (text: string): Buffer => objectStream(deflateSync(Buffer.from(text)));

  it('is taken as it is', async () => {
    const sent = aPdf(packed('1 0 << /Type /Page >>'));
    expect(await pass(sent)).toEqual({ mediaType: 'application/pdf', content: sent });
  });

  it.each([
    ['scripts', '3 0 obj\n<< /S /JavaScript /JS (app.alert(1)) >>\nendobj', 'SCRIPT'],
    ['scripts spelt otherwise', '3 0 obj\n<< /S /J#61vaScript >>\nendobj', 'SCRIPT'],
    ['scripts in packed objects', packed('1 0 << /S /JavaScript >>'), 'SCRIPT'],
    ['other files', '3 0 obj\n<< /Type /EmbeddedFile >>\nendobj', 'EMBEDDED_FILES'],
    ['programs to start', '3 0 obj\n<< /S /Launch >>\nendobj', 'LAUNCH'],
    ['encryption', 'trailer << /Encrypt 5 0 R >>', 'ENCRYPTED'],
    [
      'objects packed in an unusual way',
      objectStream(Buffer.from('61>'), '/Filter /ASCIIHexDecode'),
      'HIDDEN',
    ],
    ['objects that do not unpack', objectStream(Buffer.from('no zlib')), 'HIDDEN'],
  ])('with %s is refused', async (_what, more, found) => {
    expect(await refusal(aPdf(more))).toBe(`ACTIVE_CONTENT ${found}`);
  });

  it('whose objects unpack to more than they may is refused', async () => {
    expect(await refusal(aPdf(objectStream(deflateSync(megabytes(33)))))).toBe('ARCHIVE_REFUSED BYTES');
  });

  it('that makes its reader look for ever is refused', async () => {
    expect(await refusal(aPdf('stream '.repeat(100_001)))).toBe('ARCHIVE_REFUSED ENTRIES');
  });

  it('without its end is damaged', async () => {
    expect(await refusal(aPdf().subarray(0, 120))).toBe('FILE_DAMAGED');
  });
});

describe('many files at once', () => {
  it('wait for their turn, and those too many are asked to come again', async () => {
    const photograph = await aPhotograph();
    const answers = await Promise.allSettled(Array.from({ length: 30 }, () => pass(photograph)));
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(12);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'FILE_CHECKS_BUSY' });
    expect((await pass(photograph)).mediaType).toBe('image/jpeg');
  });
});
