import { describe, expect, it } from '@jest/globals';
import { KeyedHash } from './keyed-hash.js';

describe('a keyed hash', () => {
  const hash = new KeyedHash(Buffer.alloc(32, 7));

  it('is one for equal contents, and tells nothing of them', () => {
    const name = hash.of('audience', [['a', 'b'], null]);
    expect(hash.of('audience', [['a', 'b'], null])).toBe(name);
    expect(name).toMatch(/^[\w-]{43}$/);
  });

  it('is another for another content, kind or secret', () => {
    const names = [
      hash.of('audience', ['a', 'b']),
      hash.of('audience', ['ab']),
      hash.of('audience', [['a', 'b']]),
      hash.of('another', ['a', 'b']),
      new KeyedHash(Buffer.alloc(32, 8)).of('audience', ['a', 'b']),
    ];
    expect(new Set(names).size).toBe(names.length);
  });
});
