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

/** An official who keyed it in may have kept the slip: no objection disappears that way. */
export class SlipHeldInOfficeError extends DomainError {
  readonly code = 'SLIP_HELD_IN_OFFICE';
  constructor() {
    super({
      en: 'An official keyed it in: whoever objected takes it back at the office that rules.',
      zh: '该异议由工作人员代录，撤回须由本人向裁定单位提出。',
    });
  }
}
