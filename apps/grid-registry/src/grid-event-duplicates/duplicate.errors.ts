import { DomainError } from '@lianxin/service-kit';

export class DuplicateQuestionsUsedUpError extends DomainError {
  readonly code = 'DUPLICATE_QUESTIONS_USED_UP';
  constructor(until: Date) {
    super(
      {
        en: 'You asked for likely duplicates too often. Report the matter, or ask again later.',
        zh: '查询疑似重复事件过于频繁，请直接上报，或稍后再试。',
      },
      { until: until.toISOString() },
    );
  }
}
