import { createHmac, timingSafeEqual } from 'node:crypto';

/** What stands on the slip that whoever spoke up takes along. */
export interface Slip {
  readonly number: string;
  readonly queryCode: string;
}

/** Without I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const NUMBER_CHARACTERS = 12;
const CODE_CHARACTERS = 8;

/**
 * Number and query code of a matter, both derived from its id and a service's secret. Numbers are not consecutive, so that
 * nobody can count from them; the code is stored nowhere.
 */
export class SlipCodes {
  readonly #key: Buffer;

  /** @param key 32 bytes, of this purpose alone */
  constructor(key: Buffer) {
    this.#key = key;
  }

  slipOf(id: string): Slip {
    return { number: this.numberOf(id), queryCode: this.#queryCodeOf(id) };
  }

  /** @param part what the number is for, where a matter has several */
  numberOf(id: string, part = 'number'): string {
    return this.#characters(part, id, NUMBER_CHARACTERS);
  }

  /** @param typed as people type it: in small letters, with blanks and hyphens, O for 0 and I for 1 */
  isCodeOf(id: string, typed: string): boolean {
    const given = Buffer.from(asWritten(typed));
    const right = Buffer.from(this.#queryCodeOf(id));
    return given.length === right.length && timingSafeEqual(given, right);
  }

  #queryCodeOf(id: string): string {
    return this.#characters('query code', id, CODE_CHARACTERS);
  }

  #characters(part: string, id: string, count: number): string {
    const digest = createHmac('sha256', this.#key).update(`${part} ${id}`).digest();
    return Array.from(digest.subarray(0, count), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }
}

/** What somebody typed, as it stands on the slip. */
export const asWritten = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
