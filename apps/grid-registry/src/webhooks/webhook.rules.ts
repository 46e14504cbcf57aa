import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';

const SUBJECT = 'Webhook';

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/**
 * A department's officers look after its endpoints; the county's command centre and operators may too. What was delivered
 * tells of single events, so the department alone reads that: an official complained of might sit in either office.
 */
export function webhookRules(grant: Grant): AccessRule[] {
  if (grant.role === Role.DEPARTMENT_OFFICER && grant.departmentId)
    return may(['manage', 'readDeliveries'], { departmentId: grant.departmentId });
  if (grant.role !== Role.COUNTY_COMMAND && grant.role !== Role.PLATFORM_OPERATOR) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return may(['manage'], { areaCode: { $gte: from, $lt: to } });
}
