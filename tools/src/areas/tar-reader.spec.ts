import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readTar } from './tar-reader.js';

async function* piecesOf(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe('readTar', () => {
  it.each([7, 512, 100_000])('finds the wanted files in pieces of %d bytes', async (size) => {
    const folder = mkdtempSync(join(tmpdir(), 'tar-'));
    try {
      mkdirSync(join(folder, 'package/dist'), { recursive: true });
      const contents = {
        'package/a.csv': 'a'.repeat(1_000),
        'package/dist/b.csv': '行政',
        'package/empty': '',
        'package/c': 'c',
      };
      for (const [path, text] of Object.entries(contents)) writeFileSync(join(folder, path), text);
      const archive = execFileSync('tar', ['-cf', '-', '-C', folder, 'package']);
      const found: Record<string, string> = {};
      for await (const { path, content } of readTar(
        piecesOf(archive, size),
        (name) => !name.endsWith('/c'),
      )) {
        found[path] = content.toString();
      }
      const { 'package/c': _unwanted, ...wanted } = contents;
      expect(found).toEqual(wanted);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
