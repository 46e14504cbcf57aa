import { DomainError } from '@lianxin/service-kit';

export class MalformedDepartmentCodeError extends DomainError {
  readonly code = 'DEPARTMENT_CODE_MALFORMED';
  constructor() {
    super({
      en: 'A department code has 1 to 64 lower-case letters, digits and hyphens.',
      zh: '部门代码由1至64个小写字母、数字或连字符组成。',
    });
  }
}

export class DepartmentCodeTakenError extends DomainError {
  readonly code = 'DEPARTMENT_CODE_TAKEN';
  constructor(areaCode: string, departmentCode: string) {
    super(
      {
        en: `Department ${departmentCode} of ${areaCode} is defined already.`,
        zh: `${areaCode} 的部门 ${departmentCode} 已存在。`,
      },
      { areaCode, departmentCode },
    );
  }
}
