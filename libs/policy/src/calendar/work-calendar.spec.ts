import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Duration } from '../duration.js';
import { officialYears } from './official-days.js';
import { shanghaiDay } from './shanghai-time.js';
import { officialCalendar as calendar, WorkCalendar } from './work-calendar.js';

const days = (amount: number): Duration => ({ amount, unit: 'calendarDays' });
const workingDays = (amount: number): Duration => ({ amount, unit: 'workingDays' });
const instants = fc.date({
  min: new Date('2024-06-01T00:00:00Z'),
  max: new Date('2028-06-01T00:00:00Z'),
  noInvalidDate: true,
});

function workingDaysBetween(from: Date, to: Date): number {
  let count = 0;
  for (let at = from.getTime() + 86_400_000; shanghaiDay(new Date(at)) <= shanghaiDay(to); at += 86_400_000) {
    if (calendar.isWorkingDay(shanghaiDay(new Date(at)))) count += 1;
  }
  return count;
}

describe('WorkCalendar', () => {
  it.each([
    ['2026-10-01', false, 'National Day'],
    ['2026-10-10', true, 'a Saturday worked in exchange'],
    ['2026-09-20', true, 'a Sunday worked in exchange'],
    ['2026-02-23', false, 'the Monday that ends the Spring Festival'],
    ['2026-11-21', false, 'a plain Saturday'],
    ['2026-11-20', true, 'a plain Friday'],
    ['2025-01-26', true, 'a Sunday worked in exchange'],
    ['2027-10-01', true, 'a Friday of a year without a notice'],
  ])('%s: working day %s (%s)', (day, expected) => {
    expect(calendar.isWorkingDay(day)).toBe(expected);
  });

  it('takes make-up days from weekends and never from the days off', () => {
    for (const { makeUpWorkingDays, daysOff, year } of officialYears) {
      for (const day of makeUpWorkingDays) {
        expect([0, 6]).toContain(new Date(`${day}T00:00:00Z`).getUTCDay());
        expect(daysOff.some(([from, to]) => from <= day && day <= to)).toBe(false);
        expect(day.startsWith(String(year))).toBe(true);
      }
    }
  });

  it('gives each year as many working days as the law leaves: 365 less 104 weekend days less 13 holidays', () => {
    for (const year of [2025, 2026]) {
      const from = new Date(Date.UTC(year - 1, 11, 31));
      expect(workingDaysBetween(from, new Date(Date.UTC(year, 11, 31)))).toBe(365 - 104 - 13);
    }
  });

  it('says when a count rests on a year without a notice', () => {
    expect(calendar.isOfficial('2026-12-31')).toBe(true);
    expect(calendar.isOfficial('2027-01-01')).toBe(false);
    expect(calendar.isProvisional(new Date('2026-12-30T00:00:00Z'), new Date('2027-01-05T00:00:00Z'))).toBe(
      true,
    );
    expect(calendar.isProvisional(new Date('2026-11-02T00:00:00Z'), new Date('2026-11-05T00:00:00Z'))).toBe(
      false,
    );
  });
});

describe('deadlineFrom', () => {
  it('ends a day-based deadline with the last millisecond of the day in Shanghai', () => {
    // 23:30 on 20 November in Shanghai, a Friday; in UTC it is still afternoon.
    const reported = new Date('2026-11-20T15:30:00Z');
    expect(calendar.deadlineFrom(reported, days(1)).toISOString()).toBe('2026-11-21T15:59:59.999Z');
    expect(calendar.deadlineFrom(reported, workingDays(1)).toISOString()).toBe('2026-11-23T15:59:59.999Z');
  });

  it('steps over the Spring Festival and its make-up days', () => {
    const friday = new Date('2026-02-13T02:00:00Z');
    expect(shanghaiDay(calendar.deadlineFrom(friday, workingDays(1)))).toBe('2026-02-14');
    expect(shanghaiDay(calendar.deadlineFrom(friday, workingDays(2)))).toBe('2026-02-24');
    expect(shanghaiDay(calendar.deadlineFrom(friday, workingDays(6)))).toBe('2026-02-28');
  });

  it('runs clock time through a holiday', () => {
    const nightOfNationalDay = new Date('2026-10-01T15:50:00Z');
    expect(
      calendar.deadlineFrom(nightOfNationalDay, { amount: 30, unit: 'clockMinutes' }).toISOString(),
    ).toBe('2026-10-01T16:20:00.000Z');
    expect(calendar.deadlineFrom(nightOfNationalDay, { amount: 24, unit: 'clockHours' }).toISOString()).toBe(
      '2026-10-02T15:50:00.000Z',
    );
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses an amount of %s', (amount) => {
    expect(() => calendar.deadlineFrom(new Date(), days(amount))).toThrow(RangeError);
  });

  it('leaves exactly the promised number of working days, the last of them whole', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 40 }), (from, amount) => {
        const deadline = calendar.deadlineFrom(from, workingDays(amount));
        expect(workingDaysBetween(from, deadline)).toBe(amount);
        expect(calendar.isWorkingDay(shanghaiDay(deadline))).toBe(true);
        expect(shanghaiDay(new Date(deadline.getTime() + 1))).not.toBe(shanghaiDay(deadline));
      }),
      { numRuns: 60 },
    );
  });

  it('is later for a later start and a longer duration, and never earlier than calendar days', () => {
    const units = fc.constantFrom('workingDays', 'calendarDays', 'clockHours', 'clockMinutes' as const);
    const amounts = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(instants, fc.nat(10 * 86_400_000), amounts, units, (from, laterMs, amount, unit) => {
        const duration = { amount, unit };
        const deadline = calendar.deadlineFrom(from, duration).getTime();
        const later = new Date(from.getTime() + laterMs);
        expect(deadline).toBeGreaterThan(from.getTime());
        expect(calendar.deadlineFrom(later, duration).getTime()).toBeGreaterThanOrEqual(deadline);
        expect(calendar.deadlineFrom(from, { amount: amount + 1, unit }).getTime()).toBeGreaterThan(deadline);
        expect(calendar.deadlineFrom(from, workingDays(amount)).getTime()).toBeGreaterThanOrEqual(
          calendar.deadlineFrom(from, days(amount)).getTime(),
        );
      }),
      { numRuns: 60 },
    );
  });

  it('knows no holidays without notices', () => {
    expect(new WorkCalendar([]).isWorkingDay('2026-10-01')).toBe(true);
  });
});
