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
