import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Areas are public; changing them is for the platform's operators, and for a county's command centre at home. */
export function areaRules(grant: Grant): AccessRule[] {
  if (grant.role === Role.PLATFORM_OPERATOR) return [{ action: 'decide', subject: 'AreaChange' }];
  if (grant.role !== Role.COUNTY_COMMAND) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return [{ action: 'decide', subject: 'AreaChange', conditions: { code: { $gte: from, $lt: to } } }];
}
