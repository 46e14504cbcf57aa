import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fenOf, yuanOf } from './money.js';

describe('an amount of money', () => {
  it.each([
    ['9999.99', 999_999],
    ['10000', 1_000_000],
    ['0.1', 10],
    ['0.01', 1],
    ['85000.50', 8_500_050],
    ['100000000', 10_000_000_000],
  ])('%s yuan is %d fen', (yuan, fen) => {
    expect(fenOf(yuan)).toBe(fen);
  });

  it.each([
    '0',
    '0.00',
    '-1',
    '+1',
    '1.234',
    '1,000',
    ' 1',
    '1e3',
    '007',
    '',
    '１００',
    '100000000.01',
    '90071992547410.00',
  ])('is not %j', (yuan) => {
    expect(() => fenOf(yuan)).toThrow(expect.objectContaining({ code: 'AMOUNT_MALFORMED' }));
  });

  it('is shown as it was given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999_999 }), (fen) => {
        expect(fenOf(yuanOf(fen))).toBe(fen);
      }),
    );
  });
});
