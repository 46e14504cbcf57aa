import { DomainError } from '@lianxin/service-kit';

/** S0-15: what was promised to residents is kept. */
export class NoticeShortenedError extends DomainError {
  readonly code = 'NOTICE_SHORTENED';
  constructor(endsAt: Date) {
    super(
      {
        en: 'A notice stays posted at least as long as it says.',
        zh: '公示期限只能延长，不得缩短。',
      },
      { endsAt: endsAt.toISOString() },
    );
  }
}

export class NoticePostedError extends DomainError {
  readonly code = 'NOTICE_POSTED';
  constructor() {
    super({ en: 'It is posted already: extend its notice.', zh: '该项目已经公示，如需延长请办理延期。' });
  }
}

export class NoticeNotOverError extends DomainError {
  readonly code = 'NOTICE_NOT_OVER';
  constructor(endsAt: Date) {
    super({ en: 'The notice is not over yet.', zh: '公示期未满。' }, { endsAt: endsAt.toISOString() });
  }
}

export class NoticeOverError extends DomainError {
  readonly code = 'NOTICE_OVER';
  constructor() {
    super({ en: 'There is no notice open to objection.', zh: '目前没有可提出异议的公示。' });
  }
}

export class ObjectionOpenError extends DomainError {
  readonly code = 'OBJECTION_OPEN';
  constructor(count: number) {
    super({ en: 'Objections are waiting for a ruling.', zh: '尚有异议未作出裁定。' }, { count });
  }
}

export class NoObjectionOpenError extends DomainError {
  readonly code = 'NO_OBJECTION_OPEN';
  constructor() {
    super({ en: 'No objection waits for a ruling here.', zh: '该项目没有待裁定的异议。' });
  }
}
