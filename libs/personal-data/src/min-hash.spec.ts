import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BANDS, BANDS_ALIKE, bigramsOf, FEWEST_BIGRAMS, MinHash } from './min-hash.js';

const KEY = Buffer.alloc(32, 7);
const PLACE = '6 HAZARD';
const minHash = new MinHash(KEY);

/** Letters that people use in reports, so that made sentences meet as real ones do. */
const LETTERS = [
  ...'路灯坏了三天没有人修老家门口水管漏下井盖丢失垃圾堆放很久楼道晚上看不见行小心请尽快处理村民反映电线断',
];
const letter = fc.constantFrom(...LETTERS);

function jaccard(one: string, other: string): number {
  const [a, b] = [bigramsOf(one), bigramsOf(other)];
  const shared = [...a].filter((bigram) => b.has(bigram)).length;
  return shared / (a.size + b.size - shared);
}

function bandsShared(one: string, other: string): number {
  const bands = minHash.bandsOf(one, PLACE);
  return minHash.bandsOf(other, PLACE).filter((band, index) => band === bands[index]).length;
}
const isAlike = (one: string, other: string): boolean => bandsShared(one, other) >= BANDS_ALIKE;

/** A sentence, and the same told by somebody else: some of its letters are other ones. */
const toldTwice = fc
  .tuple(
    fc.array(letter, { minLength: 15, maxLength: 60 }),
    fc.array(fc.tuple(fc.nat(59), letter), { maxLength: 14 }),
  )
  .map(([letters, changes]) => {
    const other = [...letters];
    for (const [index, changed] of changes) if (index < other.length) other[index] = changed;
    return [letters.join(''), other.join('')] as const;
  });

describe('a keyed MinHash of character bigrams', () => {
  it('finds nearly all sentences that overlap by a half, and few that hardly do', () => {
    const pairs = fc.sample(toldTwice, { numRuns: 1_500, seed: 1 });
    const shareFound = (from: number, to: number): number => {
      const between = pairs.filter((pair) => jaccard(...pair) >= from && jaccard(...pair) < to);
      expect(between.length).toBeGreaterThan(100);
      return between.filter((pair) => isAlike(...pair)).length / between.length;
    };
    expect(shareFound(0.5, 0.99)).toBeGreaterThan(0.97);
    expect(shareFound(0.5, 0.6)).toBeGreaterThan(0.93);
    const strangers = fc.sample(
      fc.tuple(
        fc.string({ unit: letter, minLength: 15, maxLength: 40 }),
        fc.string({ unit: letter, minLength: 15, maxLength: 40 }),
      ),
      { numRuns: 300, seed: 2 },
    );
    expect(strangers.filter((pair) => isAlike(...pair)).length).toBeLessThan(6);
  });

  it.each([
    ['三组路口的路灯坏了三天，晚上看不见路', '路口路灯坏了，晚上看不见路，三组'],
    ['村口水渠堵塞，雨水漫到路面，请尽快清理', '村口的水渠堵塞了，雨水漫到路面上，请尽快清理一下'],
    ['楼道里堆放杂物，堵住消防通道', '有人在楼道里堆放杂物，堵住了消防通道'],
  ])('finds %s in %s', (one, other) => {
    expect(isAlike(one, other)).toBe(true);
  });

  it.each([
    ['路灯坏了三天没人修理', '邻居半夜唱歌影响休息'],
    ['村口水渠堵塞，雨水漫到路面', '希望安排医生上门为老人量血压'],
  ])('does not find %s in %s', (one, other) => {
    expect(isAlike(one, other)).toBe(false);
  });

  it('hears the same in whatever signs, widths and numbers it is written', () => {
    expect(minHash.bandsOf('ＡＢ号楼：３单元，漏水！严重', PLACE)).toEqual(
      minHash.bandsOf('ab号楼 12 单元 漏水 严重', PLACE),
    );
  });

  it('answers the same bands for the same text, and others for another place, key or band', () => {
    fc.assert(
      fc.property(fc.string({ unit: letter, minLength: 20, maxLength: 80 }), (text) => {
        const bands = minHash.bandsOf(text, PLACE);
        if (bigramsOf(text).size < FEWEST_BIGRAMS) return expect(bands).toEqual([]);
        expect(bands).toEqual(new MinHash(KEY).bandsOf(text, PLACE));
        expect(new Set(bands).size).toBe(BANDS);
        const elsewhere = [
          ...minHash.bandsOf(text, '7 HAZARD'),
          ...new MinHash(Buffer.alloc(32, 8)).bandsOf(text, PLACE),
        ];
        expect(elsewhere.filter((band) => bands.includes(band))).toEqual([]);
        for (const band of bands) expect(BigInt.asIntN(64, BigInt(band)).toString()).toBe(band);
      }),
      { numRuns: 30 },
    );
  });

  it('says nothing of a text that says too little', () => {
    for (const text of ['', '漏水', '路灯坏了', '12345 67890 。，！', '啊啊啊啊啊啊啊啊啊啊'])
      expect(minHash.bandsOf(text, PLACE)).toEqual([]);
  });
});
