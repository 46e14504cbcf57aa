import { createHmac } from 'node:crypto';
import { deriveKey } from './derive-key.js';

/** Names a content by a hash that nobody without the service's secret can make or check: equal contents have equal names. */
export class KeyedHash {
  private readonly key: Buffer;

  /** @param secret 32 bytes, used for nothing directly: the key is derived from it. */
  constructor(secret: Buffer) {
    this.key = deriveKey(secret, 'keyed hash');
  }

  /** @param kind what is named; the same content of another kind has another name */
  of(kind: string, content: readonly unknown[]): string {
    return createHmac('sha256', this.key)
      .update(JSON.stringify([kind, content]))
      .digest('base64url');
  }
}
