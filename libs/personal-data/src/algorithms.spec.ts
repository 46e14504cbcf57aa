import { createSecretKey, getCiphers, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { algorithms, getAlgorithm, ivBytes } from './algorithms.js';
import { KeyEncryptionKey } from './key-encryption-key.js';

describe('the algorithm registry', () => {
  it('offers SM4-GCM exactly where OpenSSL does', () => {
    expect(algorithms.has('A256GCM')).toBe(true);
    expect(algorithms.has('SM4GCM')).toBe(getCiphers().includes('sm4-gcm'));
    expect(() => getAlgorithm('ROT13')).toThrow('ROT13 is not available');
  });

  it.each([...algorithms.values()].map((algorithm) => [algorithm.name, algorithm] as const))(
    '%s opens only what it sealed, in its place',
    (_name, { keyBytes, encrypt, decrypt }) => {
      const key = createSecretKey(randomBytes(keyBytes));
      const iv = randomBytes(ivBytes);
      const sealed = encrypt(key, Buffer.from('路灯坏了'), iv, Buffer.from('place'));
      expect(decrypt(key, sealed, iv, Buffer.from('place')).toString()).toBe('路灯坏了');
      expect(() => decrypt(key, sealed, iv, Buffer.from('elsewhere'))).toThrow();
      sealed[0] = (sealed[0] ?? 0) ^ 1;
      expect(() => decrypt(key, sealed, iv, Buffer.from('place'))).toThrow();
    },
  );
});

describe('KeyEncryptionKey', () => {
  const aKey = () => new KeyEncryptionKey(randomBytes(32));

  it('unwraps under its own label alone', () => {
    const wrapping = aKey();
    const dataKey = randomBytes(32);
    const wrapped = wrapping.wrap(dataKey, 'person.1');
    expect(wrapping.unwrap(wrapped, 'person.1').export()).toEqual(dataKey);
    expect(() => wrapping.unwrap(wrapped, 'person.2')).toThrow();
    expect(() => aKey().unwrap(wrapped, 'person.1')).toThrow();
  });

  it('names itself without showing itself', () => {
    const secret = randomBytes(32);
    expect(new KeyEncryptionKey(secret).id).toMatch(/^A256GCM\.[0-9a-f]{8}$/);
    expect(new KeyEncryptionKey(secret).id).toBe(new KeyEncryptionKey(secret).id);
    expect(() => new KeyEncryptionKey(randomBytes(31))).toThrow('must be 32 bytes');
  });
});
