import { DomainError } from '@lianxin/service-kit';

/** Alike for what was never a token and for one of another survey. */
export class SurveyTokenUnknownError extends DomainError {
  readonly code = 'SURVEY_TOKEN_UNKNOWN';
  constructor() {
    super({ en: 'This is no token of this survey.', zh: '该测评码不属于本次测评。' });
  }
}

export class SurveyTokenDrawnError extends DomainError {
  readonly code = 'SURVEY_TOKEN_DRAWN';
  constructor() {
    super({
      en: 'You drew your token already; it was shown once and is kept nowhere. A paper slip counts as well.',
      zh: '您已领取测评码，测评码仅显示一次且不留存；如已丢失，可使用纸质问卷。',
    });
  }
}

export class SurveyNotOverError extends DomainError {
  readonly code = 'SURVEY_NOT_OVER';
  constructor(endsAt: Date) {
    super(
      { en: 'Residents may answer until its last day is over.', zh: '测评期限未满，不能结束。' },
      { endsAt: endsAt.toISOString() },
    );
  }
}

export class SlipCountError extends DomainError {
  readonly code = 'SLIP_COUNT';
  constructor(maxCount: number) {
    super(
      {
        en: `At least one slip is printed, and up to ${maxCount} for one survey.`,
        zh: `每次至少印制一张，单次测评累计不超过 ${maxCount} 张。`,
      },
      { maxCount },
    );
  }
}

export class SampleTooSmallError extends DomainError {
  readonly code = 'SAMPLE_TOO_SMALL';
  constructor(minimumSample: number) {
    super(
      {
        en: `Comments of fewer than ${minimumSample} answers are not opened: people would be recognised.`,
        zh: `答卷少于 ${minimumSample} 份的，意见不予公开，以免识别个人。`,
      },
      { minimumSample },
    );
  }
}
