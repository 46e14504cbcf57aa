import { AmountMalformedError } from './money.errors.js';

/** Yuan with at most two decimals, without sign, grouping or leading zeros. */
const YUAN = /^(0|[1-9]\d{0,8})(?:\.(\d{1,2}))?$/;
const FEN_A_YUAN = 100;
/** A hundred million yuan, far beyond any small work: so the sums of a district stay what a number holds exactly. */
const LARGEST_FEN = 10_000_000_000;

/**
 * Whole fen of an amount as people write it, e.g. `85000.50`; never through a fraction.
 * @throws AmountMalformedError for zero, a sign, three decimals, or more than a hundred million yuan
 */
export function fenOf(yuan: string): number {
  const [, whole, fraction = ''] = YUAN.exec(yuan) ?? [];
  const fen = whole === undefined ? NaN : Number(whole) * FEN_A_YUAN + Number(fraction.padEnd(2, '0'));
  if (!(fen > 0 && fen <= LARGEST_FEN)) throw new AmountMalformedError(yuan);
  return fen;
}

/** The same amount as it is shown, always with two decimals. */
export const yuanOf = (fen: number): string =>
  `${Math.trunc(fen / FEN_A_YUAN)}.${String(fen % FEN_A_YUAN).padStart(2, '0')}`;
