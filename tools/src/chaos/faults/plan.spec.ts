import { describe, expect, it } from '@jest/globals';
import { Random } from '../random.js';
import { killsIn, missedOf, nameOf, planFaults, POISONS, type PlanOptions } from './plan.js';

const plan = (seed: number, options: Partial<PlanOptions> = {}) =>
  planFaults(new Random(seed), {
    transport: 'embedded',
    kills: 50,
    canFillDisk: true,
    rehearses: false,
    ...options,
  });

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
    expect([...kinds].sort()).toEqual(['clock', 'delivery', 'disk', 'errand', 'kill', 'pause', 'poison']);
    const killed = new Set(faults.flatMap((fault) => (fault.kind === 'kill' ? fault.targets : [])));
    expect([...killed].sort()).toEqual([
      ...['assessment', 'gateway', 'grid-registry', 'issuer', 'kafka', 'micro-project', 'postgres'],
    ]);
    const poisons = new Set(faults.flatMap((fault) => (fault.kind === 'poison' ? [fault.poison] : [])));
    expect(poisons.size).toBe(POISONS.length);
  });

  it('leaves the broker alone that is not there, and the disk that cannot be filled', () => {
    const faults = [1, 2, 3].flatMap((seed) => plan(seed, { canFillDisk: false })).map(({ fault }) => fault);
    expect(faults.filter(({ kind }) => kind === 'disk')).toEqual([]);
    expect(faults.filter((fault) => fault.kind === 'kill' && fault.targets.includes('kafka'))).toEqual([]);
  });

  const namesIn = (seed: number, options: Partial<PlanOptions>): string[] =>
    plan(seed, options).flatMap(({ fault }) => nameOf(fault));
  const services = ['gateway', 'grid-registry', 'assessment', 'micro-project', 'postgres', 'issuer'];

  it.each([20, 21, 24, 30, 50, 200])('leaves nothing out with %i kills, whatever the seed', (kills) => {
    for (let seed = 0; seed < 40; seed += 1) {
      const names = namesIn(seed, { kills, transport: 'kafka' });
      const wanted = [
        ...POISONS.map((kind) => `poison ${kind}`),
        ...[...services, 'kafka'].map((target) => `pause ${target}`),
        ...['clock moved', 'disk full', 'areas', 'erase'],
        ...(kills >= 30 ? ['long pause grid-registry'] : []),
      ];
      expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
      const poisons = names.filter((name) => name.startsWith('poison'));
      expect(new Set(poisons.slice(0, POISONS.length)).size).toBe(POISONS.length);
    }
  });

  it.each([1, 2, 3])('has one of each cheap kind with %i kills, too', (kills) => {
    for (let seed = 0; seed < 40; seed += 1) {
      const kinds = new Set(plan(seed, { kills }).map(({ fault }) => fault.kind));
      expect(['clock', 'pause', 'poison'].filter((kind) => !kinds.has(kind as 'clock'))).toEqual([]);
      const moves = plan(seed, { kills }).filter(({ fault }) => fault.kind === 'clock' && fault.byMs !== 0);
      expect(moves.length).toBeGreaterThan(0);
    }
  });

  it.each([1, 2, 50])(
    'makes a backup and notes a moment before the last of %i kills, when asked to',
    (kills) => {
      for (let seed = 0; seed < 40; seed += 1) {
        expect(namesIn(seed, { kills })).not.toContain('backup');
        const faults = plan(seed, { kills, rehearses: true }).map(({ fault }) => fault);
        const names = faults.flatMap((fault) => (fault.kind === 'errand' ? [fault.errand] : []));
        const [backup, mark] = [names.indexOf('backup'), names.indexOf('mark')];
        expect([names[backup - 1], names[mark - 1], names[mark + 1]]).toEqual(['erase', 'erase', 'erase']);
        expect(backup).toBeLessThan(mark);
        expect(faults.at(-1)?.kind).toBe('kill');
      }
    },
  );

  it('is not carried out as long as a kind of it never struck', () => {
    const names = namesIn(1, {});
    const struck = Object.fromEntries(names.map((name) => [name, 1]));
    expect(missedOf(plan(1), struck)).toEqual([]);
    expect(missedOf(plan(1), { ...struck, 'poison oversized': 0 })).toEqual(['poison oversized']);
  });
});
