import { createHash, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import { getAlgorithm, ivBytes } from './algorithms.js';

const wrapping = getAlgorithm('A256GCM');

/** Wraps the data keys of persons. It never enters the key store's database. */
export class KeyEncryptionKey {
  /** Names algorithm and key, so that a key of another KEY_ENCRYPTION_KEY is recognised: `A256GCM.1f2e3d4c`. */
  readonly id: string;
  readonly #key: KeyObject;

  /** Takes 32 bytes; throws on any other number, without repeating them. */
  constructor(bytes: Buffer) {
    if (bytes.length !== wrapping.keyBytes) {
      throw new Error(`KEY_ENCRYPTION_KEY must be ${wrapping.keyBytes} bytes`);
    }
    const fingerprint = createHash('sha256').update('lianxin key-encryption key').update(bytes).digest('hex');
    this.id = `${wrapping.name}.${fingerprint.slice(0, 8)}`;
    this.#key = createSecretKey(bytes);
  }

  /** Encrypts a data key for this label; only the same label unwraps it. */
  wrap(dataKey: Buffer, label: string): Buffer {
    const iv = randomBytes(ivBytes);
    return Buffer.concat([iv, wrapping.encrypt(this.#key, dataKey, iv, Buffer.from(label))]);
  }

  /** Throws when the wrapped key was altered or belongs to another label or key-encryption key. */
  unwrap(wrapped: Buffer, label: string): KeyObject {
    const iv = wrapped.subarray(0, ivBytes);
    const dataKey = wrapping.decrypt(this.#key, wrapped.subarray(ivBytes), iv, Buffer.from(label));
    return createSecretKey(dataKey);
  }
}
