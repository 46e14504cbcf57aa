import type { Role } from './role.js';

/** A post that a person holds: a row of grid-registry, copied by every other service. */
export interface Grant {
  readonly id: string;
  readonly role: Role;
  /** Code of the area or grid the post is for. */
  readonly areaCode: string;
  /** Set for posts in a department. */
  readonly departmentId: string | null;
}
