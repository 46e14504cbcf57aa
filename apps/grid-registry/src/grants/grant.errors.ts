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

export class DepartmentElsewhereError extends DomainError {
  readonly code = 'DEPARTMENT_ELSEWHERE';
  constructor(areaCode: string) {
    super(
      {
        en: `That department is one of ${areaCode}: give the post there.`,
        zh: `该部门属于 ${areaCode}，请在该区划授权。`,
      },
      { areaCode },
    );
  }
}

export class GrantBackdatedError extends DomainError {
  readonly code = 'GRANT_BACKDATED';
  constructor() {
    super({ en: 'A post begins now or later.', zh: '授权的开始时间不得早于当前时间。' });
  }
}

export class GrantLevelError extends DomainError {
  readonly code = 'GRANT_LEVEL_MISMATCH';
  constructor(role: string, areaCode: string) {
    super(
      { en: `${role} is not a post of that level.`, zh: `${role} 不是该层级的岗位。` },
      { role, areaCode },
    );
  }
}
