import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakingChanges } from './compatibility.js';
import { schemaFileOf, schemasFolder } from '../places.js';
import { publishedAt, publishedInFolder } from './published-files.js';

const TYPE = 'post-office.LetterSent.v1';
const schema = (field: string) =>
  JSON.stringify({ type: 'object', properties: { [field]: { type: 'string' } } });

describe('what another state of the repository publishes', () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root });

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'lianxin-published-'));
    git('init', '--quiet');
    mkdirSync(join(root, schemasFolder), { recursive: true });
    writeFileSync(join(root, schemaFileOf(TYPE)), schema('kind'));
    git('add', '.');
    git('commit', '--quiet', '--message', 'published');
    writeFileSync(join(root, schemaFileOf(TYPE)), schema('sort'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('shows a break that was written into the schemas as well', () => {
    const inFolder = publishedInFolder(join(root, schemasFolder));
    expect(breakingChanges(inFolder, inFolder)).toEqual([]);
    expect(breakingChanges(publishedAt('HEAD', root), inFolder)).toEqual([`${TYPE}: kind is gone`]);
  });

  it.each(['--output=/tmp/x', 'HEAD; true', 'nowhere'])('is not looked for under %s', (reference) => {
    expect(() => publishedAt(reference, root)).toThrow();
  });
});
