import { DomainError } from '@lianxin/service-kit';

/** S0-10: whoever asked for it is told why not. */
export class DeclineReasonMissingError extends DomainError {
  readonly code = 'DECLINE_REASON_MISSING';
  constructor(needId: string) {
    super(
      {
        en: 'A need is declined with a reason: it is given to whoever asked for it.',
        zh: '不予采纳须说明理由，并反馈提议人。',
      },
      { needId },
    );
  }
}

export class PriorityMissingError extends DomainError {
  readonly code = 'PRIORITY_MISSING';
  constructor(needId: string) {
    super(
      {
        en: 'What goes into the pool of candidates has a priority.',
        zh: '列入备选事项库须确定轻重缓急。',
      },
      { needId },
    );
  }
}

export class DiscussedNeedsError extends DomainError {
  readonly code = 'DISCUSSED_NEEDS';
  constructor(max: number) {
    super(
      {
        en: `A meeting names the needs it discussed, each once, at most ${max}; none only if none was open.`,
        zh: `会议须列明所研究的需求，每件一次，最多 ${max} 件；无待研究需求时方可为空。`,
      },
      { max },
    );
  }
}

export class NeedElsewhereError extends DomainError {
  readonly code = 'NEED_ELSEWHERE';
  constructor(needId: string) {
    super({ en: 'The need is of another village.', zh: '该需求不属于该村（社区）。' }, { needId });
  }
}

export class DiscussionRecordedError extends DomainError {
  readonly code = 'DISCUSSION_RECORDED';
  constructor() {
    super({ en: 'The meeting of these minutes is recorded already.', zh: '该纪要编号的会议已登记。' });
  }
}
