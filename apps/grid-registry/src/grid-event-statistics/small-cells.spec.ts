import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hiddenCells } from './small-cells.js';

const hiddenOf = (counts: readonly number[], minimum = 5): number[] =>
  [...hiddenCells(counts, minimum)].sort((a, b) => a - b);

describe('the cells of a table that are hidden', () => {
  it.each([
    ['none where all are large', [5, 9, 0], []],
    ['a small one and the smallest of the others', [12, 3, 7, 0], [1, 2]],
    ['two small ones that are enough for one another', [3, 4, 20], [0, 1]],
    ['as many as hide a few events among enough', [1, 1, 30, 6], [0, 1, 3]],
    ['an empty one where there is no other', [4, 0], [0, 1]],
    ['all where there are few events altogether', [1, 2, 0], [0, 1, 2]],
    ['none of an empty table', [0, 0], []],
  ])('are %s', (_what, counts, hidden) => expect(hiddenOf(counts)).toEqual(hidden));

  it('leave nothing to be worked out from the total and the others', () => {
    const tables = fc.array(fc.nat(12), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(tables, fc.integer({ min: 3, max: 8 }), (counts, minimum) => {
        const hidden = hiddenCells(counts, minimum);
        const behind = counts.reduce((sum, count, place) => (hidden.has(place) ? sum + count : sum), 0);
        counts.forEach((count, place) => {
          if (!hidden.has(place)) expect(count === 0 || count >= minimum).toBe(true);
        });
        if (hidden.size === 0 || hidden.size === counts.length) return;
        expect(hidden.size).toBeGreaterThan(1);
        expect(behind).toBeGreaterThanOrEqual(minimum);
      }),
    );
  });
});
