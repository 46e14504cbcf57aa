import { isDay } from '@lianxin/policy';
import { DomainError } from '@lianxin/service-kit';

/** Days of Asia/Shanghai, `YYYY-MM-DD`; `to` is no longer part of it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export class PeriodMalformedError extends DomainError {
  readonly code = 'PERIOD_MALFORMED';
  constructor() {
    super({
      en: 'Give days as YYYY-MM-DD, the first before the last.',
      zh: '日期须为 YYYY-MM-DD，且起始日早于结束日。',
    });
  }
}

/** @throws PeriodMalformedError */
export function checkPeriod(from: string, to: string): Period {
  if (!isDay(from) || !isDay(to) || from >= to) throw new PeriodMalformedError();
  return { from, to };
}

/** The whole months inside a period: from a first of a month to a first of a month; equal when there is none. */
export function fullMonths({ from, to }: Period): Period {
  const first = from.endsWith('-01') ? from : firstOfNextMonth(from);
  const last = `${to.slice(0, 7)}-01`;
  return first < last ? { from: first, to: last } : { from: first, to: first };
}

/** What is left of a period around its whole months: nothing, one or two stretches of days. */
export function partialMonths(period: Period): Period[] {
  const months = fullMonths(period);
  if (months.from === months.to) return [period];
  return [
    { from: period.from, to: months.from },
    { from: months.to, to: period.to },
  ].filter(({ from, to }) => from < to);
}

function firstOfNextMonth(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  return month === 12 ? `${year + 1}-01-01` : `${year}-${String(month + 1).padStart(2, '0')}-01`;
}
