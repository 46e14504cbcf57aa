import { DomainError } from '@lianxin/service-kit';
import type { QuotaClass } from './envelope.entity.js';

/** Nothing is ever promised beyond the quota; an exception raises it first (S0-04, S0-05). */
export class QuotaExceededError extends DomainError {
  readonly code = 'QUOTA_EXCEEDED';
  constructor(quotaClass: QuotaClass, availableFen: number) {
    super(
      {
        en: 'The quota of the village for this year does not reach so far.',
        zh: '已超出该村（社区）本年度微小事项目额度。',
      },
      { quotaClass, availableFen },
    );
  }
}

export class LargerProjectTakenError extends DomainError {
  readonly code = 'LARGER_PROJECT_TAKEN';
  constructor(limit: number) {
    super(
      {
        en: `A village has at most ${limit} larger project(s) a year.`,
        zh: `每村（社区）每年较大项目不超过 ${limit} 个。`,
      },
      { limit },
    );
  }
}

/** What was promised is kept, whatever becomes of the quota. */
export class QuotaBelowHoldingsError extends DomainError {
  readonly code = 'QUOTA_BELOW_HOLDINGS';
  constructor(quotaClass: QuotaClass, heldFen: number) {
    super(
      {
        en: 'More of this quota is already promised or spent.',
        zh: '该额度中已承诺或已支出的金额更多，不能调低至此。',
      },
      { quotaClass, heldFen },
    );
  }
}

export class QuotaMoveError extends DomainError {
  readonly code = 'QUOTA_MOVE_REFUSED';
  constructor() {
    super({
      en: 'Quota moves between two villages of one township, within one year.',
      zh: '额度只能在同一乡镇、同一年度的不同村（社区）之间调剂。',
    });
  }
}

export class FinalAccountAboveCommitmentError extends DomainError {
  readonly code = 'FINAL_ACCOUNT_ABOVE_COMMITMENT';
  constructor(committedFen: number) {
    super(
      {
        en: 'A final account is at most what was committed; a larger one needs a decision first.',
        zh: '决算金额不得超过承诺金额，超出部分须先行决定。',
      },
      { committedFen },
    );
  }
}

export class HoldingStateError extends DomainError {
  readonly code = 'HOLDING_STATE';
  constructor(step: string, state: string) {
    super(
      {
        en: `Money that is ${state} cannot be asked to ${step}.`,
        zh: `资金处于 ${state} 状态，不能执行 ${step}。`,
      },
      { step, state },
    );
  }
}

/** S0-04, S0-05: what goes beyond is an exception, and the committee's alone. */
export class QuotaAboveEntitlementError extends DomainError {
  readonly code = 'QUOTA_ABOVE_ENTITLEMENT';
  constructor(quotaClass: QuotaClass, entitledFen: number) {
    super(
      {
        en: "More than policy gives, with what was raised and moved, is an exception for the township's Party committee to decide.",
        zh: '超出政策额度（含追加与调剂）的，属原则外追加，须由乡镇党委会议决定。',
      },
      { quotaClass, entitledFen },
    );
  }
}

export class QuotaTooLargeError extends DomainError {
  readonly code = 'QUOTA_TOO_LARGE';
  constructor(quotaClass: QuotaClass) {
    super(
      { en: 'The quota would become too large to be exact.', zh: '额度过大，无法精确记录。' },
      { quotaClass },
    );
  }
}

/** A year that is over is settled, and quota never moves to another. */
export class EnvelopeYearError extends DomainError {
  readonly code = 'ENVELOPE_YEAR';
  constructor(years: readonly number[]) {
    super(
      {
        en: 'Quota is changed in its own year or the one before.',
        zh: '只能调整本年度或下一年度的额度。',
      },
      { years },
    );
  }
}

export class EnvelopeLevelError extends DomainError {
  readonly code = 'ENVELOPE_LEVEL';
  constructor(level: 'VILLAGE' | 'TOWNSHIP') {
    const [en, zh] =
      level === 'VILLAGE'
        ? ['a village', '村（社区）']
        : ['a township or a village', '乡镇（街道）或村（社区）'];
    super({ en: `This asks for the code of ${en}.`, zh: `请填写${zh}代码。` }, { level });
  }
}

/** What the same minutes raised once they do not raise again. */
export class AlreadyRaisedError extends DomainError {
  readonly code = 'ALREADY_RAISED';
  constructor() {
    super({
      en: 'By these minutes this quota was raised already.',
      zh: '该会议纪要所作的额度追加已登记。',
    });
  }
}
