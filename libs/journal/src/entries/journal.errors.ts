import { DomainError } from '@lianxin/service-kit';

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
