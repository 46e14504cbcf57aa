import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contractFiles } from '../contract-files.js';
import { registerFile } from '../places.js';
import type { JsonSchema } from '../schemas/json-schema.js';
import { publishedInFolder } from './published-files.js';
import {
  digestOf,
  foreignToRegister,
  parseRegister,
  registered,
  registerInFolder,
  takenFromRegister,
} from './register.js';

const TYPE = 'post-office.LetterSent.v1';
const first = { type: 'object', properties: { kind: { type: 'string' } }, required: ['kind'] };
const later = { ...first, properties: { ...first.properties, note: { type: 'string' } } };
const other = { ...first, properties: { sort: { type: 'string' } }, required: ['sort'] };
const holding = (schema: JsonSchema) => new Map([[TYPE, schema]]);
const register = registered({}, holding(first));

describe('the register of what was ever published', () => {
  it('knows every schema in the folder, and the folder holds every type it knows', () => {
    const inFolder = publishedInFolder();
    expect(Object.keys(registerInFolder())).toEqual([...inFolder.keys()].sort());
    expect(foreignToRegister(registerInFolder(), inFolder)).toEqual([]);
  });

  it('is written last, after the schemas it speaks of', async () => {
    expect((await contractFiles()).at(-1)?.file).toBe(registerFile);
  });

  it('misses a schema that was removed, be it to be written anew', () => {
    expect(foreignToRegister(register, new Map())).toEqual([
      expect.stringMatching(/LetterSent\.v1\.json is missing.*restore it from history/),
    ]);
  });

  it('refuses a schema that was rewritten, or set back to before an addition', () => {
    const grown = registered(register, holding(later));
    expect(foreignToRegister(grown, holding(later))).toEqual([]);
    for (const schema of [other, first])
      expect(foreignToRegister(grown, holding(schema))).toEqual([
        expect.stringContaining('is not what was published last'),
      ]);
  });

  it('gains a digest with an addition, and none with words or another order', () => {
    expect(registered(register, holding(later))[TYPE]).toEqual([digestOf(first), digestOf(later)]);
    const reworded = {
      ...first,
      title: 'T',
      examples: [1],
      properties: { kind: { description: 'Which.', type: 'string' } },
    };
    expect(registered(register, holding(reworded))).toEqual(register);
  });

  it('tells a field from a word about one', () => {
    const named = { ...first, properties: { ...first.properties, description: { type: 'string' } } };
    expect(digestOf(named)).not.toBe(digestOf(first));
  });

  it('is added to, and never rewritten', () => {
    const grown = registered(register, holding(later));
    expect(takenFromRegister(register, grown)).toEqual([]);
    for (const now of [{}, register, registered({}, holding(other))])
      expect(takenFromRegister(grown, now)).toEqual([expect.stringContaining('never rewritten')]);
  });

  it.each(['[]', `{"${TYPE}":[]}`, `{"${TYPE}":["x"]}`, ''])('is no register: %s', (text) => {
    expect(() => parseRegister(text)).toThrow();
  });

  it('cannot be done without', () => {
    const empty = mkdtempSync(join(tmpdir(), 'lianxin-register-'));
    expect(() => registerInFolder(empty)).toThrow(/published\.json is missing: restore it/);
    rmSync(empty, { recursive: true });
  });
});
