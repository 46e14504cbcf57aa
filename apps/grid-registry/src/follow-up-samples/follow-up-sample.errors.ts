import { DomainError } from '@lianxin/service-kit';

export class SamplePeriodOpenError extends DomainError {
  readonly code = 'SAMPLE_PERIOD_OPEN';
  constructor(today: string) {
    super(
      {
        en: 'The period is not over: what is still to be closed could not be drawn.',
        zh: '抽样期间尚未结束，尚未结案的事件无法被抽到。',
      },
      { today },
    );
  }
}

export class SampleSizeError extends DomainError {
  readonly code = 'SAMPLE_SIZE_INVALID';
  constructor(largest: number) {
    super({ en: `Draw 1 to ${largest} events.`, zh: `抽样数量须为 1 至 ${largest}。` }, { largest });
  }
}

export class SamplePopulationTooLargeError extends DomainError {
  readonly code = 'SAMPLE_POPULATION_TOO_LARGE';
  constructor(largest: number) {
    super(
      {
        en: `More than ${largest} events were closed then: choose a shorter period or a smaller area.`,
        zh: `该期间结案事件超过 ${largest} 件，请缩短期间或缩小区域。`,
      },
      { largest },
    );
  }
}

/** S1-28: nobody checks their own follow-up. */
export class SpotCheckByFollowerError extends DomainError {
  readonly code = 'SPOT_CHECK_BY_FOLLOWER';
  constructor() {
    super({ en: 'Who did a follow-up cannot check it.', zh: '回访人不得抽查本人的回访。' });
  }
}

export class AlreadySpotCheckedError extends DomainError {
  readonly code = 'ALREADY_SPOT_CHECKED';
  constructor() {
    super({ en: 'This follow-up was checked already.', zh: '该回访已抽查。' });
  }
}
