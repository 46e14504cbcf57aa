import { Temporal } from 'temporal-polyfill';
import type { Duration } from '../duration.js';
import { type OfficialYear, officialYears } from './official-days.js';
import { shanghaiDay, shanghaiDayEnd } from './shanghai-time.js';

const minuteMs = 60_000;

/**
 * Working days in Asia/Shanghai. A year without an official notice counts Monday to Friday;
 * `isOfficial` tells whether a result rests on the notice or on that fallback.
 */
export class WorkCalendar {
  readonly #years: ReadonlySet<number>;
  readonly #daysOff = new Set<string>();
  readonly #makeUpWorkingDays = new Set<string>();

  constructor(years: readonly OfficialYear[] = officialYears) {
    this.#years = new Set(years.map(({ year }) => year));
    for (const { daysOff, makeUpWorkingDays } of years) {
      for (const [from, to] of daysOff) {
        eachDay(from, to).forEach((day) => this.#daysOff.add(day));
      }
      makeUpWorkingDays.forEach((day) => this.#makeUpWorkingDays.add(day));
    }
  }

  /** Whether the year of this day (`YYYY-MM-DD`) has its official holidays in the calendar. */
  isOfficial(day: string): boolean {
    return this.#years.has(Number(day.slice(0, 4)));
  }

  /** Whether people work on this day (`YYYY-MM-DD`). */
  isWorkingDay(day: string): boolean {
    if (this.#makeUpWorkingDays.has(day)) return true;
    return !this.#daysOff.has(day) && Temporal.PlainDate.from(day).dayOfWeek <= 5;
  }

  /**
   * The last instant at which something due after `duration` is still on time (S4-23); compare with `<=`.
   * Clock time runs through nights and holidays. Days are counted from the day after `from` in
   * Asia/Shanghai, and the deadline is the last millisecond of the last one: 23:59:59.999 there.
   * Throws RangeError unless the amount is a positive whole number.
   */
  deadlineFrom(from: Date, { amount, unit }: Duration): Date {
    if (!Number.isSafeInteger(amount) || amount < 1) {
      throw new RangeError(`A duration needs a positive whole amount, not ${amount}`);
    }
    switch (unit) {
      case 'clockMinutes':
        return new Date(from.getTime() + amount * minuteMs);
      case 'clockHours':
        return new Date(from.getTime() + amount * 60 * minuteMs);
      case 'calendarDays':
        return shanghaiDayEnd(Temporal.PlainDate.from(shanghaiDay(from)).add({ days: amount }).toString());
      case 'workingDays':
        return shanghaiDayEnd(this.#workingDayAfter(shanghaiDay(from), amount));
    }
  }

  /** Whether a working-day count between these instants touches a year that has no official notice yet. */
  isProvisional(from: Date, deadline: Date): boolean {
    const years = [shanghaiDay(from), shanghaiDay(deadline)];
    return years.some((day) => !this.isOfficial(day));
  }

  #workingDayAfter(day: string, count: number): string {
    let date = Temporal.PlainDate.from(day);
    for (let remaining = count; remaining > 0;) {
      date = date.add({ days: 1 });
      if (this.isWorkingDay(date.toString())) remaining -= 1;
    }
    return date.toString();
  }
}

/** The calendar of the official notices this release knows. */
export const officialCalendar = new WorkCalendar();

function eachDay(from: string, to: string): string[] {
  const first = Temporal.PlainDate.from(from);
  const length = first.until(Temporal.PlainDate.from(to)).days + 1;
  return Array.from({ length }, (_, offset) => first.add({ days: offset }).toString());
}
