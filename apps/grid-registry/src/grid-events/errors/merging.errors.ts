import { DomainError } from '@lianxin/service-kit';

/** Whoever may know of the one would learn of the other. */
export class ConfidentialNotMergeableError extends DomainError {
  readonly code = 'CONFIDENTIAL_NOT_MERGEABLE';
  constructor() {
    super({
      en: 'What is confidential, anonymous or kept from somebody is never merged: handle it on its own.',
      zh: '保密、匿名或须回避的上报不得合并，请单独办理。',
    });
  }
}

export class MergeIntoItselfError extends DomainError {
  readonly code = 'MERGE_INTO_ITSELF';
  constructor() {
    super({ en: 'An event cannot be merged into itself.', zh: '事件不能并入自身。' });
  }
}

export class MergeAcrossCountiesError extends DomainError {
  readonly code = 'MERGE_ACROSS_COUNTIES';
  constructor() {
    super({
      en: 'Only events of one county can be merged.',
      zh: '只能合并同一县（区）内的事件。',
    });
  }
}

/** Each kind ends in its own way: an emergency has alerts, mediation is voluntary, an approval names a window (S3-16). */
export class MergeKindsDifferError extends DomainError {
  readonly code = 'MERGE_KINDS_DIFFER';
  constructor(kind: string, mainKind: string) {
    super(
      { en: 'Only events of one kind can be merged.', zh: '只能合并同一类型的事件。' },
      { kind, mainKind },
    );
  }
}

export class MergeTargetError extends DomainError {
  readonly code = 'MERGE_TARGET_ENDED';
  constructor(state: string) {
    super(
      {
        en: `Merge into an event whose result is still to be told: that one is ${state}.`,
        zh: `只能并入结果尚未告知的事件，目标事件当前状态为 ${state}。`,
      },
      { state },
    );
  }
}

/** What is merged into it would be two steps from the event that is handled. */
export class MergeChainError extends DomainError {
  readonly code = 'MERGE_CHAIN';
  constructor(mergedCount: number) {
    super(
      {
        en: 'Others are merged into this event: merge the other one into it, or take those apart first.',
        zh: '已有事件并入该事件：请将另一事件并入该事件，或先取消合并。',
      },
      { mergedCount },
    );
  }
}

export class MergedReportsUsedUpError extends DomainError {
  readonly code = 'MERGED_REPORTS_USED_UP';
  constructor(limit: number) {
    super(
      {
        en: `At most ${limit} reports are merged into one event.`,
        zh: `一个事件最多并入 ${limit} 件上报。`,
      },
      { limit },
    );
  }
}

/** What is past its deadline stays in the counts (S4-23): it does not vanish in an event that is not. */
export class MergeTooLateError extends DomainError {
  readonly code = 'MERGE_TOO_LATE';
  constructor(mainDueAt: Date) {
    super(
      {
        en: 'This event is past its deadline and the other is not: merge the other one into it.',
        zh: '该事件已超过时限而目标事件尚未超期，请将另一事件并入该事件。',
      },
      { mainDueAt: mainDueAt.toISOString() },
    );
  }
}

/** They would stay where everybody there can read them, and tell why. */
export class MergedReportsRemainError extends DomainError {
  readonly code = 'MERGED_REPORTS_REMAIN';
  constructor(count: number) {
    super(
      {
        en: `Other reports were merged into it (${count}): take them apart first, and hand over each that is a denunciation.`,
        zh: `该事件已合并其他上报（${count} 件），请先取消合并，再分别移送。`,
      },
      { count },
    );
  }
}
