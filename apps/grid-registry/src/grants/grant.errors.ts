import { DomainError } from '@lianxin/service-kit';

export class GrantPeriodError extends DomainError {
  readonly code = 'GRANT_PERIOD_EMPTY';
  constructor() {
    super({ en: 'A grant must end after it begins.', zh: '授权的结束时间必须晚于开始时间。' });
  }
}

export class GrantAlreadyRevokedError extends DomainError {
  readonly code = 'GRANT_ALREADY_REVOKED';
  constructor(grantId: string) {
    super({ en: 'This grant was already revoked.', zh: '该授权已被撤销。' }, { grantId });
  }
}

export class GrantToOneselfError extends DomainError {
  readonly code = 'GRANT_TO_ONESELF';
  constructor() {
    super({ en: 'Nobody gives a post to themselves.', zh: '不得为本人授权。' });
  }
}

export class DepartmentRequiredError extends DomainError {
  readonly code = 'DEPARTMENT_REQUIRED';
  constructor() {
    super({
      en: 'A department officer needs a department, and nobody else does.',
      zh: '部门工作人员须指定部门，其他岗位不得指定。',
    });
  }
}
