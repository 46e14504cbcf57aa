import { DomainError } from '@lianxin/service-kit';

/** Nobody audits what they carried out, proposed or are paid for. */
export class AuditorInvolvedError extends DomainError {
  readonly code = 'AUDITOR_INVOLVED';
  constructor() {
    super({
      en: 'Who proposed this project, carried it out, took its steps or was paid for it does not audit it.',
      zh: '项目的提议、实施、经办或收款人员不得审计该项目。',
    });
  }
}

export class RetentionTooHighError extends DomainError {
  readonly code = 'RETENTION_TOO_HIGH';
  constructor(percent: number) {
    super(
      {
        en: `At most ${percent} % of the final account may stand back.`,
        zh: `质保金不得超过决算金额的 ${percent}%。`,
      },
      { percent },
    );
  }
}

export class NothingRetainedError extends DomainError {
  readonly code = 'NOTHING_RETAINED';
  constructor() {
    super({ en: 'Nothing of this project stands back.', zh: '该项目没有待结清的质保金。' });
  }
}
