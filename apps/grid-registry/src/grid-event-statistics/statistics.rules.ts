import { Role } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

const SUBJECT = 'GridEventStatistics';
const VILLAGE_CODE_LENGTH = 12;

/** A department counts what it was given; residents see what is made public of their village. Posts over an area: see the events' rules. */
export function statisticsRules({ role, areaCode, departmentId }: Grant): AccessRule[] {
  switch (role) {
    case Role.DEPARTMENT_OFFICER:
      return departmentId === null
        ? []
        : [{ action: 'read', subject: SUBJECT, conditions: { departmentId } }];
    case Role.RESIDENT:
    case Role.GRID_VOLUNTEER: {
      const village = areaCode.slice(0, VILLAGE_CODE_LENGTH);
      return [{ action: 'readPublished', subject: SUBJECT, conditions: { areaCode: village } }];
    }
    default:
      return [];
  }
}
