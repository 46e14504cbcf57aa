import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isRuleOfTheSources, problemsOfRules, readRuleRows, textFilesUnder } from './rules-document.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('docs/rules.md', () => {
  const rows = readRuleRows(readFileSync(join(root, 'docs/rules.md'), 'utf8'));
  const cited = ['apps', 'libs', 'tools', 'docs', 'README.md', 'README.zh-CN.md', 'CONTRIBUTING.md'];
  const self = 'tools/src/lint/rules-document.spec.ts';

  it('has rows', () => {
    expect(rows.length).toBeGreaterThan(0);
  });

  it('names every rule in use, and code that exists', () => {
    const files = textFilesUnder(root, cited).filter((file) => file !== self);
    expect(problemsOfRules(root, rows, files)).toEqual([]);
  });

  it('is in the order of the ids', () => {
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted());
  });
});

describe('the check of the rules document', () => {
  const planted = mkdtempSync(join(tmpdir(), 'lianxin-rules-'));
  beforeAll(() => {
    mkdirSync(join(planted, 'libs/node_modules'), { recursive: true });
    writeFileSync(join(planted, 'libs/code.ts'), '/** S1-22 and S1-23 */');
    writeFileSync(join(planted, 'libs/node_modules/skipped.ts'), '/** S1-24 */');
  });
  afterAll(() => rmSync(planted, { recursive: true, force: true }));

  const problemsOf = (table: string) =>
    problemsOfRules(planted, readRuleRows(table), textFilesUnder(planted, ['libs', 'README.md']));

  it.each([
    [
      'an id without a row',
      '| S1-22 | x | `libs/code.ts` |',
      ['libs/code.ts: S1-23 is not in docs/rules.md'],
    ],
    [
      'a row whose code is gone',
      '| S1-22 | x | `libs/gone.ts` |\n| S1-23 | x | `libs/code.ts` |',
      ['S1-22: libs/gone.ts does not exist'],
    ],
    [
      'a row without code, a row twice, and a rule that no source has',
      '| S1-22 | x | |\n| S1-23 | x | `libs/code.ts` |\n| S1-23 | x | `libs/code.ts` |\n| S1-33 | x | `libs/code.ts` |',
      ['S1-22: names no code file', 'S1-23: has two rows', 'S1-33: the sources have no such rule'],
    ],
  ])('finds %s', (_case, table, problems) => {
    expect(problemsOf(table)).toEqual(problems);
  });

  it.each([
    ['S0-00', false],
    ['S0-27', true],
    ['S0-28', false],
    ['S4-52', true],
    ['S5-01', false],
  ])('%s: a rule of the sources: %s', (id, expected) => {
    expect(isRuleOfTheSources(id)).toBe(expected);
  });
});
