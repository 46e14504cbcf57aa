import { DomainError } from '@lianxin/service-kit';

export class VoucherReusedError extends DomainError {
  readonly code = 'VOUCHER_REUSED';
  constructor() {
    super({
      en: 'A payment of this village with that voucher number is recorded already.',
      zh: '该村（社区）已登记过使用该凭证号的支付。',
    });
  }
}

export class PaymentDayError extends DomainError {
  readonly code = 'PAYMENT_DAY';
  constructor() {
    super({
      en: 'A payment lies between the decision and today.',
      zh: '支付日期应在研究确定之后且不晚于今天。',
    });
  }
}

/** Wages are recorded as a total with the list that the workers signed; other payments have none. */
export class WagesMalformedError extends DomainError {
  readonly code = 'WAGES_MALFORMED';
  constructor(max: number) {
    super(
      {
        en: `Wages name from 1 to ${max} local workers and the list they signed; other payments do not.`,
        zh: `工资支付须填写 1 至 ${max} 名本地务工人员并附签字工资表，其他支付不得填写。`,
      },
      { max },
    );
  }
}
