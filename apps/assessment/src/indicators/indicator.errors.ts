import { DomainError } from '@lianxin/service-kit';

export class AsOfInTheFutureError extends DomainError {
  readonly code = 'AS_OF_IN_THE_FUTURE';
  constructor() {
    super({
      en: 'asOf lies in the future; leave it out for the figures of now.',
      zh: 'asOf 晚于当前时间；如需当前数值，请省略该参数。',
    });
  }
}
