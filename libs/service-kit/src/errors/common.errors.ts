import { DomainError } from './domain-error.js';

export class UnauthenticatedError extends DomainError {
  readonly code = 'UNAUTHENTICATED';
  constructor(reason: string) {
    super({ en: 'Sign in with a valid access token.', zh: '请使用有效的访问令牌登录。' }, { reason });
  }
}

/** The caller may know that the object exists, but not do this to it. */
export class ForbiddenError extends DomainError {
  readonly code = 'FORBIDDEN';
  constructor(action: string, subject: string) {
    super(
      {
        en: `None of your posts allows "${action}" on ${subject} here.`,
        zh: `您现有岗位无权在此执行“${action}”。`,
      },
      { action, subject },
    );
  }
}

/** What one may not see looks like what does not exist. */
export class NotFoundError extends DomainError {
  readonly code = 'NOT_FOUND';
  constructor(subject: string, id: string) {
    super({ en: `${subject} ${id} was not found.`, zh: `未找到 ${subject} ${id}。` }, { subject, id });
  }
}

export class InvalidCursorError extends DomainError {
  readonly code = 'INVALID_CURSOR';
  constructor() {
    super({ en: 'This cursor was not issued here.', zh: '该游标不是由本平台签发的。' });
  }
}

export class PageSizeOutOfRangeError extends DomainError {
  readonly code = 'PAGE_SIZE_OUT_OF_RANGE';
  constructor(first: number, max: number) {
    super({ en: `first must be from 1 to ${max}.`, zh: `first 须在 1 至 ${max} 之间。` }, { first, max });
  }
}

export class RequestIdReusedError extends DomainError {
  readonly code = 'REQUEST_ID_REUSED';
  constructor(requestId: string) {
    super(
      {
        en: 'This requestId was already used for another command; take a fresh one.',
        zh: '该 requestId 已用于另一条命令，请更换新的 requestId。',
      },
      { requestId },
    );
  }
}

export class MalformedIdError extends DomainError {
  readonly code = 'MALFORMED_ID';
  constructor(field: string) {
    super({ en: `${field} must be a UUID.`, zh: `${field} 必须是 UUID。` }, { field });
  }
}

export class TooManyIdsError extends DomainError {
  readonly code = 'TOO_MANY_IDS';
  constructor(field: string, max: number) {
    super({ en: `${field} takes at most ${max}.`, zh: `${field} 至多填写 ${max} 个。` }, { field, max });
  }
}

export class GatewaySecretRequiredError extends DomainError {
  readonly code = 'GATEWAY_SECRET_REQUIRED';
  constructor() {
    super({ en: 'This service answers its gateway alone.', zh: '本服务仅响应网关。' });
  }
}
