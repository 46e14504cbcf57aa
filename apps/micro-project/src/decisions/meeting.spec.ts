import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@lianxin/service-kit';
import fc from 'fast-check';
import { standingOf } from './meeting.js';
import type { Interests, Meeting } from './meeting.js';

const MEMBERS = ['a', 'b', 'c', 'd', 'e'];
const NOBODY: Interests = { proposers: [], contractors: [], relations: [] };
const village = (...present: string[]): Meeting => ({
  body: 'VILLAGE_TWO_COMMITTEES',
  members: MEMBERS,
  present,
});
const refusal = (meeting: Meeting): string => {
  try {
    standingOf(meeting, 'VILLAGE_TWO_COMMITTEES', NOBODY);
    return 'accepted';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('a meeting', () => {
  it('decides by more than half of its body', () => {
    expect(standingOf(village('a', 'b', 'c'), 'VILLAGE_TWO_COMMITTEES', NOBODY)).toEqual({
      canDecide: true,
      voting: ['a', 'b', 'c'],
      recused: [],
    });
    expect(standingOf(village('a', 'b'), 'VILLAGE_TWO_COMMITTEES', NOBODY)).toEqual({
      canDecide: false,
      goesTo: 'TOWNSHIP_PARTY_COMMITTEE',
      recused: [],
    });
  });

  it('loses its quorum with whoever proposes, carries out, or is related to them, and goes one level up', () => {
    const interests: Interests = { proposers: ['a'], contractors: ['x'], relations: [['x', 'b']] };
    expect(standingOf(village('a', 'b', 'c', 'd'), 'VILLAGE_TWO_COMMITTEES', interests)).toEqual({
      canDecide: false,
      goesTo: 'TOWNSHIP_PARTY_COMMITTEE',
      recused: ['a', 'b'],
    });
    const township: Meeting = { ...village('a', 'b'), body: 'TOWNSHIP_PARTY_COMMITTEE' };
    expect(standingOf(township, 'TOWNSHIP_PARTY_COMMITTEE', interests)).toMatchObject({
      goesTo: 'COUNTY_PARTY_COMMITTEE',
    });
    const county: Meeting = { ...township, body: 'COUNTY_PARTY_COMMITTEE' };
    expect(() => standingOf(county, 'COUNTY_PARTY_COMMITTEE', interests)).toThrow('no quorum');
  });

  it('is without whoever was recused before, whose relations are not', () => {
    const interests: Interests = { ...NOBODY, relations: [['a', 'b']], recusedBefore: ['a', 'z'] };
    expect(standingOf(village('a', 'b', 'c', 'd'), 'VILLAGE_TWO_COMMITTEES', interests)).toEqual({
      ...{ canDecide: true, voting: ['b', 'c', 'd'], recused: ['a'] },
    });
  });

  it.each([
    ['of nobody', village(), 'NOBODY_PRESENT'],
    ['with a stranger', village('a', 'b', 'z'), 'NOT_A_MEMBER'],
    ['with somebody twice', village('a', 'a', 'b'), 'NOT_A_MEMBER'],
    [
      'of the township about a village’s amount',
      { ...village('a', 'b', 'c'), body: 'TOWNSHIP_PARTY_COMMITTEE' },
      'WRONG_BODY',
    ],
  ] as const)('%s is refused', (_what, meeting, code) => {
    expect(refusal(meeting)).toBe(code);
  });

  it('never counts a vote of somebody who has a stake', () => {
    const people = fc.subarray([...MEMBERS, 'x', 'y']);
    const relations = fc.array(
      fc.tuple(fc.constantFrom(...MEMBERS, 'x'), fc.constantFrom(...MEMBERS, 'x', 'y')),
    );
    fc.assert(
      fc.property(
        fc.subarray(MEMBERS, { minLength: 1 }),
        people,
        people,
        relations,
        (present, proposers, contractors, all) => {
          const interests: Interests = { proposers, contractors, relations: all };
          const standing = standingOf(village(...present), 'VILLAGE_TWO_COMMITTEES', interests);
          const stake = [...proposers, ...contractors];
          const voting = standing.canDecide ? standing.voting : [];
          expect(voting.filter((person) => stake.includes(person))).toEqual([]);
          const related = all.filter(
            ([one, other]) =>
              (voting.includes(one) && stake.includes(other)) ||
              (voting.includes(other) && stake.includes(one)),
          );
          expect(related).toEqual([]);
          if (standing.canDecide) expect(voting.length * 2).toBeGreaterThan(MEMBERS.length);
        },
      ),
    );
  });
});
