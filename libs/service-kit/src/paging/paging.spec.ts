import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkPageSize, MAX_PAGE_SIZE, toConnection } from './paging.js';

const pageOf = (
  rows: readonly number[],
  first: number,
  after?: string | null,
): ReturnType<typeof toConnection<number, number>> =>
  toConnection(rows, { first, after, cursorOf: String, toNode: (row) => row });

describe('a page', () => {
  it('shows no more rows than asked for, and tells whether there are more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(60), (first, stored) => {
        const rows = Array.from({ length: Math.min(stored, first + 1) }, (_, index) => index);
        const { edges, pageInfo } = pageOf(rows, first);
        expect(edges.map(({ node }) => node)).toEqual(rows.slice(0, first));
        expect(pageInfo.hasNextPage).toBe(stored > first);
        expect(pageInfo.startCursor).toBe(stored > 0 ? '0' : null);
        expect(pageInfo.endCursor).toBe(stored > 0 ? String(Math.min(stored, first) - 1) : null);
      }),
    );
  });

  it('has something before it only after a cursor', () => {
    expect(pageOf([1], 1).pageInfo.hasPreviousPage).toBe(false);
    expect(pageOf([1], 1, null).pageInfo.hasPreviousPage).toBe(false);
    expect(pageOf([1], 1, 'cursor').pageInfo.hasPreviousPage).toBe(true);
  });

  it.each([0, -1, 1.5, MAX_PAGE_SIZE + 1, Number.NaN, Infinity])('is not of the size %d', (first) => {
    expect(() => checkPageSize(first)).toThrow(expect.objectContaining({ code: 'PAGE_SIZE_OUT_OF_RANGE' }));
  });

  it.each([1, MAX_PAGE_SIZE])('may be of the size %d', (first) => expect(checkPageSize(first)).toBe(first));
});
