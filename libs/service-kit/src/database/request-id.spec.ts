import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, checkUuid, checkUuids } from './request-id.js';

/** The same content with the keys of every object in another order. */
const shuffled = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(shuffled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
};

describe('canonical JSON', () => {
  const content = fc.jsonValue({ depthSize: 'medium' });

  it('has equal bytes for equal content, in whatever order its keys come', () => {
    fc.assert(
      fc.property(content, (value) => expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))),
    );
  });

  it('has other bytes for other content, and loses nothing', () => {
    fc.assert(
      fc.property(content, (value) =>
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value))),
      ),
    );
    expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
  });

  it('writes instants as such', () => {
    expect(canonicalJson({ b: new Date(0), a: undefined })).toBe('{"b":"1970-01-01T00:00:00.000Z"}');
  });
});

describe('checkUuid', () => {
  it('takes a UUID in any case, and nothing around it', () => {
    expect(checkUuid('0198F3A0-0000-7000-8000-00000000000A', 'id')).toBe(
      '0198f3a0-0000-7000-8000-00000000000a',
    );
    for (const wrong of [
      '',
      'one',
      ' 0198f3a0-0000-7000-8000-00000000000a',
      '0198f3a0-0000-7000-8000-00000000000a\n',
      '{0198f3a0-0000-7000-8000-00000000000a}',
    ]) {
      expect(() => checkUuid(wrong, 'id')).toThrow(
        expect.objectContaining({ code: 'MALFORMED_ID', details: { field: 'id' } }),
      );
    }
  });
});

describe('checkUuids', () => {
  const id = '0198f3a0-0000-7000-8000-00000000000a';

  it('takes as many as it may, each checked', () => {
    expect(checkUuids([id, id.toUpperCase()], 'ids', 2)).toEqual([id, id]);
    expect(() => checkUuids([id, id, id], 'ids', 2)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_IDS', details: { field: 'ids', max: 2 } }),
    );
    expect(() => checkUuids(['one'], 'ids', 2)).toThrow(expect.objectContaining({ code: 'MALFORMED_ID' }));
  });
});
