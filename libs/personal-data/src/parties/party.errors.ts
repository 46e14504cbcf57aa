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
