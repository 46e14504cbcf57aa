import { DomainError } from '@lianxin/service-kit';

export class ContractorMissingError extends DomainError {
  readonly code = 'CONTRACTOR_MISSING';
  constructor() {
    super({ en: 'Who carries it out has to be chosen first.', zh: '须先确定施工方。' });
  }
}

/** Nothing is paid beyond what a body promised; a change is decided first. */
export class PaymentAboveCommitmentError extends DomainError {
  readonly code = 'PAYMENT_ABOVE_COMMITMENT';
  constructor(payableFen: number) {
    super(
      {
        en: 'That is more than what is promised and not yet paid.',
        zh: '支付金额超过已承诺且尚未支付的金额。',
      },
      { payableFen },
    );
  }
}

export class ContractAboveCommitmentError extends DomainError {
  readonly code = 'CONTRACT_ABOVE_COMMITMENT';
  constructor(contractableFen: number) {
    super(
      {
        en: 'The contract costs more than what was promised: change the project or choose anew.',
        zh: '合同金额超过已承诺金额，须先变更事项或重新确定施工方。',
      },
      { contractableFen },
    );
  }
}

/** What stands back is paid once audit and final account are published, and nothing else then. */
export class RetentionNotDueError extends DomainError {
  readonly code = 'RETENTION_NOT_DUE';
  constructor() {
    super({
      en: 'Retention money is paid after the final account, from what stands back.',
      zh: '质保金须在决算公开后从预留金额中支付。',
    });
  }
}

export class TimeLimitNotLaterError extends DomainError {
  readonly code = 'TIME_LIMIT_NOT_LATER';
  constructor() {
    super({
      en: 'The new time limit is later than the one before.',
      zh: '延期后的时限须晚于原时限。',
    });
  }
}

/** S0-21: an emergency may skip much, but not the decision. */
export class EmergencyUnconfirmedError extends DomainError {
  readonly code = 'EMERGENCY_UNCONFIRMED';
  constructor() {
    super({
      en: 'The competent body has not decided on this emergency yet.',
      zh: '该应急性事项尚未经有权机构研究确定。',
    });
  }
}

/** What an emergency skipped is made good before anybody accepts the work. */
export class EmergencyNotRegularisedError extends DomainError {
  readonly code = 'EMERGENCY_NOT_REGULARISED';
  constructor() {
    super({
      en: 'What the emergency skipped has to be made good first.',
      zh: '应急性事项须先补办公示等程序。',
    });
  }
}

export class NotAnEmergencyError extends DomainError {
  readonly code = 'NOT_AN_EMERGENCY';
  constructor() {
    super({
      en: 'This project did not begin as an emergency, or that is settled already.',
      zh: '该项目不是应急性事项，或该程序已经完成。',
    });
  }
}

/** S0-21: what a bypass began and was found split is decided in the ordinary way. */
export class EmergencyRepeatedError extends DomainError {
  readonly code = 'EMERGENCY_REPEATED';
  constructor() {
    super({
      en: 'This project began as an emergency once: it is now submitted and decided in the ordinary way.',
      zh: '该项目已按应急性事项先行实施过，现须按一般程序提交确定。',
    });
  }
}

export class SurveyStateError extends DomainError {
  readonly code = 'SURVEY_STATE';
  constructor() {
    super({ en: 'The survey is not open, or was opened already.', zh: '测评未开始或已经开始。' });
  }
}

/** S0-24: says what is missing. */
export class ArchiveIncompleteError extends DomainError {
  readonly code = 'ARCHIVE_INCOMPLETE';
  constructor(missing: readonly string[]) {
    super({ en: 'The archive is not complete.', zh: '项目档案不完整。' }, { missing });
  }
}

/** A final account says what it cost in all: payments before it are part of that. */
export class PaidBeyondFinalAccountError extends DomainError {
  readonly code = 'PAID_BEYOND_FINAL_ACCOUNT';
  constructor(paidFen: number) {
    super(
      {
        en: 'More has been paid than the final account leaves besides what stands back.',
        zh: '已支付金额超过决算金额扣除质保金后的余额。',
      },
      { paidFen },
    );
  }
}

/** What the final account says is paid is paid, and recorded, before the archive is closed. */
export class BalanceUnpaidError extends DomainError {
  readonly code = 'BALANCE_UNPAID';
  constructor(balanceFen: number) {
    super(
      { en: 'The balance of the final account is not paid yet.', zh: '决算余款尚未支付登记。' },
      { balanceFen },
    );
  }
}
