import { DomainError } from '@lianxin/service-kit';

export class ObjectionClosedError extends DomainError {
  readonly code = 'OBJECTION_CLOSED';
  constructor() {
    super({ en: 'This objection was ruled on or withdrawn already.', zh: '该异议已作出裁定或已撤回。' });
  }
}

/** One person's say about one notice is one objection. */
export class ObjectionRaisedError extends DomainError {
  readonly code = 'OBJECTION_RAISED';
  constructor() {
    super({
      en: 'You have an objection to this notice already: it waits for its ruling.',
      zh: '您已对该公示提出异议，请等待裁定。',
    });
  }
}

/** Nobody rules on what they themselves raised, keyed in, proposed or decided. */
export class RulerInvolvedError extends DomainError {
  readonly code = 'RULER_INVOLVED';
  constructor() {
    super({
      en: 'You raised it, keyed it in, proposed or decided the project: somebody else rules.',
      zh: '您是异议提出人、代录人，或参与过该项目的提出、决定，应由其他人员裁定。',
    });
  }
}
