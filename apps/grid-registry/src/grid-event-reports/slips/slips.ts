import { createHmac, timingSafeEqual } from 'node:crypto';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';

/** What stands on the slip that whoever reported takes along. */
export interface Slip {
  readonly number: string;
  readonly queryCode: string;
}

/** Without I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const NUMBER_CHARACTERS = 12;
const CODE_CHARACTERS = 8;

/**
 * Number and query code of an event, both derived from its id and this service's secret. Numbers are not consecutive, so
 * that nobody can count from them; the code is stored nowhere.
 */
@Injectable()
export class Slips {
  private readonly key: Buffer;

  constructor(secrets: Secrets) {
    this.key = secrets.keyFor('report slip');
  }

  slipOf(gridEventId: string): Slip {
    return { number: this.numberOf(gridEventId), queryCode: this.queryCodeOf(gridEventId) };
  }

  numberOf(gridEventId: string): string {
    return this.characters('number', gridEventId, NUMBER_CHARACTERS);
  }

  /** The number on the receipt of a handover: random like a slip's, and another one each time it is handed over. */
  receiptNumberOf(gridEventId: string, reopenCount: number): string {
    return this.characters(`receipt ${reopenCount}`, gridEventId, NUMBER_CHARACTERS);
  }

  /** @param typed as people type it: in small letters, with blanks and hyphens, O for 0 and I for 1 */
  isCodeOf(gridEventId: string, typed: string): boolean {
    const given = Buffer.from(asWritten(typed));
    const right = Buffer.from(this.queryCodeOf(gridEventId));
    return given.length === right.length && timingSafeEqual(given, right);
  }

  private queryCodeOf(gridEventId: string): string {
    return this.characters('query code', gridEventId, CODE_CHARACTERS);
  }

  private characters(part: string, gridEventId: string, count: number): string {
    const digest = createHmac('sha256', this.key).update(`${part} ${gridEventId}`).digest();
    return Array.from(digest.subarray(0, count), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
  }
}

/** What somebody typed, as it stands on the slip. */
export const asWritten = (typed: string): string =>
  typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
