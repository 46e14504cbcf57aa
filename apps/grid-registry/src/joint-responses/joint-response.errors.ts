import { DomainError } from '@lianxin/service-kit';

/** S1-27: what was called together is done when all have done their part. */
export class JointResponseOpenError extends DomainError {
  readonly code = 'JOINT_RESPONSE_OPEN';
  constructor(departmentIds: readonly string[]) {
    super(
      {
        en: 'Departments that were called have not finished their part; wait for them or release them.',
        zh: '仍有被吹哨部门未完成任务，请等待其完成或撤销吹哨。',
      },
      { departmentIds },
    );
  }
}

export class JointResponseDepartmentsError extends DomainError {
  readonly code = 'JOINT_RESPONSE_DEPARTMENTS_INVALID';
  constructor(max: number) {
    super(
      {
        en: `Call at least one department and each once; an event is with at most ${max} of them.`,
        zh: `至少吹哨一个部门，且不得重复；同一事件最多 ${max} 个部门。`,
      },
      { max },
    );
  }
}

export class JointResponseDepartmentAreaError extends DomainError {
  readonly code = 'JOINT_RESPONSE_DEPARTMENT_AREA';
  constructor(departmentId: string) {
    super(
      {
        en: 'This department does not answer for the place of the event.',
        zh: '该部门不负责事件所在区域。',
      },
      { departmentId },
    );
  }
}

export class JointResponseAlreadyCalledError extends DomainError {
  readonly code = 'JOINT_RESPONSE_ALREADY_CALLED';
  constructor(departmentIds: readonly string[]) {
    super(
      {
        en: 'These departments were called already and have not finished.',
        zh: '这些部门已被吹哨且尚未完成任务。',
      },
      { departmentIds },
    );
  }
}

/** Not called, already done, or released. */
export class JointResponseNotAwaitedError extends DomainError {
  readonly code = 'JOINT_RESPONSE_NOT_AWAITED';
  constructor(departmentId: string) {
    super(
      {
        en: 'This department is not awaited: it was not called, has finished, or was released.',
        zh: '该部门未被吹哨、已完成任务或已被撤销吹哨。',
      },
      { departmentId },
    );
  }
}

export class JointResponseAlreadyReportedError extends DomainError {
  readonly code = 'JOINT_RESPONSE_ALREADY_REPORTED';
  constructor(departmentId: string) {
    super({ en: 'This department has reported already.', zh: '该部门已报到。' }, { departmentId });
  }
}
