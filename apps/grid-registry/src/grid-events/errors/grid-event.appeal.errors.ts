import { DomainError } from '@lianxin/service-kit';

export class AppealWindowClosedError extends DomainError {
  readonly code = 'APPEAL_WINDOW_CLOSED';
  constructor(until: Date) {
    super(
      {
        en: 'The time in which this refusal could be appealed is over.',
        zh: '已超过对不予受理提出申诉的期限。',
      },
      { until: until.toISOString() },
    );
  }
}

export class AlreadyAppealedError extends DomainError {
  readonly code = 'REFUSAL_ALREADY_APPEALED';
  constructor() {
    super({
      en: 'This refusal was appealed once already.',
      zh: '对该不予受理决定已提出过申诉。',
    });
  }
}

export class NoLevelAboveError extends DomainError {
  readonly code = 'NO_LEVEL_ABOVE';
  constructor() {
    super({
      en: 'There is no level above the one that refused.',
      zh: '作出不予受理决定的层级之上没有可申诉的层级。',
    });
  }
}

/** Nobody decides on an appeal against themselves, under whatever post. */
export class RefuserCannotDecideError extends DomainError {
  readonly code = 'REFUSER_CANNOT_DECIDE';
  constructor() {
    super({
      en: 'Who refused or reported an event cannot decide on the appeal.',
      zh: '作出不予受理决定的人和上报人不得对该申诉作出决定。',
    });
  }
}

export class RefusalOverturnedError extends DomainError {
  readonly code = 'REFUSAL_OVERTURNED';
  constructor() {
    super({
      en: 'The refusal was taken back on appeal; the event cannot be refused again.',
      zh: '经申诉已撤销不予受理，不能再次拒绝受理。',
    });
  }
}
