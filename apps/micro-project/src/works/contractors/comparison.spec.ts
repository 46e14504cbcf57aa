import { describe, expect, it } from '@jest/globals';
import { nameKeyOf } from '../../words/name-key.js';
import { chosenOf } from './comparison.js';
import type { ContractorMethod, Offer } from './comparison.js';

const rules = { quotesFrom: 1_000_000, biddingFrom: 10_000_000, quotesCompared: 3 };
const offer = (bidder: string, amountFen: number, over: Partial<Offer> = {}): Offer => ({
  ...{ bidder, amountFen, isChosen: false, whyNotCheapest: null },
  ...over,
});
const chosen = { isChosen: true };
const three = [offer('甲', 300, chosen), offer('乙', 400), offer('丙', 500)];

const choose = (method: ContractorMethod, offers: readonly Offer[], estimateFen: number): Offer =>
  chosenOf(method, offers, { estimateFen, rules });

describe('a comparison', () => {
  it.each([
    ['one quote below the edge', 'QUOTES', three.slice(0, 1), 999_999],
    ['three quotes from the edge on', 'QUOTES', three, 1_000_000],
    ['own labour without others below the edge', 'VILLAGERS_OWN_LABOUR', three.slice(0, 1), 999_999],
    ['own labour with others from the edge on', 'VILLAGERS_OWN_LABOUR', three, 9_999_999],
    ['bidding from its edge on', 'BIDDING', three, 10_000_000],
    [
      'a dearer one with a reason',
      'QUOTES',
      [offer('甲', 9, { ...chosen, whyNotCheapest: '工期短' }), offer('乙', 8)],
      1,
    ],
    ['two equally cheap', 'QUOTES', [offer('甲', 8, chosen), offer('乙', 8)], 1],
  ] as const)('of %s chooses', (_what, method, offers, estimateFen) => {
    expect(choose(method, offers, estimateFen).bidder).toBe('甲');
  });

  it.each([
    ['two quotes from the edge on', 'QUOTES', three.slice(0, 2), 1_000_000, 'OFFERS_TOO_FEW'],
    [
      'own labour with one other from the edge on',
      'VILLAGERS_OWN_LABOUR',
      three.slice(0, 2),
      1_000_000,
      'OFFERS_TOO_FEW',
    ],
    ['bidding of two', 'BIDDING', three.slice(0, 2), 1, 'OFFERS_TOO_FEW'],
    ['quotes where bidding is asked for', 'QUOTES', three, 10_000_000, 'CONTRACTOR_METHOD'],
    ['own labour where bidding is asked for', 'VILLAGERS_OWN_LABOUR', three, 10_000_000, 'CONTRACTOR_METHOD'],
    ['nobody', 'QUOTES', [], 1, 'OFFERS_MALFORMED'],
    ['none chosen', 'QUOTES', [offer('甲', 8)], 1, 'OFFERS_MALFORMED'],
    ['two chosen', 'QUOTES', [offer('甲', 8, chosen), offer('乙', 8, chosen)], 1, 'OFFERS_MALFORMED'],
    ['one bidder twice', 'QUOTES', [offer('甲 公司', 8, chosen), offer('甲公司', 9)], 1, 'OFFERS_MALFORMED'],
    [
      'too many',
      'QUOTES',
      Array.from({ length: 21 }, (_, n) => offer(`第${n}`, 8, { isChosen: n === 0 })),
      1,
      'OFFERS_MALFORMED',
    ],
    [
      'a dearer one without a reason',
      'QUOTES',
      [offer('甲', 9, chosen), offer('乙', 8)],
      1,
      'CHEAPEST_NOT_CHOSEN',
    ],
  ] as const)('of %s is refused', (...[, method, offers, estimateFen, code]) => {
    expect(() => choose(method, offers, estimateFen)).toThrow(expect.objectContaining({ code }));
  });

  it('knows a firm by its name however it is written', () => {
    expect(nameKeyOf('郑坊建设（有限）公司')).toBe(nameKeyOf(' 郑坊建设(有限) 公司'));
    expect(nameKeyOf('甲公司')).not.toBe(nameKeyOf('乙公司'));
  });
});
