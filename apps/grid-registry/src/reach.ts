import { Role, ROLES } from '@lianxin/access';
import type { Reach } from '@lianxin/access';

/** Whose things a post reaches here: the Party committee decides on micro-projects, and its recorder knows of no grid event. */
export const reachOf = (role: Role): Reach =>
  role === Role.PARTY_COMMITTEE_RECORDER ? 'self' : ROLES[role].reach;
