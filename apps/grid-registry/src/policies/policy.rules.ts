import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Which policies at which level an editor may override is the policy's own to say. */
export function policyRules(grant: Grant): AccessRule[] {
  if (grant.role !== Role.POLICY_EDITOR) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return [{ action: 'override', subject: 'Policy', conditions: { areaCode: { $gte: from, $lt: to } } }];
}
