import { DomainError } from '@lianxin/service-kit';

export class ObjectionClosedError extends DomainError {
  readonly code = 'OBJECTION_CLOSED';
  constructor() {
    super({ en: 'This objection was ruled on or withdrawn already.', zh: '该异议已作出裁定或已撤回。' });
  }
}

/** One account's say about one notice is one objection, also one that was withdrawn: which it was is not kept. */
export class ObjectionRaisedError extends DomainError {
  readonly code = 'OBJECTION_RAISED';
  constructor() {
    super({
      en: 'You objected to this notice already, for yourself or for somebody; each account does so once, also if it was withdrawn. Others object by their own account or at the office.',
      zh: '您已对该公示提出过异议（含代他人提出）。每个账号对同一公示限提一次，撤回后亦不再受理；他人可用本人账号或到办理单位提出。',
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
