import type { ATTACHMENT_PURPOSES } from '@lianxin/contracts';
import { DomainError } from '@lianxin/service-kit';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

export class AttachmentNotDueError extends DomainError {
  readonly code = 'ATTACHMENT_NOT_DUE';
  constructor(purpose: (typeof ATTACHMENT_PURPOSES)[number], state: GridEventState) {
    super(
      {
        en: `No ${purpose} file is added while an event is ${state}.`,
        zh: `事件处于 ${state} 状态时，不能添加用途为 ${purpose} 的附件。`,
      },
      { purpose, state },
    );
  }
}

export class TooManyAttachmentsError extends DomainError {
  readonly code = 'TOO_MANY_ATTACHMENTS';
  constructor(maxCount: number) {
    super(
      { en: `An event may have up to ${maxCount} files.`, zh: `每个事件最多 ${maxCount} 个附件。` },
      { maxCount },
    );
  }
}

export class AttachmentsTooLargeError extends DomainError {
  readonly code = 'ATTACHMENTS_TOO_LARGE';
  constructor(maxBytes: number) {
    super(
      {
        en: `The files of an event may have up to ${maxBytes} bytes together.`,
        zh: `每个事件的附件总大小不超过 ${maxBytes} 字节。`,
      },
      { maxBytes },
    );
  }
}
