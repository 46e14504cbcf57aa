import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** S1-04: the county leads the division into grids, and no other unit draws any. */
export function gridRules(grant: Grant): AccessRule[] {
  if (grant.role !== Role.COUNTY_COMMAND && grant.role !== Role.SYSTEM) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return [{ action: 'define', subject: 'Grid', conditions: { code: { $gte: from, $lt: to } } }];
}
