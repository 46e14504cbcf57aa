import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/**
 * Departments are public; the county command centre and the platform define them. Whom violence, abuse and neglect are reported
 * to is set up with the platform alone: no office can make itself or another one of them.
 */
export function departmentRules(grant: Grant): AccessRule[] {
  if (grant.role !== Role.COUNTY_COMMAND && grant.role !== Role.SYSTEM) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  const actions = grant.role === Role.SYSTEM ? ['define', 'entrustProtection'] : ['define'];
  const conditions = { areaCode: { $gte: from, $lt: to } };
  return actions.map((action) => ({ action, subject: 'Department', conditions }));
}
