import { DomainError } from '@lianxin/service-kit';

export class IllegalTransitionError extends DomainError {
  readonly code = 'ILLEGAL_TRANSITION';
  constructor(step: string, from: string, to: string) {
    super(
      {
        en: `An event that is ${from} cannot go to ${to} by "${step}".`,
        zh: `事件当前状态为 ${from}，不能通过“${step}”转为 ${to}。`,
      },
      { step, from, to },
    );
  }
}

/** S1-28, S4-23: nobody confirms their own work. */
export class HandlerCannotVerifyError extends DomainError {
  readonly code = 'HANDLER_CANNOT_VERIFY';
  constructor() {
    super({ en: 'Who handled an event cannot verify it.', zh: '承办人不得核查本人办理的事件。' });
  }
}

/** S1-28: the follow-up asks how the handling was, so neither handler nor reporter conducts it. */
export class FollowUpByPartyError extends DomainError {
  readonly code = 'FOLLOW_UP_BY_PARTY';
  constructor() {
    super({
      en: 'Who handled or reported an event cannot do its follow-up.',
      zh: '承办人和上报人不得对该事件进行回访。',
    });
  }
}

export class FollowUpAnswerError extends DomainError {
  readonly code = 'FOLLOW_UP_ANSWER_INCONSISTENT';
  constructor() {
    super({
      en: 'Answers come from a reporter who was reached: give both, or none when not reached.',
      zh: '只有联系到上报人时才能填写评价：联系到须填写全部评价，未联系到不得填写。',
    });
  }
}

export class DeadlineInThePastError extends DomainError {
  readonly code = 'DEADLINE_IN_THE_PAST';
  constructor(dueAt: Date) {
    super(
      { en: 'The deadline has already passed.', zh: '时限不得早于当前时间。' },
      { dueAt: dueAt.toISOString() },
    );
  }
}

export class DeadlineTooFarError extends DomainError {
  readonly code = 'DEADLINE_TOO_FAR';
  constructor(latest: Date) {
    super(
      { en: 'The deadline is later than the rules allow.', zh: '时限超过规定的最长期限。' },
      { latest: latest.toISOString() },
    );
  }
}

/** An extension moves a deadline only while it has not passed. */
export class ExtensionTooLateError extends DomainError {
  readonly code = 'EXTENSION_TOO_LATE';
  constructor(dueAt: Date) {
    super(
      { en: 'The deadline has passed; it can no longer be extended.', zh: '已超过时限，不能再延期。' },
      { dueAt: dueAt.toISOString() },
    );
  }
}

export class NoExtensionRequestedError extends DomainError {
  readonly code = 'NO_EXTENSION_REQUESTED';
  constructor() {
    super({ en: 'No extension was asked for.', zh: '该事件没有待审批的延期申请。' });
  }
}

export class ExtensionsUsedUpError extends DomainError {
  readonly code = 'EXTENSIONS_USED_UP';
  constructor(limit: number) {
    super(
      { en: `A deadline is extended at most ${limit} times.`, zh: `同一事件最多延期 ${limit} 次。` },
      { limit },
    );
  }
}

export class ReopenWindowClosedError extends DomainError {
  readonly code = 'REOPEN_WINDOW_CLOSED';
  constructor(until: Date) {
    super(
      { en: 'The time in which this event could be reopened is over.', zh: '已超过可重新办理的期限。' },
      { until: until.toISOString() },
    );
  }
}

export class DispatchTargetError extends DomainError {
  readonly code = 'DISPATCH_TARGET_INVALID';
  constructor() {
    super({
      en: 'Dispatch to one department or to one level.',
      zh: '派件须指定一个部门或一个层级，且只能指定其一。',
    });
  }
}

export class AlreadyAtTopLevelError extends DomainError {
  readonly code = 'ALREADY_AT_TOP_LEVEL';
  constructor() {
    super({ en: 'The county is the highest level here.', zh: '已在县级，无法再上报。' });
  }
}

export class OutsideReferenceError extends DomainError {
  readonly code = 'OUTSIDE_REFERENCE_MALFORMED';
  constructor(longest: number) {
    super(
      {
        en: `An outside reference is a number: letters, digits and -_/#.:〔〕号字第, at most ${longest}.`,
        zh: `外部编号只能包含字母、数字和 -_/#.:〔〕号字第，最长 ${longest} 个字符。`,
      },
      { longest },
    );
  }
}

/** What was accepted once, or is past its deadline, stays in the counts (S4-23). */
export class RefusalTooLateError extends DomainError {
  readonly code = 'REFUSAL_TOO_LATE';
  constructor() {
    super({
      en: 'An event that was accepted before, or is past its deadline, can no longer be refused.',
      zh: '已受理过或已超过时限的事件不能再拒绝受理。',
    });
  }
}

export class HandlerCannotDecideError extends DomainError {
  readonly code = 'HANDLER_CANNOT_DECIDE';
  constructor() {
    super({
      en: 'Who handles an event cannot decide on its extension.',
      zh: '承办人不得审批本人办理事件的延期。',
    });
  }
}

/** Nobody handles, verifies or closes what is said of themselves. */
export class ConcernedBodyError extends DomainError {
  readonly code = 'CONCERNED_BODY';
  constructor() {
    super({
      en: 'This event cannot go there: it concerns that body, or may not be known there.',
      zh: '该事件涉及该单位，或不得告知该单位，不能派往该处。',
    });
  }
}

/** S1-23: an early alarm in good faith is never turned away. */
export class EmergencyCannotBeRefusedError extends DomainError {
  readonly code = 'EMERGENCY_CANNOT_BE_REFUSED';
  constructor() {
    super({
      en: 'An emergency cannot be refused. If there is no danger, or it is over, stand it down.',
      zh: '突发事件不得拒绝受理；没有险情或险情已排除的，请解除警情。',
    });
  }
}

/** Only an alarm is stood down: whatever else was reported is handled to its end. */
export class NotAnEmergencyError extends DomainError {
  readonly code = 'NOT_AN_EMERGENCY';
  constructor() {
    super({ en: 'Only an emergency can be stood down.', zh: '只有突发事件可以解除警情。' });
  }
}
