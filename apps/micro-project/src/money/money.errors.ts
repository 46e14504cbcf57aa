import { DomainError } from '@lianxin/service-kit';

export class AmountMalformedError extends DomainError {
  readonly code = 'AMOUNT_MALFORMED';
  constructor(amount: string) {
    super(
      {
        en: 'An amount is given in yuan, above zero, at most a hundred million, with at most two decimals, e.g. 85000.50.',
        zh: '金额以元为单位，须大于零、不超过一亿元，最多两位小数，例如 85000.50。',
      },
      { amount: amount.slice(0, 40) },
    );
  }
}
