import { DomainError } from '@lianxin/service-kit';

/** What somebody has to say of a project beside an unanswered remark is part of that one. */
export class RemarkOpenError extends DomainError {
  readonly code = 'REMARK_OPEN';
  constructor() {
    super({
      en: 'Your remark on this project waits for its answer already.',
      zh: '您对该项目的意见尚待答复，请勿重复提出。',
    });
  }
}

export class RemarkAnsweredError extends DomainError {
  readonly code = 'REMARK_ANSWERED';
  constructor() {
    super({ en: 'This remark was answered already.', zh: '该意见已答复。' });
  }
}

/** Nobody answers what they themselves said or keyed in. */
export class RemarkOfOneselfError extends DomainError {
  readonly code = 'REMARK_OF_ONESELF';
  constructor() {
    super({
      en: 'You made it or keyed it in: somebody else answers.',
      zh: '您是提出人或代录人，应由其他人员答复。',
    });
  }
}
