import { DomainError } from '@lianxin/service-kit';

/** Collective money, raised money or labour, contracts and collective property are the villagers' own matter. */
export class ResolutionRequiredError extends DomainError {
  readonly code = 'RESOLUTION_REQUIRED';
  constructor() {
    super({
      en: "This project needs a resolution of the villagers' meeting first: name it.",
      zh: '该项目涉及集体资金、筹资筹劳、发包或集体资产，须先经村民会议（代表会议）决议，请填写决议编号。',
    });
  }
}

export class SplittingUnjudgedError extends DomainError {
  readonly code = 'SPLITTING_UNJUDGED';
  constructor() {
    super({
      en: 'The township, or the county if the township leads it, has yet to judge whether this project was split from others.',
      zh: '该项目疑似拆分，须由乡镇（街道）先行认定；由乡镇（街道）实施的，由县（市、区）认定。',
    });
  }
}

export class NotSuspectedError extends DomainError {
  readonly code = 'NOT_SUSPECTED';
  constructor() {
    super({ en: 'No splitting is suspected here.', zh: '该项目没有待认定的拆分疑点。' });
  }
}

export class MeetingDayError extends DomainError {
  readonly code = 'MEETING_DAY';
  constructor() {
    super({
      en: 'The meeting lies between the submission and today.',
      zh: '会议日期应在提交之后且不晚于今天。',
    });
  }
}

/** S0-12, S0-14: the level above has its record before residents see the notice. */
export class NotFiledError extends DomainError {
  readonly code = 'NOT_FILED';
  constructor() {
    super({ en: 'This decision has to be filed first.', zh: '该决定须先完成备案。' });
  }
}

export class FilingNotDueError extends DomainError {
  readonly code = 'FILING_NOT_DUE';
  constructor() {
    super({
      en: 'This decision needs no filing, or has it already.',
      zh: '该决定无须备案或已经备案。',
    });
  }
}

export class DecisionRecordedError extends DomainError {
  readonly code = 'DECISION_RECORDED';
  constructor() {
    super({
      en: 'What this meeting decided on the project is recorded already, under this number.',
      zh: '该纪要编号的会议对本项目的决定已登记。',
    });
  }
}
