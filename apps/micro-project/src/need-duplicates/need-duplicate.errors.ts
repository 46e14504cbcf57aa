import { DomainError } from '@lianxin/service-kit';

export class DuplicateQuestionsUsedUpError extends DomainError {
  readonly code = 'DUPLICATE_QUESTIONS_USED_UP';
  constructor(until: Date) {
    super(
      {
        en: 'You asked for needs alike too often. Submit yours, or ask again later.',
        zh: '查询疑似重复需求过于频繁，请直接提交，或稍后再试。',
      },
      { until: until.toISOString() },
    );
  }
}
