import { DomainError } from '@lianxin/service-kit';

/** Of several who acknowledge at once one is the first, and the others know that somebody is on it. */
export class AlertAcknowledgedError extends DomainError {
  readonly code = 'ALERT_ACKNOWLEDGED_ALREADY';
  constructor(acknowledgedAt: Date) {
    super(
      { en: 'Somebody has acknowledged this alert already.', zh: '该告警已由他人签收。' },
      { acknowledgedAt: acknowledgedAt.toISOString() },
    );
  }
}

export class AlertEndedError extends DomainError {
  readonly code = 'ALERT_ENDED';
  constructor(endedAt: Date) {
    super(
      { en: 'The emergency needs nobody any more.', zh: '警情已结束，无需签收。' },
      { endedAt: endedAt.toISOString() },
    );
  }
}

/** S1-23: details only to those who act. */
export class AlertNotAcknowledgedError extends DomainError {
  readonly code = 'ALERT_NOT_ACKNOWLEDGED';
  constructor() {
    super({
      en: 'The words of an emergency are for those who act: acknowledge the alert, or take it in hand first.',
      zh: '突发事件详情仅供处置人员查阅，请先签收告警或受理、承办该事件。',
    });
  }
}
