import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digestOfPopulation, draw } from './draw.js';

const populations = fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 60 });
const seeds = fc.string({ minLength: 1, maxLength: 64 });

describe('a draw', () => {
  it('is the same whatever the order in which the population comes', () => {
    fc.assert(
      fc.property(populations, seeds, fc.nat(60), (population, seed, size) => {
        const backwards = [...population].reverse();
        expect(draw(backwards, seed, size)).toEqual(draw(population, seed, size));
        expect(digestOfPopulation(backwards)).toBe(digestOfPopulation(population));
      }),
    );
  });

  it('draws each at most once, and only from the population', () => {
    fc.assert(
      fc.property(populations, seeds, fc.nat(60), (population, seed, size) => {
        const drawn = draw(population, seed, size);
        expect(new Set(drawn).size).toBe(Math.min(size, population.length));
        expect(drawn.filter((id) => !population.includes(id))).toEqual([]);
      }),
    );
  });

  it('prefers nobody: over many seeds each is drawn about equally often', () => {
    const population = Array.from({ length: 10 }, (_, index) => `event-${index}`);
    const counts = new Map(population.map((id) => [id, 0]));
    for (let seed = 0; seed < 2_000; seed += 1)
      for (const id of draw(population, `seed ${seed}`, 3)) counts.set(id, (counts.get(id) ?? 0) + 1);
    for (const count of counts.values()) expect(Math.abs(count - 600)).toBeLessThan(100);
  });

  it('is what the documentation says, so that others can compute it', () => {
    const population = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
    expect(draw(population, 'seed', 2)).toEqual([
      '00000000-0000-7000-8000-000000000001',
      '00000000-0000-7000-8000-000000000002',
    ]);
    expect(digestOfPopulation(population)).toBe(
      '64bf2ec8a4924809614461a78709282a20d3075c5b78da4c54ca73078d0c3d03',
    );
  });
});
