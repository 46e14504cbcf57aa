import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mergeAreaFiles } from './merge-files.js';

describe('mergeAreaFiles', () => {
  const folder = mkdtempSync(join(tmpdir(), 'merge-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const rowsOf = async (
    ...texts: string[]
  ): Promise<{ file: number; line: number; code: string; name: string }[]> => {
    const files = texts.map((text, index) => {
      writeFileSync(join(folder, `${index}.csv`), text);
      return join(folder, `${index}.csv`);
    });
    const rows = [];
    for await (const chunk of mergeAreaFiles(files)) rows.push(...chunk);
    return rows;
  };

  it('puts parents before their children and keeps lines', async () => {
    const rows = await rowsOf(
      'code,name\n11,a\n36,b\n',
      'code,name,up\n1101,c,11\n3611,d,36\n',
      '\uFEFFcode,name\r\n110101,"e, ""f"""\r\n',
    );
    expect(rows.map(({ file, line, code, name }) => [file, line, code, name])).toEqual([
      [0, 2, '11', 'a'],
      [1, 2, '1101', 'c'],
      [2, 2, '110101', 'e, "f"'],
      [0, 3, '36', 'b'],
      [1, 3, '3611', 'd'],
    ]);
  });

  it('marks a line that cannot be taken apart, and that line alone', async () => {
    const rows = await rowsOf('code,name,up\n11,"open,x\n12,b,x\n13,a"b,x\n14,"a"b,x\n15,c\n16,d,x');
    expect(rows).toMatchObject([
      { line: 2, isBroken: true },
      { line: 3, isBroken: false, code: '12' },
      { line: 4, isBroken: true },
      { line: 5, isBroken: true },
      { line: 6, isBroken: true },
      { line: 7, isBroken: false, code: '16' },
    ]);
  });

  it('gives every row of sorted files once and in order, however they are spread', async () => {
    const codes = fc.uniqueArray(fc.integer({ min: 10, max: 99_999 }).map(String), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.array(codes, { minLength: 1, maxLength: 4 }), async (files) => {
        const sorted = files.map((file) => [...file].sort());
        const rows = await rowsOf(
          ...sorted.map((file) => ['code,name', ...file.map((code) => `${code},n`)].join('\n')),
        );
        expect(rows.map(({ code }) => code)).toEqual(sorted.flat().sort());
      }),
      { numRuns: 50 },
    );
  });
});
