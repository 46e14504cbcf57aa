import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';

const SUBJECT = 'Webhook';

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/**
 * A department's officers alone say where its events are sent, and read what was: it tells of single events, and an official
 * complained of might sit in any other office. The county's command centre and operators see that there is an endpoint, and may
 * stop it.
 */
export function webhookRules(grant: Grant): AccessRule[] {
  if (grant.role === Role.DEPARTMENT_OFFICER && grant.departmentId)
    return may(['manage', 'stop', 'readDeliveries'], { departmentId: grant.departmentId });
  if (grant.role !== Role.COUNTY_COMMAND && grant.role !== Role.PLATFORM_OPERATOR) return [];
  const { from, to } = subtreeOf(grant.areaCode);
  return may(['stop'], { areaCode: { $gte: from, $lt: to } });
}
