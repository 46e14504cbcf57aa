import { describe, expect, it } from '@jest/globals';
import { median, quantile } from './statistics.js';

describe('statistics', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
    [[7], 7],
  ])('has the median of %j at %d', (values, expected) => expect(median(values)).toBe(expected));

  it('takes the nearest rank', () => {
    const values = Array.from({ length: 200 }, (_, index) => index + 1);
    expect([quantile(values, 0.99), quantile(values, 0.5), quantile(values, 1)]).toEqual([198, 100, 200]);
  });
});
