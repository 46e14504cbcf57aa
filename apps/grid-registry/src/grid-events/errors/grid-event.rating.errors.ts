import { DomainError } from '@lianxin/service-kit';

export class NothingRatedError extends DomainError {
  readonly code = 'NOTHING_RATED';
  constructor() {
    super({
      en: 'There is no answer to change yet: answer the follow-up first.',
      zh: '尚无评价可更改，请先进行评价。',
    });
  }
}

/** An answer that was given is not lost because nobody could be reached to confirm another. */
export class AnsweredBeforeError extends DomainError {
  readonly code = 'ANSWERED_BEFORE';
  constructor() {
    super({
      en: 'The reporter has answered before: record only what they say now.',
      zh: '当事人此前已作答，请仅记录其本次回答。',
    });
  }
}

export class RatingUnchangedError extends DomainError {
  readonly code = 'RATING_UNCHANGED';
  constructor() {
    super({
      en: 'The answers are the same as before.',
      zh: '评价内容与之前相同。',
    });
  }
}

export class RatingWindowClosedError extends DomainError {
  readonly code = 'RATING_WINDOW_CLOSED';
  constructor(until: Date) {
    super(
      {
        en: 'The time in which the answers could be changed is over.',
        zh: '已超过可更改评价的期限。',
      },
      { until: until.toISOString() },
    );
  }
}

export class FollowUpAttemptsUsedUpError extends DomainError {
  readonly code = 'FOLLOW_UP_ATTEMPTS_USED_UP';
  constructor(limit: number) {
    super(
      {
        en: `A reporter is tried at most ${limit} times.`,
        zh: `同一事件最多回访 ${limit} 次。`,
      },
      { limit },
    );
  }
}
