import { DomainError } from '@lianxin/service-kit';

export class IllegalNeedStepError extends DomainError {
  readonly code = 'ILLEGAL_NEED_STEP';
  constructor(step: string, from: string) {
    super(
      {
        en: `A need that is ${from} cannot take the step "${step}".`,
        zh: `需求当前状态为 ${from}，不能执行“${step}”。`,
      },
      { step, from },
    );
  }
}

export class NeedChannelUnknownError extends DomainError {
  readonly code = 'NEED_CHANNEL_UNKNOWN';
  constructor(channel: string) {
    super(
      { en: 'Needs are not collected by such a channel here.', zh: '没有该征集渠道。' },
      { channel: channel.slice(0, 40) },
    );
  }
}

export class GridUnknownError extends DomainError {
  readonly code = 'GRID_UNKNOWN';
  constructor() {
    super({ en: 'There is no such grid in this village.', zh: '该村（社区）没有所填网格。' });
  }
}

/** Alike for an event that does not exist, lies elsewhere, or may not be known of. */
export class GridEventUnknownError extends DomainError {
  readonly code = 'GRID_EVENT_UNKNOWN';
  constructor() {
    super({ en: 'There is no such grid event in this village.', zh: '该村（社区）没有所填网格事件。' });
  }
}

export class ReconsiderationUsedUpError extends DomainError {
  readonly code = 'RECONSIDERATION_USED_UP';
  constructor(allowed: number) {
    super(
      {
        en: 'It was discussed again already: no further reconsideration can be asked for.',
        zh: '该需求已重新研究，不能再次提请。',
      },
      { allowed },
    );
  }
}

/** What a project or a plan answers has been found worth it before, in this very village. */
export class NeedNotCandidateError extends DomainError {
  readonly code = 'NEED_NOT_CANDIDATE';
  constructor(needId: string) {
    super(
      {
        en: 'This need is not among the candidates of the village.',
        zh: '该需求不在该村（社区）备选事项库中。',
      },
      { needId },
    );
  }
}
