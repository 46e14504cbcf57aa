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

/** Where no other body takes its place, the meeting has to be held again. */
export class QuorumLackingError extends DomainError {
  readonly code = 'QUORUM_LACKING';
  constructor() {
    super({
      en: 'Without those recused this meeting has no quorum, and no other body takes its place: hold it again.',
      zh: '扣除回避人员后未达法定人数，且不能由其他机构代为决定，须重新召开会议。',
    });
  }
}
