import { describe, expect, it } from '@jest/globals';
import { PolicyBook } from '@lianxin/policy';
import { fenOf } from '../money/money.js';
import { bandOf, isStricter } from './decision-band.js';
import type { BandEdges } from './decision-band.js';

const book = new PolicyBook();
const question = { areaCode: '361104111', on: new Date('2026-03-02T02:00:00Z') };
const edges: BandEdges = {
  filedFrom: book.valueAt('micro-project.filed-from', question).value,
  reviewedFrom: book.valueAt('micro-project.reviewed-from', question).value,
  decidedAboveFrom: book.valueAt('micro-project.decided-above-from', question).value,
};

describe('the band of a decision', () => {
  it.each([
    ['0.01', 'VILLAGE_DECIDES'],
    ['9999.99', 'VILLAGE_DECIDES'],
    ['10000', 'VILLAGE_DECIDES_AND_FILES'],
    ['29999.99', 'VILLAGE_DECIDES_AND_FILES'],
    ['30000', 'TOWNSHIP_REVIEWS'],
    ['85000', 'TOWNSHIP_REVIEWS'],
    ['99999.99', 'TOWNSHIP_REVIEWS'],
    ['100000', 'TOWNSHIP_DECIDES_AND_FILES'],
  ] as const)('of %s yuan is %s', (yuan, band) => {
    expect(bandOf(fenOf(yuan), edges)).toBe(band);
  });

  it('is stricter the more it costs', () => {
    expect(isStricter(bandOf(fenOf('30000'), edges), bandOf(fenOf('29999.99'), edges))).toBe(true);
    expect(isStricter('VILLAGE_DECIDES', 'VILLAGE_DECIDES')).toBe(false);
  });
});
