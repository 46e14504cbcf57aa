import { createHmac } from 'node:crypto';

/** Functions whose least values make up a signature, taken together by `ROWS` to `BANDS` bands. */
export const BANDS = 20;
const ROWS = 2;
const FUNCTIONS = BANDS * ROWS;

/**
 * Bands that two texts must share to be called alike. Of texts whose bigrams overlap by one half (Jaccard) 97 of 100 are
 * found, by two thirds nearly all, by a fifth 19 of 100, by a tenth 2 of 100.
 */
export const BANDS_ALIKE = 2;

/** A text of fewer says too little to be alike to another, and whoever guesses words could ask for one by one. */
export const FEWEST_BIGRAMS = 5;

const LETTER = /\p{L}/u;

/** Pairs of neighbouring letters; punctuation, blanks and digits are told differently by everybody and do not count. */
export function bigramsOf(text: string): Set<string> {
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((each) => LETTER.test(each));
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}

/**
 * Keyed MinHash of character bigrams: from what it answers nobody learns a word without the key, not even by hashing guesses.
 * @see https://en.wikipedia.org/wiki/MinHash
 */
export class MinHash {
  readonly #key: Buffer;
  readonly #seeds: readonly (readonly [number, number])[];

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    this.#key = key;
    this.#seeds = Array.from({ length: FUNCTIONS }, (_, number) => {
      const digest = this.#digest(`function ${number}`);
      return [digest.readUInt32LE(0), digest.readUInt32LE(4)] as const;
    });
  }

  /**
   * The bands of a text's signature as numbers of 64 bits, in decimal; none for a text that says too little.
   * @param context what two texts must share besides their words: it goes into every number, and equal numbers prove it
   */
  bandsOf(text: string, context: string): string[] {
    const bigrams = bigramsOf(text);
    if (bigrams.size < FEWEST_BIGRAMS) return [];
    const least = this.#leastOf(bigrams);
    return Array.from({ length: BANDS }, (_, band) => {
      const rows = least.slice(band * ROWS, (band + 1) * ROWS).join(' ');
      return this.#digest(`band ${band} of ${context}: ${rows}`).readBigInt64BE(0).toString();
    });
  }

  #leastOf(bigrams: ReadonlySet<string>): number[] {
    const least = new Array<number>(FUNCTIONS).fill(0xffff_ffff);
    for (const bigram of bigrams) {
      const digest = this.#digest(`bigram ${bigram}`);
      const [low, high] = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
      this.#seeds.forEach(([one, other], number) => {
        const value = mixed(low ^ one, high ^ other);
        if (value < (least[number] ?? 0)) least[number] = value;
      });
    }
    return least;
  }

  #digest(message: string): Buffer {
    return createHmac('sha256', this.#key).update(message).digest();
  }
}

/** Two keyed words to one, as the finalizer of MurmurHash3 mixes them: the secret lies in what goes in. */
function mixed(low: number, high: number): number {
  let value = Math.imul(low ^ (low >>> 16), 0x85eb_ca6b);
  value = Math.imul(value ^ (value >>> 13) ^ high, 0xc2b2_ae35);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b_3c6d);
  return (value ^ (value >>> 16)) >>> 0;
}
