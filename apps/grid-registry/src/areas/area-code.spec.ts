import { describe, expect, it } from '@jest/globals';
import { areaLevelOf, committeeKindOf, findAreaLevel, lowerLevelOf, parentCodeOf } from './area-code.js';

describe('area codes', () => {
  it.each([
    ['36', 'PROVINCE', null],
    ['3611', 'CITY', '36'],
    ['361104', 'COUNTY', '3611'],
    ['361104111', 'TOWNSHIP', '361104'],
    ['361104111001', 'VILLAGE', '361104111'],
  ] as const)('%s is a %s inside %s', (code, level, parent) => {
    expect(areaLevelOf(code)).toBe(level);
    expect(parentCodeOf(code, level)).toBe(parent);
  });

  it.each(['', '3', '361', '36110', '3611041', '361104111001001', '36 11', '３６', '-6', '3a'])(
    '"%s" is none',
    (code) => {
      expect(findAreaLevel(code)).toBeNull();
      expect(() => areaLevelOf(code)).toThrow(expect.objectContaining({ code: 'AREA_CODE_MALFORMED' }));
    },
  );

  it('go down level by level', () => {
    expect(lowerLevelOf('COUNTY')).toBe('TOWNSHIP');
    expect(lowerLevelOf('VILLAGE')).toBeNull();
  });
});

describe('the kind of a committee', () => {
  it.each([
    ['361104111001', '某某', 'RESIDENTS_COMMITTEE'],
    ['361104111199', '某村村民委员会', 'RESIDENTS_COMMITTEE'],
    ['361104111200', '某某', 'VILLAGERS_COMMITTEE'],
    ['361104111399', '某社区居委会', 'VILLAGERS_COMMITTEE'],
    ['361104111400', '某社区居委会', 'RESIDENTS_COMMITTEE'],
    ['361104111498', '某村村委会', 'VILLAGERS_COMMITTEE'],
    ['361104111598', '虚拟社区', null],
    ['361104111000', '某某', null],
    ['361104111', '某居委会', null],
  ])('of %s %s is %s', (code, name, kind) => {
    expect(committeeKindOf(code, name)).toBe(kind);
  });
});
