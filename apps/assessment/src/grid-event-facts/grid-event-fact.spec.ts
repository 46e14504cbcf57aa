import { describe, expect, it } from '@jest/globals';
import { changesBetween, contributionsOf, openDeadlineOf } from './contributions.js';
import { advance } from './grid-event-fact.js';
import type { Standing, Step } from './grid-event-fact.js';

const hour = (count: number): Date => new Date(Date.UTC(2026, 2, 1, count));
const DUE = hour(10);

const play = (...steps: (Partial<Step> & Pick<Step, 'toState' | 'at'>)[]): Standing => {
  let standing: Standing | null = null;
  for (const step of steps) standing = advance(standing, { dueAt: DUE, ...step });
  return standing as Standing;
};

describe('the standing of a grid event', () => {
  it('is open until its handler reports it done', () => {
    const open = play({ toState: 'REPORTED', at: hour(1) }, { toState: 'UNDER_WAY', at: hour(2) });
    expect(contributionsOf(open)).toEqual([]);
    expect(openDeadlineOf(open)).toEqual({ dueAt: DUE, year: 2026 });
  });

  it('keeps the moment of the first report through what follows', () => {
    const closed = play(
      { toState: 'REPORTED', at: hour(1) },
      { toState: 'REPORTED_DONE', at: hour(10) },
      { toState: 'REPORTED_DONE', at: hour(11) },
      { toState: 'VERIFIED', at: hour(12) },
      { toState: 'CLOSED', at: hour(13) },
    );
    expect(closed).toMatchObject({ doneAt: hour(10), resolvedAt: hour(12) });
    expect(contributionsOf(closed)).toContainEqual({
      part: 'ON_TIME',
      year: 2026,
      numerator: 1,
      denominator: 1,
    });
    expect(openDeadlineOf(closed)).toBeNull();
  });

  it('is late by a millisecond', () => {
    const late = play(
      { toState: 'REPORTED', at: hour(1) },
      { toState: 'REPORTED_DONE', at: new Date(DUE.getTime() + 1) },
    );
    expect(contributionsOf(late)).toEqual([{ part: 'ON_TIME', year: 2026, numerator: 0, denominator: 1 }]);
  });

  it('is on time when settled on the spot, whatever deadline it was given', () => {
    const settled = play({ toState: 'SETTLED_ON_THE_SPOT', at: hour(20) });
    expect(contributionsOf(settled)).toContainEqual({
      part: 'ON_TIME',
      year: 2026,
      numerator: 1,
      denominator: 1,
    });
  });

  it('counts nowhere once refused, with its deadline past or not', () => {
    const refused = play({ toState: 'REPORTED', at: hour(1) }, { toState: 'REFUSED', at: hour(20) });
    expect(contributionsOf(refused)).toEqual([]);
    expect(openDeadlineOf(refused)).toBeNull();
  });

  it.each(['REFUSAL_APPEALED', 'MERGED', 'HANDED_OVER', 'STOOD_DOWN'] as const)(
    'counts nowhere while it is %s, whatever is told meanwhile',
    (state) => {
      const standing = play({ toState: 'REPORTED', at: hour(1) }, { toState: state, at: hour(20) });
      const followed = play(
        { toState: 'REPORTED', at: hour(1) },
        { toState: state, at: hour(20) },
        { toState: state, at: hour(21), answers: { isReached: true, isSatisfied: true } },
      );
      for (const each of [standing, followed])
        expect([contributionsOf(each), openDeadlineOf(each)]).toEqual([[], null]);
    },
  );

  it('is done and found done at once when its procedure is told', () => {
    const told = play({ toState: 'REPORTED', at: hour(1) }, { toState: 'PROCEDURE_TOLD', at: hour(2) });
    expect(contributionsOf(told).map(({ part, numerator }) => [part, numerator])).toEqual([
      ['ON_TIME', 1],
      ['FOLLOWED_UP', 0],
    ]);
  });

  it('is reported done again after it came back from a refusal', () => {
    const done = play(
      { toState: 'REPORTED', at: hour(1) },
      { toState: 'REFUSED', at: hour(2) },
      { toState: 'ACCEPTED', at: hour(20), isReopening: true, dueAt: hour(30) },
      { toState: 'REPORTED_DONE', at: hour(25), dueAt: hour(30) },
    );
    expect(contributionsOf(done)).toEqual([{ part: 'ON_TIME', year: 2026, numerator: 1, denominator: 1 }]);
  });

  it.each([
    ['before the deadline', hour(9), hour(15)],
    ['at the deadline', hour(10), DUE],
    ['after the deadline', hour(11), DUE],
  ])('has its deadline moved by an extension granted %s: %s', (_when, at, dueAt) => {
    const told = { toState: 'UNDER_WAY' as const, dueAt: hour(15) };
    const standing = play(
      { toState: 'UNDER_WAY', at: hour(1) },
      { ...told, at, previousDueAt: DUE },
      { ...told, at: hour(12) },
    );
    expect(standing.dueAt).toEqual(dueAt);
  });

  it('trusts the former deadline that an extension names when that is the earlier one', () => {
    const standing = play(
      { toState: 'UNDER_WAY', at: hour(1) },
      { toState: 'UNDER_WAY', at: hour(9), dueAt: hour(15), previousDueAt: hour(8) },
    );
    expect(standing.dueAt).toEqual(DUE);
  });
});

describe('the change of the running counts', () => {
  it('is nothing when nothing that counts has changed', () => {
    const verified = play({ toState: 'REPORTED', at: hour(1) }, { toState: 'VERIFIED', at: hour(2) });
    const closed = advance(verified, { toState: 'CLOSED', at: hour(3), dueAt: DUE });
    expect(changesBetween(verified, closed)).toEqual([]);
  });

  it('takes back what was counted and counts anew', () => {
    const late = play({ toState: 'REPORTED', at: hour(1) }, { toState: 'VERIFIED', at: hour(12) });
    const reopened = advance(late, { toState: 'ACCEPTED', at: hour(13), dueAt: hour(20), isReopening: true });
    expect(changesBetween(late, reopened)).toEqual([
      { part: 'ON_TIME', year: 2026, numerator: 0, denominator: -1 },
      { part: 'FOLLOWED_UP', year: 2026, numerator: 0, denominator: -1 },
    ]);
  });
});
