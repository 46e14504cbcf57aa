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
export function checkPeriod({ from, to }: Period): Period {
  if (!isDay(from) || !isDay(to) || from >= to) throw new PeriodMalformedError();
  return { from, to };
}
