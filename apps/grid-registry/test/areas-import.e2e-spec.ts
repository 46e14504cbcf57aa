import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AreasImported } from '@lianxin/contracts';
import type { TestService } from '@lianxin/testing';
import type { z } from 'zod';
import { importTexts, SEED, seed, startGridRegistry } from './areas.fixture.js';

type Imported = z.infer<typeof AreasImported.schema>;

const COUNTIES = `code,name,cityCode
361102,信州区,3611
361103,广丰区,3611
`;
const ONE_TOWNSHIP = `code,name,areaCode
361102001,水南街道,361102
`;

describe('import of areas', () => {
  let service: TestService;
  beforeEach(async () => {
    service = await startGridRegistry();
  });
  afterEach(() => service.stop());

  const codes = async (): Promise<string[]> =>
    (await service.sql<{ code: string }>('SELECT code FROM area ORDER BY code')).map(({ code }) => code);

  const imported = async (): Promise<Imported[]> =>
    (await service.drainOutbox())
      .filter(({ type }) => type === AreasImported.type)
      .map(({ data }) => AreasImported.schema.parse(data));

  it('loads the committed district whole, journalled with the digest of its file', async () => {
    const report = await seed(service);
    expect(report).toMatchObject({
      rowCount: 298,
      addedCount: 298,
      batchCount: 1,
      badRowCount: 0,
      proposedCount: 0,
    });
    const [event] = await imported();
    expect(event?.rows).toHaveLength(298);
    expect(event?.fileDigest).toBe(report.fileDigest);
    expect(event?.fileDigest).toMatch(/^[0-9a-f]{64}$/);
    const levels = await service.sql('SELECT level, count(*)::int FROM area GROUP BY level ORDER BY level');
    expect(levels).toEqual([
      { level: 'PROVINCE', count: 1 },
      { level: 'CITY', count: 1 },
      { level: 'COUNTY', count: 1 },
      { level: 'TOWNSHIP', count: 24 },
      { level: 'VILLAGE', count: 271 },
    ]);
  });

  it('changes nothing and journals nothing a second time', async () => {
    await seed(service);
    const before = await service.sql('SELECT * FROM area ORDER BY id');
    const again = await seed(service);
    expect(again).toMatchObject({
      isRepeated: true,
      rowCount: 298,
      addedCount: 0,
      batchCount: 0,
      proposedCount: 0,
    });
    expect(await service.sql('SELECT * FROM area ORDER BY id')).toEqual(before);
    expect(await imported()).toHaveLength(1);
    expect(await service.sql('SELECT 1 FROM area_import_row')).toEqual([]);
  });

  it('adds counties that are not loaded from files of one level each, parents first', async () => {
    await seed(service);
    const report = await importTexts(
      service,
      { 'areas.csv': COUNTIES, 'streets.csv': ONE_TOWNSHIP },
      { within: '361102' },
    );
    expect(report).toMatchObject({ rowCount: 2, addedCount: 2, proposedCount: 0 });
    expect(await codes()).toEqual(expect.arrayContaining(['361102', '361102001']));
    expect(await codes()).not.toContain('361103');
  });

  it('reports each bad row by its line and applies the others', async () => {
    const text = [
      'code,name,parentCode',
      '36,江西省,',
      '36x1,上饶市,36',
      '3611,"上饶市",36',
      '361102,"信州区,3611',
      '361103,,3611',
      '361104,广\u0007信区,3611',
      '361121,上饶县,3612',
      '361122,' + '长'.repeat(101) + ',3611',
      '361199001,无县街道,361199',
      '361123,玉山县,3611',
      '361123,玉山县,3611',
      '361124',
      '',
      '361125,横"峰县,3611',
      '361126,弋阳县,3611',
    ].join('\r\n');
    const report = await importTexts(service, { 'bad.csv': text });
    expect(report.badRows.map(({ line, fault }) => `${line} ${fault}`)).toEqual([
      '3 CODE_MALFORMED',
      '5 LINE_BROKEN',
      '6 NAME_MISSING',
      '7 NAME_HAS_CONTROL_CHARACTERS',
      '8 PARENT_IS_NOT_PREFIX',
      '9 NAME_TOO_LONG',
      '10 PARENT_UNKNOWN',
      '12 CODE_REPEATED',
      '13 LINE_BROKEN',
      '15 LINE_BROKEN',
    ]);
    expect(report.badRows[0]?.file).toBe('bad.csv');
    expect(await codes()).toEqual(['36', '3611', '361123', '361126']);
  });

  it('applies none when strict and one is bad', async () => {
    const text = 'code,name,parentCode\n36,江西省,\n3611,,36\n';
    await expect(importTexts(service, { 'bad.csv': text }, { isStrict: true })).rejects.toMatchObject({
      code: 'AREA_ROWS_REFUSED',
      details: { badRowCount: 1 },
    });
    expect(await codes()).toEqual([]);
    expect(await service.sql('SELECT 1 FROM journal_entry')).toEqual([]);
  });

  it.each(['', 'name,code\n', 'just text'])('refuses a file that begins with "%s"', async (text) => {
    await expect(importTexts(service, { 'no.csv': text })).rejects.toMatchObject({
      code: 'AREA_FILE_UNUSABLE',
    });
  });

  it('refuses a file that is not there', async () => {
    const files = ['/nowhere/areas.csv'];
    await expect(importTexts(service, {}, { files })).rejects.toMatchObject({
      code: 'AREA_FILE_UNUSABLE',
      details: { file: 'areas.csv', reason: 'ENOENT' },
    });
  });

  it('keeps each journal entry far below what a broker takes', async () => {
    const villages = Array.from({ length: 999 }, (_, index) => String(index + 1).padStart(3, '0'));
    const townships = Array.from({ length: 8 }, (_, index) => `361104${100 + index}`);
    const rows = townships.flatMap((township) => [
      `${township},乡镇,361104`,
      ...villages.map((number) => `${township}${number},某某某某某某村村民委员会,${township}`),
    ]);
    const text = ['code,name,parentCode', '36,江西省,', '3611,上饶市,36', '361104,广信区,3611', ...rows].join(
      '\n',
    );
    const report = await importTexts(service, { 'large.csv': text });
    expect(report).toMatchObject({ addedCount: 8003, batchCount: 17 });
    const events = await imported();
    expect(events.flatMap(({ rows }) => rows)).toHaveLength(8003);
    const sizes = service.transport.sent.map(({ value }) => Buffer.byteLength(value));
    expect(Math.max(...sizes)).toBeLessThan(100_000);
    const codes = (await service.drainOutbox()).map(({ areacode }) => areacode);
    expect([codes[0], codes[1], codes.at(-1)]).toEqual(['36', '361104100', '361104107']);
    expect(events.map(({ rows }) => rows.length).every((length) => length <= 500)).toBe(true);
  });

  it('has read the district that is committed', () => {
    expect(SEED.split('\n').filter((line) => /^361104111\d{3},/.test(line))).toHaveLength(9);
  });
});
