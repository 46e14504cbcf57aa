import { DomainError } from '@lianxin/service-kit';

export class WrongBodyError extends DomainError {
  readonly code = 'WRONG_BODY';
  constructor(body: string, competent: string) {
    super(
      {
        en: 'This amount is for another body to decide.',
        zh: '该金额应由其他议事机构决定。',
      },
      { body, competent },
    );
  }
}

export class NobodyPresentError extends DomainError {
  readonly code = 'NOBODY_PRESENT';
  constructor() {
    super({ en: 'A meeting names who was present.', zh: '会议须列明出席人员。' });
  }
}

/** Whom the minutes name as present, each once, belongs to the body. */
export class NotAMemberError extends DomainError {
  readonly code = 'NOT_A_MEMBER';
  constructor() {
    super({
      en: 'Somebody named as present does not belong to the body, or is named twice.',
      zh: '出席人员中有非本机构成员，或重复列名。',
    });
  }
}
