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

/** Work that is let needs the villagers' resolution: it is not let under the name of their own labour. */
export class OwnLabourWagesError extends DomainError {
  readonly code = 'OWN_LABOUR_WAGES';
  constructor(percent: number) {
    super(
      {
        en: `Of work done by the villagers' own labour at least ${percent} % is paid as wages before the audit.`,
        zh: `村民自建项目以工资发放的金额不得低于决算已付部分的 ${percent}%，并须在审计前发放登记。`,
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
