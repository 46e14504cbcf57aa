import { Temporal } from 'temporal-polyfill';

const shanghai = 'Asia/Shanghai';

function zoned(date: Date): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime()).toZonedDateTimeISO(shanghai);
}

/** The calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export function shanghaiDay(date: Date): string {
  return zoned(date).toPlainDate().toString();
}

/** A day has as many everywhere on Shanghai's clock, which is never put forward or back. */
export const DAY_MS = 86_400_000;

/** The day after, YYYY-MM-DD. */
export function nextDay(day: string): string {
  return Temporal.PlainDate.from(day, { overflow: 'reject' }).add({ days: 1 }).toString();
}

/** The calendar year in Asia/Shanghai. */
export function shanghaiYear(date: Date): number {
  return zoned(date).year;
}

/** The first instant of a day (`YYYY-MM-DD`) in Asia/Shanghai. Throws RangeError on a day that does not exist. */
export function shanghaiDayStart(day: string): Date {
  return startOf(Temporal.PlainDate.from(day, { overflow: 'reject' }));
}

/** The last millisecond of a day (`YYYY-MM-DD`) in Asia/Shanghai, 23:59:59.999. */
export function shanghaiDayEnd(day: string): Date {
  return new Date(shanghaiDayStart(nextDay(day)).getTime() - 1);
}

/** A year of Asia/Shanghai as a half-open range: `from` is inside it, `to` is the first instant of the next. */
export function shanghaiYearBounds(year: number): { from: Date; to: Date } {
  return {
    from: startOf(new Temporal.PlainDate(year, 1, 1)),
    to: startOf(new Temporal.PlainDate(year + 1, 1, 1)),
  };
}

/** The ISO 8601 week in Asia/Shanghai. Its year differs from the calendar year around 1 January. */
export function isoWeek(date: Date): { year: number; week: number } {
  const { yearOfWeek, weekOfYear } = zoned(date);
  if (yearOfWeek === undefined || weekOfYear === undefined) {
    throw new RangeError('The ISO calendar always has weeks');
  }
  return { year: yearOfWeek, week: weekOfYear };
}

/** The quarter of the calendar year in Asia/Shanghai, 1 to 4. */
export function quarter(date: Date): { year: number; quarter: 1 | 2 | 3 | 4 } {
  const { year, month } = zoned(date);
  return { year, quarter: Math.ceil(month / 3) as 1 | 2 | 3 | 4 };
}

function startOf(day: Temporal.PlainDate): Date {
  return new Date(day.toZonedDateTime(shanghai).epochMilliseconds);
}
