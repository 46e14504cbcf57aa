import { DomainError } from '@lianxin/service-kit';

export class IllegalTransitionError extends DomainError {
  readonly code = 'ILLEGAL_TRANSITION';
  constructor(step: string, from: string) {
    super(
      {
        en: `A project that is ${from} cannot take the step "${step}".`,
        zh: `项目当前状态为 ${from}，不能执行“${step}”。`,
      },
      { step, from },
    );
  }
}

/** What happened later is not recorded as earlier: a clock that went back waits until it has caught up. */
export class ClockBehindError extends DomainError {
  readonly code = 'CLOCK_BEHIND';
  constructor(lastStepAt: Date) {
    super(
      {
        en: 'The clock stands before the last step of this matter; try again later.',
        zh: '系统时间早于该事项最近一次操作，请稍后再试。',
      },
      { lastStepAt: lastStepAt.toISOString() },
    );
  }
}

/** S0-03: what other public money pays for already is no small public work. */
export class DuplicateInvestmentError extends DomainError {
  readonly code = 'DUPLICATE_INVESTMENT';
  constructor() {
    super({
      en: 'Other public investment already pays for this, or will.',
      zh: '该事项已列入其他政府投资计划或已获资金安排，不得重复申报。',
    });
  }
}

/** S0-08: a project answers what residents asked for, or carries out the yearly plan that came out of it. */
export class ProjectSourcesError extends DomainError {
  readonly code = 'PROJECT_SOURCES';
  constructor() {
    super({
      en: 'A project comes out of needs of residents or an item of the yearly plan, unless an emergency skips their collection.',
      zh: '项目须来源于群众需求或年度计划事项；应急性事项先行征集环节的除外。',
    });
  }
}

/** S0-07: what crosses villages or needs a specialist is led by the township. */
export class LeadBodyError extends DomainError {
  readonly code = 'LEAD_BODY';
  constructor() {
    super({
      en: 'A larger or specialised project, or one of several villages, is led by the township.',
      zh: '较大、专业性强或跨村的事项由乡镇（街道）牵头实施。',
    });
  }
}

export class DayNotAheadError extends DomainError {
  readonly code = 'DAY_NOT_AHEAD';
  constructor(field: string) {
    super({ en: 'The day has to lie ahead.', zh: '日期须晚于今天。' }, { field });
  }
}

/** A document is meant to be seen by everybody: it has no place for numbers of persons. */
export class PersonalNumberError extends DomainError {
  readonly code = 'PERSONAL_NUMBER';
  constructor(field: string) {
    super(
      {
        en: 'What is published names no telephone or identity numbers: take them out.',
        zh: '公示内容不得包含电话号码或身份证号码，请删除。',
      },
      { field },
    );
  }
}

/** While a change is asked for, what was decided before still stands: it can be rejected, not revised. */
export class ChangePendingError extends DomainError {
  readonly code = 'CHANGE_PENDING';
  constructor() {
    super({
      en: 'A change of this project is being decided: adopt or reject it.',
      zh: '该项目有变更申请待决定，须同意或不同意该变更。',
    });
  }
}

export class ChangeBelowPaidError extends DomainError {
  readonly code = 'CHANGE_BELOW_PAID';
  constructor(paidFen: number) {
    super(
      {
        en: 'More than that has been paid already.',
        zh: '变更后金额低于已支付金额。',
      },
      { paidFen },
    );
  }
}
