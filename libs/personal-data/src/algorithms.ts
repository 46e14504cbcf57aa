import {
  createCipheriv,
  createDecipheriv,
  getCiphers,
  type CipherGCMTypes,
  type KeyObject,
} from 'node:crypto';

/** An authenticated cipher by the name that ciphertexts and keys carry. */
export interface Algorithm {
  readonly name: string;
  readonly keyBytes: number;
  /** Returns the ciphertext with its tag behind it. */
  encrypt(key: KeyObject, plaintext: Buffer, iv: Buffer, associatedData: Buffer): Buffer;
  /** Throws when key, associated data or ciphertext are not those of the encryption. */
  decrypt(key: KeyObject, sealed: Buffer, iv: Buffer, associatedData: Buffer): Buffer;
}

export const ivBytes = 12;
const tagBytes = 16;

/** In order of preference; SM4-GCM (GB/T 32907) joins where the OpenSSL under Node offers it. */
const candidates = [
  { name: 'A256GCM', cipher: 'aes-256-gcm', keyBytes: 32 },
  { name: 'SM4GCM', cipher: 'sm4-gcm', keyBytes: 16 },
];

const offered = new Set(getCiphers());

/** The algorithms this process can use, by name. */
export const algorithms: ReadonlyMap<string, Algorithm> = new Map(
  candidates
    .filter(({ cipher }) => offered.has(cipher))
    .map(({ name, cipher, keyBytes }) => [name, galoisCounterMode(name, cipher as CipherGCMTypes, keyBytes)]),
);

/** The algorithm of this name. Throws on one that this process does not offer. */
export function getAlgorithm(name: string): Algorithm {
  const algorithm = algorithms.get(name);
  if (!algorithm) throw new Error(`Algorithm ${name} is not available in this process`);
  return algorithm;
}

function galoisCounterMode(name: string, cipher: CipherGCMTypes, keyBytes: number): Algorithm {
  const options = { authTagLength: tagBytes };
  return {
    name,
    keyBytes,
    encrypt(key, plaintext, iv, associatedData) {
      const encryption = createCipheriv(cipher, key, iv, options).setAAD(associatedData);
      const ciphertext = Buffer.concat([encryption.update(plaintext), encryption.final()]);
      return Buffer.concat([ciphertext, encryption.getAuthTag()]);
    },
    decrypt(key, sealed, iv, associatedData) {
      const decryption = createDecipheriv(cipher, key, iv, options).setAAD(associatedData);
      decryption.setAuthTag(sealed.subarray(-tagBytes));
      return Buffer.concat([decryption.update(sealed.subarray(0, -tagBytes)), decryption.final()]);
    },
  };
}
