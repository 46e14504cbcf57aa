import { DomainError } from '@lianxin/service-kit';

export class ParkedMessageNotFoundError extends DomainError {
  readonly code = 'PARKED_MESSAGE_NOT_FOUND';
  constructor(id: string) {
    super(
      {
        en: 'No parked message has this id: it was applied or discarded, or never was.',
        zh: '未找到该暂存消息：可能已处理、已丢弃或不存在。',
      },
      { id },
    );
  }
}

/** What stands behind another message of its key has its turn when that one is replayed or discarded. */
export class ParkedMessageBehindError extends DomainError {
  readonly code = 'PARKED_MESSAGE_BEHIND';
  constructor(id: number, blockedBy: number | null) {
    super(
      {
        en: 'This message stands behind an earlier one of its key: replay or discard that one.',
        zh: '该消息排在同键的较早消息之后，请先重放或丢弃较早的消息。',
      },
      { id, blockedBy },
    );
  }
}

export class ReasonRequiredError extends DomainError {
  readonly code = 'REASON_REQUIRED';
  constructor() {
    super({ en: 'Say why: a discard needs a reason.', zh: '请填写理由：丢弃消息须说明理由。' });
  }
}

export class ReasonMalformedError extends DomainError {
  readonly code = 'REASON_MALFORMED';
  constructor(max: number) {
    super(
      {
        en: `A reason is one line of up to ${max} characters.`,
        zh: `理由须为单行文字，最多 ${max} 个字符。`,
      },
      { max },
    );
  }
}

export class PositionOutOfRangeError extends DomainError {
  readonly code = 'POSITION_OUT_OF_RANGE';
  constructor(publishedPosition: number) {
    super(
      {
        en: `What can be republished are positions from 1 to ${publishedPosition}, the last published; give the lower one first.`,
        zh: `可重新发布的位置为 1 至 ${publishedPosition}（最后发布的位置），起点不得大于终点。`,
      },
      { publishedPosition },
    );
  }
}

/** The event transport (Kafka or the embedded log) does not answer; the database does. */
export class EventTransportUnreachableError extends DomainError {
  readonly code = 'EVENT_TRANSPORT_UNREACHABLE';
  constructor() {
    super({
      en: 'The event transport does not answer; look at the broker or the event log.',
      zh: '事件通道无响应，请检查消息代理或事件日志。',
    });
  }
}

/** The walk goes on; asked again, its verdict is there when it has ended. */
export class VerificationTooLongError extends DomainError {
  readonly code = 'VERIFICATION_TOO_LONG';
  constructor(limitS: number) {
    super(
      {
        en: `Verifying takes longer than ${limitS} s and goes on; ask again, or use the command line.`,
        zh: `验证超过 ${limitS} 秒，仍在进行；请稍后再查询，或使用命令行。`,
      },
      { limitS },
    );
  }
}
