import { afterAll, describe, expect, it } from '@jest/globals';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateBinaries, type Binaries } from '../binaries.js';
import { chooseRunner } from './run-as.js';

const asRoot = process.getuid?.() === 0;
const made: string[] = [];

afterAll(() => made.forEach((path) => rmSync(path, { recursive: true, force: true })));

/** The binaries below a folder that only its owner may enter, as in a private home. */
function privateBinaries(): Binaries {
  const home = mkdtempSync(join(tmpdir(), 'lianxin-home-'));
  made.push(home);
  const root = join(home, 'native');
  cpSync(locateBinaries().root, root, { recursive: true, verbatimSymlinks: true });
  cpSync(join(locateBinaries().root, '..', 'package.json'), join(home, 'package.json'));
  return { root, postgres: join(root, 'bin', 'postgres'), initdb: join(root, 'bin', 'initdb') };
}

(asRoot ? describe : describe.skip)('chooseRunner, as root', () => {
  it('reads private binaries in place by way of the namespace', () => {
    const binaries = privateBinaries();
    expect(chooseRunner(binaries, tmpdir(), 'namespace').binaries.root).toBe(binaries.root);
  });

  it('copies them once for an account that cannot enter, and distrusts a copy that others may write', () => {
    const binaries = privateBinaries();
    const runner = chooseRunner(binaries, tmpdir(), 'unprivileged-user');
    made.push(runner.binaries.root);
    expect(runner.binaries.root).not.toBe(binaries.root);
    expect(chooseRunner(binaries, tmpdir(), 'unprivileged-user').binaries.root).toBe(runner.binaries.root);
    chmodSync(runner.binaries.root, 0o777);
    expect(() => chooseRunner(binaries, tmpdir(), 'unprivileged-user')).toThrow('belongs to someone else');
  });
});
