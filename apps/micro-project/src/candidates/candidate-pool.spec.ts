import { describe, expect, it } from '@jest/globals';
import { NEED_PRIORITIES } from '@lianxin/contracts';
import fc from 'fast-check';
import { rankCandidates } from './candidate-pool.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 2, 0, minute));
const candidate = (
  id: string,
  areaCode: string,
  priority: (typeof NEED_PRIORITIES)[number],
  minute: number,
) => ({
  ...{ id, areaCode, priority, submittedAt: at(minute) },
});
const order = (...candidates: ReturnType<typeof candidate>[]): string =>
  rankCandidates(candidates)
    .map(({ candidate: { id } }) => id)
    .join('');

describe('the pool of candidates', () => {
  it('goes by priority before anything else', () => {
    expect(
      order(candidate('a', 'x', 'LOW', 1), candidate('b', 'x', 'URGENT', 9), candidate('c', 'x', 'HIGH', 5)),
    ).toBe('bca');
  });

  it('serves every grid once before it serves one twice', () => {
    const pool = [
      candidate('a', 'x', 'HIGH', 1),
      candidate('b', 'x', 'HIGH', 2),
      candidate('c', 'x', 'HIGH', 3),
      candidate('d', 'y', 'HIGH', 8),
      candidate('e', 'z', 'HIGH', 9),
      candidate('f', 'y', 'HIGH', 10),
    ];
    expect(order(...pool)).toBe('adebfc');
  });

  const pools = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      areaCode: fc.constantFrom('x', 'y', 'z', 'village'),
      priority: fc.constantFrom(...NEED_PRIORITIES),
      submittedAt: fc.nat(20).map(at),
    }),
    { selector: ({ id }) => id, maxLength: 30 },
  );

  it('has one order whatever order it was read in, and never a grid two turns ahead of another that waits', () => {
    fc.assert(
      fc.property(pools, (pool) => {
        const ranked = rankCandidates(pool);
        const ids = (all: typeof ranked): string[] => all.map(({ candidate: { id } }) => id);
        expect(ids(rankCandidates([...pool].reverse()))).toEqual(ids(ranked));
        expect(ids(ranked).sort()).toEqual(pool.map(({ id }) => id).sort());
        ranked.forEach(({ priority, turn }, index) => {
          const behind = ranked.slice(index + 1).filter((other) => other.priority === priority);
          expect(behind.filter((other) => other.turn < turn)).toEqual([]);
        });
      }),
    );
  });
});
