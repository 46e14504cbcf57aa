import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  isoWeek,
  quarter,
  shanghaiDay,
  nextDay,
  shanghaiDayEnd,
  shanghaiDayStart,
  shanghaiYear,
  shanghaiYearBounds,
} from './shanghai-time.js';

const instants = fc.date({
  min: new Date('2000-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
});

describe('the calendar of Asia/Shanghai', () => {
  it('begins the day and the year at 16:00 UTC of the day before', () => {
    expect(shanghaiDay(new Date('2026-12-31T15:59:59.999Z'))).toBe('2026-12-31');
    expect(shanghaiDay(new Date('2026-12-31T16:00:00Z'))).toBe('2027-01-01');
    expect(shanghaiYear(new Date('2026-12-31T16:00:00Z'))).toBe(2027);
    expect(shanghaiYearBounds(2026)).toEqual({
      from: new Date('2025-12-31T16:00:00Z'),
      to: new Date('2026-12-31T16:00:00Z'),
    });
  });

  it('numbers ISO weeks by the year of their Thursday', () => {
    expect(isoWeek(new Date('2027-01-03T12:00:00Z'))).toEqual({ year: 2026, week: 53 });
    expect(isoWeek(new Date('2027-01-03T16:00:00Z'))).toEqual({ year: 2027, week: 1 });
  });

  it('changes the quarter with the day in Shanghai', () => {
    expect(quarter(new Date('2026-03-31T15:59:59Z'))).toEqual({ year: 2026, quarter: 1 });
    expect(quarter(new Date('2026-03-31T16:00:00Z'))).toEqual({ year: 2026, quarter: 2 });
    expect(quarter(new Date('2026-12-31T15:59:59Z'))).toEqual({ year: 2026, quarter: 4 });
  });

  it('refuses a day that does not exist', () => {
    expect(() => shanghaiDayStart('2026-02-30')).toThrow(RangeError);
    expect(() => shanghaiDayEnd('tomorrow')).toThrow(RangeError);
  });

  it('places every instant inside its own day and year', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const day = shanghaiDay(instant);
        const year = shanghaiYearBounds(shanghaiYear(instant));
        expect(shanghaiDayStart(day) <= instant && instant <= shanghaiDayEnd(day)).toBe(true);
        expect(shanghaiDayEnd(day).getTime() - shanghaiDayStart(day).getTime()).toBe(86_400_000 - 1);
        expect(year.from <= instant && instant < year.to).toBe(true);
      }),
    );
  });
});

describe('nextDay', () => {
  it.each([
    ['2028-02-28', '2028-02-29'],
    ['2026-12-31', '2027-01-01'],
  ])('after %s comes %s', (day, next) => expect(nextDay(day)).toBe(next));
});
