import { hkdfSync } from 'node:crypto';

/** A key of 32 bytes for one purpose: what is learnt or forged under it tells nothing of the secret's other keys. */
export const deriveKey = (secret: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', `lianxin ${purpose}`, 32));

/** The service's keys, one for each purpose. */
export class Secrets {
  readonly #secret: Buffer;

  /** @param secret 32 bytes */
  constructor(secret: Buffer) {
    this.#secret = secret;
  }

  keyFor(purpose: string): Buffer {
    return deriveKey(this.#secret, purpose);
  }
}
