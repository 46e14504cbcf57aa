import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { InvalidCursorError } from '../errors/common.errors.js';
import { deriveKey } from './derive-key.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const BLOCK_BYTES = 16;

/**
 * Makes cursors, so that a client can hold a place in a list but neither make one up nor read it: places tell how much
 * there is that the client may not see. A cursor is `<iv>.<ciphertext and tag>`, both in base64url.
 */
export class CursorSigner {
  private readonly encryptionKey: Buffer;
  private readonly ivKey: Buffer;

  /** @param secret 32 bytes, used for nothing directly: the keys are derived from it. */
  constructor(secret: Buffer) {
    this.encryptionKey = deriveKey(secret, 'cursor encryption');
    this.ivKey = deriveKey(secret, 'cursor iv');
  }

  /**
   * The same place has always the same cursor, so that equal questions stay equal.
   * @param kind what the cursor is a place in; a cursor of one kind is refused by another.
   */
  sign(kind: string, place: readonly (string | number)[]): string {
    const plaintext = padded(JSON.stringify(place));
    const iv = this.ivOf(kind, plaintext);
    const cipher = createCipheriv(CIPHER, this.encryptionKey, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(kind));
    const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
    return `${iv.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /**
   * The place that a cursor stands for; without one, or with an explicit null, the beginning: an empty place.
   * @throws InvalidCursorError for anything that `sign` of this kind did not make.
   */
  verify(kind: string, cursor: string | null | undefined): (string | number)[] {
    if (cursor === undefined || cursor === null) return [];
    const [iv, sealed, ...rest] = cursor.split('.').map(decoded);
    if (iv?.length !== IV_BYTES || !sealed || sealed.length <= TAG_BYTES || rest.length > 0)
      throw new InvalidCursorError();
    return JSON.parse(this.open(kind, iv, sealed)) as (string | number)[];
  }

  private open(kind: string, iv: Buffer, sealed: Buffer): string {
    const decipher = createDecipheriv(CIPHER, this.encryptionKey, iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(kind)).setAuthTag(sealed.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString();
    } catch {
      throw new InvalidCursorError();
    }
  }

  /** Made from the content: no two places share one, however many cursors are made under this key. */
  private ivOf(kind: string, plaintext: Buffer): Buffer {
    const content = JSON.stringify([kind, plaintext.toString()]);
    return createHmac('sha256', this.ivKey).update(content).digest().subarray(0, IV_BYTES);
  }
}

/** Spaces behind JSON mean nothing to its parser, and hide how many digits a position has. */
function padded(json: string): Buffer {
  const bytes = Buffer.from(json);
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & (BLOCK_BYTES - 1), ' ')]);
}

/** Only what encodes back to the same text, so that one cursor has one spelling; null for anything else. */
function decoded(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
}
