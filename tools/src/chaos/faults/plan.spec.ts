import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.js';
import { killsIn, planFaults, POISONS, type PlanOptions } from './plan.js';

const plan = (seed: number, options: Partial<PlanOptions> = {}) =>
  planFaults(new Random(seed), { transport: 'embedded', kills: 50, canFillDisk: true, ...options });

describe('the plan of faults', () => {
  it('follows from its seed', () => {
    expect(plan(7)).toEqual(plan(7));
    expect(plan(7)).not.toEqual(plan(8));
  });

  it.each([1, 2, 3, 50])('kills as often as asked for: %i', (kills) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const killed = plan(seed, { kills }).map(({ fault }) => killsIn(fault));
      expect(killed.reduce((sum, each) => sum + each, 0)).toBe(kills);
    }
  });

  it('strikes every process and does everything else, too', () => {
    const faults = [1, 2, 3].flatMap((seed) => plan(seed, { transport: 'kafka' })).map(({ fault }) => fault);
    const kinds = new Set(faults.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['clock', 'delivery', 'disk', 'kill', 'pause', 'poison']);
    const killed = new Set(faults.flatMap((fault) => (fault.kind === 'kill' ? fault.targets : [])));
    expect([...killed].sort()).toEqual([
      ...['assessment', 'gateway', 'grid-registry', 'issuer', 'kafka', 'postgres'],
    ]);
    const poisons = new Set(faults.flatMap((fault) => (fault.kind === 'poison' ? [fault.poison] : [])));
    expect(poisons.size).toBe(POISONS.length);
  });

  it('leaves the broker alone that is not there, and the disk that cannot be filled', () => {
    const faults = [1, 2, 3].flatMap((seed) => plan(seed, { canFillDisk: false })).map(({ fault }) => fault);
    expect(faults.filter(({ kind }) => kind === 'disk')).toEqual([]);
    expect(faults.filter((fault) => fault.kind === 'kill' && fault.targets.includes('kafka'))).toEqual([]);
  });
});
