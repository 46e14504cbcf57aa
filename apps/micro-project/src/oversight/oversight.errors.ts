import { shanghaiYear } from '@lianxin/policy';
import { DomainError } from '@lianxin/service-kit';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;

export class YearMalformedError extends DomainError {
  readonly code = 'YEAR_MALFORMED';
  constructor() {
    super({
      en: `Give a year from ${FIRST_YEAR} to ${LAST_YEAR}.`,
      zh: `年度须为 ${FIRST_YEAR} 至 ${LAST_YEAR}。`,
    });
  }
}

/** @throws YearMalformedError */
export function checkYear(year: number): number {
  if (year < FIRST_YEAR || year > LAST_YEAR) throw new YearMalformedError();
  return year;
}

export class YearNotOpenError extends DomainError {
  readonly code = 'YEAR_NOT_OPEN';
  constructor(year: number) {
    super(
      {
        en: `What is looked at now is of ${year} or of the year before.`,
        zh: `检查、审计的年度须为 ${year} 年或上一年度。`,
      },
      { year },
    );
  }
}

/** Checks and audits are of this year or, done late, of the last. @throws YearNotOpenError */
export function checkOpenYear(year: number, now: Date): number {
  const thisYear = shanghaiYear(now);
  if (year !== thisYear && year !== thisYear - 1) throw new YearNotOpenError(thisYear);
  return year;
}
