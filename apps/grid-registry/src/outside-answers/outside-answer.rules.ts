import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** S1-27: the county command centre answers those who passed matters on. */
export function outsideAnswerRules(grant: Grant): AccessRule[] {
  if (grant.role !== Role.COUNTY_COMMAND) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return [{ action: 'export', subject: 'OutsideAnswer', conditions: { areaCode: { $gte: from, $lt: to } } }];
}
