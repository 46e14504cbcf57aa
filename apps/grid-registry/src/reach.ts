import { Role, ROLES } from '@lianxin/access';
import type { Reach } from '@lianxin/access';

/** Posts that exist for the sake of micro-projects: who records the Party committee's meetings, and who watches a village's works. */
const OF_MICRO_PROJECTS: ReadonlySet<Role> = new Set([
  Role.PARTY_COMMITTEE_RECORDER,
  Role.SUPERVISION_COMMITTEE,
]);

/** Whose things a post reaches here; through posts for micro-projects nobody knows of a grid event. */
export const reachOf = (role: Role): Reach => (OF_MICRO_PROJECTS.has(role) ? 'self' : ROLES[role].reach);

/** Row-level security says the same underneath. */
export const seesRowsHere = (role: Role): boolean => !OF_MICRO_PROJECTS.has(role);
