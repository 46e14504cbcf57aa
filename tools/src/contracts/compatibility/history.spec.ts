import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { registerFile, schemaFileOf } from '../places.js';
import { brokenSince, statesInHistory } from './history.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { registered, type Register } from './register.js';

const TYPE = 'post-office.LetterSent.v1';
const text = { type: 'string' };
const schemaWith = (...fields: string[]): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(fields.map((field) => [field, text])),
});

const commits = statesInHistory();
const withHistory = commits ? it : it.skip;

describe('the published contracts of this working tree', () => {
  withHistory('break nothing that was committed before', () => {
    expect(brokenSince(commits ?? [])).toEqual([]);
  });
});

describe('what history remembers', () => {
  let root: string;
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], { cwd: root });

  const write = (file: string, value: object): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), JSON.stringify(value));
  };
  const publish = (schema: JsonSchema, before: Register = {}): Register => {
    const register = registered(before, new Map([[TYPE, schema]]));
    write(schemaFileOf(TYPE), schema);
    write(registerFile, register);
    return register;
  };
  const commit = (): void => {
    git('add', '.');
    git('commit', '--quiet', '--message', 'published');
  };
  const broken = () => brokenSince(statesInHistory(root) ?? [], root);

  let first: Register;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'lianxin-history-'));
    git('init', '--quiet');
    first = publish(schemaWith('kind'));
    commit();
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('has nothing against an addition', () => {
    publish(schemaWith('kind', 'note'), first);
    expect(broken()).toEqual([]);
    commit();
    expect(statesInHistory(root)).toHaveLength(2);
    expect(broken()).toEqual([]);
  });

  it.each(['in the working tree', 'in a commit', 'in a commit with others after it'])(
    'finds schema and register rewritten together, %s',
    (place) => {
      publish(schemaWith('sort'));
      if (place !== 'in the working tree') commit();
      if (place.endsWith('after it')) git('commit', '--quiet', '--allow-empty', '--message', 'later');
      expect(broken()).toEqual([`${TYPE}: kind is gone`, expect.stringMatching(/never rewritten/)]);
    },
  );

  it('finds a break that the register was made to take for an addition', () => {
    publish(schemaWith('sort'), first);
    expect(broken()).toEqual([`${TYPE}: kind is gone`]);
  });

  it('finds an event removed from both', () => {
    rmSync(join(root, schemaFileOf(TYPE)));
    write(registerFile, {});
    expect(broken()).toEqual([expect.stringContaining('defined no more'), expect.stringContaining('lost')]);
  });

  it('is not asked where it is cut off, belongs to another folder, or is not there', () => {
    publish(schemaWith('kind', 'note'), first);
    commit();
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${root}`, join(root, 'shallow')]);
    expect(statesInHistory(join(root, 'shallow'))).toBeUndefined();
    expect(statesInHistory(join(root, 'libs'))).toBeUndefined();
    rmSync(join(root, '.git'), { recursive: true });
    expect(statesInHistory(root)).toBeUndefined();
  });
});
