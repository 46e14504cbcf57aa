import { DomainError } from '@lianxin/service-kit';

export class OutsideExportPeriodError extends DomainError {
  readonly code = 'OUTSIDE_EXPORT_PERIOD_INVALID';
  constructor() {
    super({
      en: 'Ask for what is unanswered, or for a period with a beginning and a later end.',
      zh: '请选择仅导出未反馈的编号，或填写起止时间（止须晚于起）。',
    });
  }
}
