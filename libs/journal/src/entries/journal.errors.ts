import { DomainError } from '@lianxin/service-kit';

export class HistoryBrokenError extends DomainError {
  readonly code = 'HISTORY_BROKEN';
  constructor(aggregateId: string) {
    super(
      {
        en: 'The record of this matter is not as it was written, so it is not shown. The operators of the platform have been told.',
        zh: '该事项的档案与原始记录不符，暂不显示，已告知平台运维人员。',
      },
      { id: aggregateId },
    );
  }
}

export class EventTooLargeError extends DomainError {
  readonly code = 'EVENT_TOO_LARGE';
  constructor(type: string, bytes: number, maxBytes: number) {
    super(
      {
        en: `What happened takes ${bytes} bytes to tell; ${maxBytes} are allowed. Do it in smaller parts.`,
        zh: `该事件需 ${bytes} 字节，上限为 ${maxBytes} 字节，请分批办理。`,
      },
      { type, bytes, maxBytes },
    );
  }
}
