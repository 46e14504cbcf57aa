import { DomainError } from '@lianxin/service-kit';

/** Reporting for somebody else says who speaks: a proxy, or whoever keys in what came by another way than the application. */
export class ProxyMissingError extends DomainError {
  readonly code = 'PROXY_MISSING';
  constructor() {
    super({
      en: 'A report for somebody else names its proxy, or the channel by which that person reported.',
      zh: '代他人上报须填写代理人及其关系、授权，或注明本人的来件方式。',
    });
  }
}

export class ProxyWithoutSubjectError extends DomainError {
  readonly code = 'PROXY_WITHOUT_SUBJECT';
  constructor() {
    super({
      en: 'A proxy speaks for somebody: name the person whose report it is.',
      zh: '填写代理人时须填写被代理的本人。',
    });
  }
}

export class ProxyNameError extends DomainError {
  readonly code = 'PROXY_NAME_INCONSISTENT';
  constructor() {
    super({
      en: 'A proxy is the caller or is named, and not both.',
      zh: '代理人为当前用户时不填姓名，否则须填写姓名。',
    });
  }
}

export class SubjectMissingError extends DomainError {
  readonly code = 'SUBJECT_MISSING';
  constructor() {
    super({
      en: 'What came by this channel is somebody’s report: name the person, or say that it is anonymous.',
      zh: '该来件方式须填写本人，或注明匿名。',
    });
  }
}

export class AnonymousWithNamesError extends DomainError {
  readonly code = 'ANONYMOUS_WITH_NAMES';
  constructor() {
    super({
      en: 'An anonymous report names nobody and is answered by its slip alone.',
      zh: '匿名上报不得填写姓名和联系方式，只能凭查询码查询答复。',
    });
  }
}

export class AnswerChannelUnavailableError extends DomainError {
  readonly code = 'ANSWER_CHANNEL_UNAVAILABLE';
  constructor(answerBy: string) {
    super(
      {
        en: 'They cannot be answered this way: give a contact, or choose the slip.',
        zh: '无法以该方式答复：请填写联系方式，或选择凭查询码查询。',
      },
      { answerBy },
    );
  }
}

export class ConcernedPartyError extends DomainError {
  readonly code = 'CONCERNED_PARTY_INVALID';
  constructor() {
    super({
      en: 'Say who is complained of: one body of this county, one department, or one person in office.',
      zh: '须指明被反映对象：本县（区）的一个单位、一个部门或一名在任人员。',
    });
  }
}

/** Nobody is left who may learn of it here; the caller is told who is. */
export class NobodyToProtectError extends DomainError {
  readonly code = 'NOBODY_TO_PROTECT';
  constructor() {
    super({
      en: 'No department for protection is set up here yet. Call 110, 12345 or 12338 (women’s hotline) now.',
      zh: '本地尚未设置负责保护的部门，请立即拨打110、12345或12338（妇女维权热线）。',
    });
  }
}

export class UnknownSlipError extends DomainError {
  readonly code = 'SLIP_UNKNOWN';
  constructor() {
    super({ en: 'Number and code do not belong to a report.', zh: '编号与查询码不符。' });
  }
}

export class SlipLockedError extends DomainError {
  readonly code = 'SLIP_LOCKED';
  constructor(until: Date) {
    super(
      {
        en: 'Too many wrong codes for this number. Try again later.',
        zh: '查询码错误次数过多，请稍后再试。',
      },
      { until: until.toISOString() },
    );
  }
}

export class SettledAndHandedOverError extends DomainError {
  readonly code = 'SETTLED_AND_HANDED_OVER';
  constructor() {
    super({
      en: 'What was settled on the spot is not handed over: report it instead.',
      zh: '现场办结的事项不再移送，如需移送请改为上报。',
    });
  }
}

export class NotSettledOnTheSpotError extends DomainError {
  readonly code = 'NOT_SETTLED_ON_THE_SPOT';
  constructor() {
    super({
      en: 'A complaint, a matter of violence, abuse or neglect, or an emergency is reported, never registered as settled.',
      zh: '对单位或人员的反映、人身侵害和突发事件须上报，不得登记为现场办结。',
    });
  }
}

/** Whoever is complained of neither writes the complaint down nor speaks for who complains: they would hold its slip. */
export class KeyerConcernedError extends DomainError {
  readonly code = 'KEYER_CONCERNED';
  constructor() {
    super({
      en: 'You belong to the body that this concerns: somebody else has to take it down. Nothing was stored.',
      zh: '您属于被反映的单位，须由他人代为录入，本次内容未保存。',
    });
  }
}
