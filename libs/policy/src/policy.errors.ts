import { DomainError } from '@lianxin/service-kit';
import type { PolicyLevel, BoundCommittee } from './define-policy.js';

export class UnknownPolicyError extends DomainError {
  readonly code = 'UNKNOWN_POLICY';
  constructor(key: string) {
    super({ en: `There is no policy ${key}.`, zh: `不存在政策项 ${key}。` }, { key });
  }
}

/** The rule behind a policy binds the other kind of committee: the answer is "not applicable", never "failed". */
export class PolicyNotApplicableError extends DomainError {
  readonly code = 'POLICY_NOT_APPLICABLE';
  constructor(key: string, committeeKind: BoundCommittee) {
    super(
      {
        en: `Policy ${key} does not bind a ${committeeKind}.`,
        zh: `政策项 ${key} 不适用于该类村（居）委会。`,
      },
      { key, committeeKind },
    );
  }
}

export class PolicyNotInForceError extends DomainError {
  readonly code = 'POLICY_NOT_IN_FORCE';
  constructor(key: string, on: string) {
    super(
      { en: `Policy ${key} had no value on ${on}.`, zh: `政策项 ${key} 在 ${on} 尚无取值。` },
      { key, on },
    );
  }
}

export class MalformedPolicyValueError extends DomainError {
  readonly code = 'MALFORMED_POLICY_VALUE';
  constructor(key: string, problems: readonly string[]) {
    super(
      { en: `This is not a value of policy ${key}.`, zh: `该取值不符合政策项 ${key} 的格式。` },
      { key, problems },
    );
  }
}

export class PolicyValueOutOfBoundsError extends DomainError {
  readonly code = 'POLICY_VALUE_OUT_OF_BOUNDS';
  constructor(key: string, bounds: { floor: unknown; ceiling: unknown }) {
    super(
      {
        en: `The value lies outside the floor and ceiling of policy ${key}.`,
        zh: `取值超出政策项 ${key} 的上下限。`,
      },
      { key, ...bounds },
    );
  }
}

export class PolicyOverrideTooEarlyError extends DomainError {
  readonly code = 'POLICY_OVERRIDE_TOO_EARLY';
  constructor(effectiveFrom: string, earliest: string) {
    super(
      {
        en: `A policy value takes effect on ${earliest} at the earliest, not on ${effectiveFrom}.`,
        zh: `政策取值最早自 ${earliest} 起生效，不能自 ${effectiveFrom} 起生效。`,
      },
      { effectiveFrom, earliest },
    );
  }
}

export class MalformedPolicyDateError extends DomainError {
  readonly code = 'MALFORMED_POLICY_DATE';
  constructor() {
    super({
      en: 'effectiveFrom must be a day, YYYY-MM-DD.',
      zh: 'effectiveFrom 必须是 YYYY-MM-DD 格式的日期。',
    });
  }
}

export class PolicyNotOverridableError extends DomainError {
  readonly code = 'POLICY_NOT_OVERRIDABLE';
  constructor(key: string, level: PolicyLevel | null) {
    super(
      {
        en: `Policy ${key} may not be set for ${level ? `a ${level}` : 'a malformed area code'} by this post.`,
        zh: `该岗位无权在此层级设定政策项 ${key}。`,
      },
      { key, level },
    );
  }
}
