import { Actor, Role } from '@lianxin/access';

export interface DepartmentPost {
  readonly departmentId: string;
  /** Code of the area that the department answers for. */
  readonly areaCode: string;
}

/**
 * Who reads on behalf of a department: exactly its post and nothing besides. It is nobody's person, so nothing is its own; no
 * person has the id of a department.
 */
export const departmentActor = ({ departmentId, areaCode }: DepartmentPost, purpose: string): Actor =>
  Actor.person(departmentId, [{ id: departmentId, role: Role.DEPARTMENT_OFFICER, areaCode, departmentId }], {
    correlationId: purpose,
  });
