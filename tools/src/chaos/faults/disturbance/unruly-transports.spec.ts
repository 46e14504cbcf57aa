import { describe, expect, it } from '@jest/globals';
import { Random } from '../../random.js';
import { Control, SEED_VARIABLE } from './control.js';
import { drawsOf } from './unruly-transports.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rowsOf = (seed: number): number[][] => {
  const draws = drawsOf(new Random(seed));
  const rows = [draws(['b', 'a']), draws(['a', 'b']), draws(['c'])];
  return rows.map((row) => Array.from({ length: 5 }, () => row.next()));
};

function seedsOf(seed: number): (string | undefined)[] {
  const directory = mkdtempSync(join(tmpdir(), 'lianxin-control-'));
  try {
    const control = new Control(directory, seed);
    return ['gateway', 'grid-registry'].map((name) => control.environmentOf(name)[SEED_VARIABLE]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe('deliveries', () => {
  it('are drawn from the seed, each subscription a row of its own', () => {
    expect(rowsOf(3)).toEqual(rowsOf(3));
    expect(rowsOf(3)).not.toEqual(rowsOf(4));
    expect(new Set(rowsOf(3).map(String)).size).toBe(3);
  });

  it('follow from the campaign’s seed in every process, in each another way', () => {
    expect(seedsOf(7)).toEqual(seedsOf(7));
    expect(seedsOf(7)).not.toEqual(seedsOf(8));
    expect(new Set(seedsOf(7)).size).toBe(2);
  });
});
