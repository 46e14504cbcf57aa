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

/** Nobody rules on what they themselves raised, keyed in, proposed, decided, carried out or are paid for, nor who objected to the same. */
export class RulerInvolvedError extends DomainError {
  readonly code = 'RULER_INVOLVED';
  constructor() {
    super({
      en: 'You objected to this notice, keyed the objection in, proposed, decided or carried out the project or are behind its contractor: somebody else rules.',
      zh: '您对该公示提出过异议、是异议代录人，或参与过该项目的提出、决定、实施，或与承包方有关，应由其他人员裁定。',
    });
  }
}

/** Nobody reads with one post what was hidden from another of theirs. */
export class HiddenFromVillageError extends DomainError {
  readonly code = 'HIDDEN_FROM_VILLAGE';
  constructor() {
    super({
      en: 'Whoever objected hides it from the village, where you hold a post: somebody else reads it.',
      zh: '异议人要求对村匿名，您在该村任职，应由其他人员查阅。',
    });
  }
}
