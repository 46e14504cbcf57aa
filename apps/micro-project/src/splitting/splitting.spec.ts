import { describe, expect, it } from '@jest/globals';
import { likenessesOf, similarityOf } from './likeness.js';
import type { Compared } from './likeness.js';
import { togetherOf } from './together.js';

const edges = { filedFrom: 1_000_000, reviewedFrom: 3_000_000, decidedAboveFrom: 10_000_000 };
const parts = (...amounts: number[]) => amounts.map((amountFen, index) => ({ id: `p${index}`, amountFen }));
const small = { amountFen: 900_000, band: 'VILLAGE_DECIDES' } as const;

describe('projects taken together', () => {
  it.each([
    ['two small ones', small, [900_000], ['VILLAGE_DECIDES_AND_FILES', 'p0']],
    ['exactly to the edge', small, [100_000], ['VILLAGE_DECIDES_AND_FILES', 'p0']],
    ['four of them', small, [900_000, 900_000, 900_000], ['TOWNSHIP_REVIEWS', 'p0', 'p1', 'p2']],
    ['one that stands alone left out', small, [3_500_000, 200_000], ['VILLAGE_DECIDES_AND_FILES', 'p1']],
    ['one that is below all the same', small, [2_500_000], ['TOWNSHIP_REVIEWS', 'p0']],
  ] as const)('reach, as %s', (_what, project, others, [band, ...otherIds]) => {
    expect(togetherOf(project, parts(...others), edges)).toMatchObject({ band, otherIds });
  });

  it.each([
    ['to a fen below the edge', small, [99_999]],
    ['with one that is in that band already', small, [1_500_000]],
    ['with nobody', small, []],
    ['where its own band is the strictest', { amountFen: 1, band: 'TOWNSHIP_DECIDES_AND_FILES' }, [1e9]],
  ] as const)('reach nothing %s', (_what, project, others) => {
    expect(togetherOf(project, parts(...others), edges)).toBeNull();
  });
});

describe('likeness', () => {
  const lamp: Compared = {
    ...{ id: 'a', amountFen: 1, title: '三组路灯改造', content: '更换三组主路十二盏路灯' },
    ...{ place: '三组主路', contractor: '郑坊建设公司' },
  };
  const other: Compared = {
    ...lamp,
    id: 'b',
    title: '文化墙',
    content: '村口绘制宣传画',
    place: '村口',
    contractor: null,
  };

  it('is none between different works', () => {
    expect(likenessesOf(lamp, [other], 50)).toEqual([[]]);
  });

  it.each([
    ['SAME_PLACE', { place: '三组 主路。' }, 100],
    ['SAME_CONTRACTOR', { contractor: ' 郑坊建设公司' }, 100],
    ['SIMILAR_TEXT', { title: '三组路灯改造（二期）', content: '更换三组主路12盏路灯' }, 55],
  ])('by %s', (ground, over, similarityPercent) => {
    expect(likenessesOf(lamp, [{ ...other, ...over }], 50)).toEqual([
      [{ otherProjectId: 'b', ground, similarityPercent, amountFen: 1 }],
    ]);
  });

  it('counts pairs of letters', () => {
    expect(similarityOf('路灯改造', '路灯改造')).toBe(100);
    expect(similarityOf('第1标段路灯', '第2标段路灯')).toBe(100);
    expect(similarityOf('路灯', '文化墙')).toBe(0);
    expect(similarityOf('12', '12')).toBe(0);
  });
});
