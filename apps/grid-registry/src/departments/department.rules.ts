import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Departments are public; the county command centre and the platform define them. */
export function departmentRules(grant: Grant): AccessRule[] {
  if (grant.role !== Role.COUNTY_COMMAND && grant.role !== Role.SYSTEM) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return [{ action: 'define', subject: 'Department', conditions: { areaCode: { $gte: from, $lt: to } } }];
}
