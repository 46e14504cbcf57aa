import { DomainError } from '@lianxin/service-kit';

/** The person's key was destroyed: what was sealed with it cannot be read by anyone again. */
export class PersonalDataErasedError extends DomainError {
  readonly code = 'PERSONAL_DATA_ERASED';
  constructor(personId: string) {
    super({ en: "This person's data was erased.", zh: '该人员的个人信息已删除。' }, { personId });
  }
}

export class TextEmptyError extends DomainError {
  readonly code = 'TEXT_EMPTY';
  constructor(field: string) {
    super({ en: `${field} must not be empty.`, zh: `${field} 不能为空。` }, { field });
  }
}

export class TextTooLongError extends DomainError {
  readonly code = 'TEXT_TOO_LONG';
  constructor(field: string, max: number, actual: number) {
    super(
      {
        en: `${field} has ${actual} characters; at most ${max} are allowed.`,
        zh: `${field} 共 ${actual} 个字符，最多 ${max} 个。`,
      },
      { field, max, actual },
    );
  }
}

export class TextHasControlCharactersError extends DomainError {
  readonly code = 'TEXT_HAS_CONTROL_CHARACTERS';
  constructor(field: string, position: number) {
    super(
      {
        en: `${field} has a control or invisible character at position ${position}.`,
        zh: `${field} 第 ${position} 位含有控制字符或不可见字符。`,
      },
      { field, position },
    );
  }
}

/** A sealed text that was altered, moved to another place, or whose key is missing: a fault, not an answer. */
export class SealedTextUnreadableError extends Error {
  override readonly name = 'SealedTextUnreadableError';
}
