import { describe, expect, it } from '@jest/globals';
import { deriveKey } from './derive-key.js';

const secret = Buffer.alloc(32, 7);

describe('a derived key', () => {
  it('is that of its secret and its purpose, and neither of another nor the secret itself', () => {
    const key = deriveKey(secret, 'cursors');
    expect(key).toHaveLength(32);
    expect(deriveKey(secret, 'cursors')).toEqual(key);
    for (const other of [deriveKey(secret, 'commands'), deriveKey(Buffer.alloc(32, 8), 'cursors'), secret])
      expect(other).not.toEqual(key);
  });
});
