import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lockDirectory, lockHolder } from './directory-lock.js';
import { DataDirectoryInUseError } from '../errors.js';
import { identifyProcess } from './processes.js';

let directory: string;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianxin-lock-spec-'));
  file = join(directory, 'launcher.lock');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('lockDirectory', () => {
  it('is held by one at a time and given free again', () => {
    const release = lockDirectory(directory, file);
    expect(() => lockDirectory(directory, file)).toThrow(DataDirectoryInUseError);
    expect(lockHolder(file)?.pid).toBe(process.pid);
    release();
    lockDirectory(directory, file)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('takes over from a process whose number was given to another', () => {
    writeFileSync(
      file,
      JSON.stringify({ ...identifyProcess(process.pid), startedAt: 'earlier', token: 'x' }),
    );
    lockDirectory(directory, file)();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('takes over a file that a crash left unreadable', () => {
    writeFileSync(file, '');
    const release = lockDirectory(directory, file);
    expect(lockHolder(file)?.pid).toBe(process.pid);
    release();
  });
});
