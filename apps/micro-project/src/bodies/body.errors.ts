import { DomainError } from '@lianxin/service-kit';

export class BodyUnknownError extends DomainError {
  readonly code = 'BODY_UNKNOWN';
  constructor(kind: string, areaCode: string) {
    super(
      {
        en: 'Nobody has said yet who belonged to this body on that day.',
        zh: '尚未登记该机构在该日的成员名单。',
      },
      { kind, areaCode },
    );
  }
}

export class BodyMembersError extends DomainError {
  readonly code = 'BODY_MEMBERS';
  constructor(max: number) {
    super(
      {
        en: `A body has from 3 to ${max} members, each named once.`,
        zh: `议事机构成员为 3 至 ${max} 人，且不得重复。`,
      },
      { max },
    );
  }
}

/** Who belonged to a body on a past day is history: a meeting was held by them. */
export class BodyBackdatedError extends DomainError {
  readonly code = 'BODY_BACKDATED';
  constructor(earliest: string) {
    super(
      {
        en: `Members are set from ${earliest} on: whoever decides today was known yesterday.`,
        zh: `成员名单最早自 ${earliest} 起生效：当日议事的成员须事先登记。`,
      },
      { earliest },
    );
  }
}

export class BodyLevelError extends DomainError {
  readonly code = 'BODY_LEVEL';
  constructor(kind: string) {
    super({ en: 'This body is of another level.', zh: '该机构与所填区划层级不符。' }, { kind });
  }
}
