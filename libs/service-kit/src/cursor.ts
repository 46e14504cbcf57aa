import { createHmac, timingSafeEqual } from 'node:crypto';
import { InvalidCursorError } from './common.errors.js';

/** Signs cursors, so that a client can hold a place in a list but not make one up. */
export class CursorSigner {
  constructor(private readonly secret: Buffer) {}

  /** @param kind what the cursor is a place in; a cursor of one kind is refused by another. */
  sign(kind: string, place: readonly (string | number)[]): string {
    const body = Buffer.from(JSON.stringify(place)).toString('base64url');
    return `${body}.${this.signature(kind, body)}`;
  }

  /**
   * The place that a cursor stands for; without one, or with an explicit null, the beginning: an empty place.
   * @throws InvalidCursorError for anything that `sign` of this kind did not make.
   */
  verify(kind: string, cursor: string | null | undefined): (string | number)[] {
    if (cursor === undefined || cursor === null) return [];
    const [body, signature, ...rest] = cursor.split('.');
    if (!body || !signature || rest.length > 0) throw new InvalidCursorError();
    const expected = Buffer.from(this.signature(kind, body));
    const given = Buffer.from(signature);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new InvalidCursorError();
    return JSON.parse(Buffer.from(body, 'base64url').toString()) as (string | number)[];
  }

  private signature(kind: string, body: string): string {
    return createHmac('sha256', this.secret).update(`${kind}\n${body}`).digest('base64url').slice(0, 22);
  }
}
