import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessRegister } from './process-register.js';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lianxin-register-spec-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const namesIn = (file: string): string[] =>
  (JSON.parse(readFileSync(file, 'utf8')) as { name: string }[]).map(({ name }) => name);

describe('ProcessRegister', () => {
  it('goes on while its file cannot be written, and writes everything once it can', () => {
    const folder = join(directory, 'not-there-yet');
    const file = join(folder, 'processes.json');
    const register = new ProcessRegister(file);
    register.add('gateway', process.pid);
    register.remove(process.pid);
    register.add('assessment', process.pid);
    expect(register.list()).toEqual([{ name: 'assessment', pid: process.pid }]);
    expect(existsSync(file)).toBe(false);
    mkdirSync(folder);
    register.add('issuer', process.ppid);
    expect(namesIn(file)).toEqual(['assessment', 'issuer']);
  });
});
