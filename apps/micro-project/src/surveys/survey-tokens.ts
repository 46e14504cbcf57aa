import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import { SurveyTokenUnknownError } from './survey.errors.js';

/** Without I, L, O and U, which are misread. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BITS_A_CHARACTER = 5n;
const CHARACTERS = 16;
const NONCE_BYTES = 5;
const TOKEN_BYTES = 10;

/**
 * Tokens prove by themselves that they are of a survey: half chance, half a code made of it with this service's secret. None is
 * stored when it is given out, so that nothing here knows who has which.
 */
@Injectable()
export class SurveyTokens {
  private readonly key: Buffer;

  constructor(secrets: Secrets) {
    this.key = secrets.keyFor('survey token');
  }

  /** E.g. `7K3M-92QD-X0TB-4HVA`: to be shown once, or printed. */
  mint(surveyId: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const token = Buffer.concat([nonce, this.codeOf(surveyId, nonce)]);
    const characters = writtenIn(token).match(/.{4}/g) ?? [];
    return characters.join('-');
  }

  /**
   * What the survey keeps of a token to know that it was used: nobody makes the token of it again.
   * @param typed as people type it: in small letters, with blanks and hyphens, O for 0 and I for 1
   * @throws SurveyTokenUnknownError
   */
  markOf(surveyId: string, typed: string): string {
    const token = readFrom(typed);
    const nonce = token.subarray(0, NONCE_BYTES);
    if (!timingSafeEqual(token.subarray(NONCE_BYTES), this.codeOf(surveyId, nonce)))
      throw new SurveyTokenUnknownError();
    return this.digest('mark', surveyId, nonce).toString('base64url');
  }

  private codeOf(surveyId: string, nonce: Buffer): Buffer {
    return this.digest('token', surveyId, nonce).subarray(0, TOKEN_BYTES - NONCE_BYTES);
  }

  private digest(what: string, surveyId: string, nonce: Buffer): Buffer {
    return createHmac('sha256', this.key)
      .update(`${what} ${surveyId} ${nonce.toString('hex')}`)
      .digest();
  }
}

function writtenIn(bytes: Buffer): string {
  const value = BigInt(`0x${bytes.toString('hex')}`);
  const place = (index: number): number =>
    Number((value >> (BITS_A_CHARACTER * BigInt(CHARACTERS - 1 - index))) & 31n);
  return Array.from({ length: CHARACTERS }, (_, index) => ALPHABET[place(index)]).join('');
}

function readFrom(typed: string): Buffer {
  const written = typed.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const places = [...written].map((character) => ALPHABET.indexOf(character));
  if (places.length !== CHARACTERS || places.includes(-1)) throw new SurveyTokenUnknownError();
  const value = places.reduce((sum, place) => (sum << BITS_A_CHARACTER) | BigInt(place), 0n);
  return Buffer.from(value.toString(16).padStart(TOKEN_BYTES * 2, '0'), 'hex');
}
