import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

const CHECKERS: ReadonlySet<Role> = new Set([
  Role.COUNTY_COMMAND,
  Role.ASSESSMENT_OFFICER,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);

/** S1-28: those who look after the work of others draw and check; never those who are scored. */
export function followUpSampleRules({ role, areaCode }: Grant): AccessRule[] {
  if (!CHECKERS.has(role)) return [];
  const { from, to } = subtreeOf(areaCode);
  const conditions = { areaCode: { $gte: from, $lt: to } };
  return ['draw', 'read', 'check'].map((action) => ({ action, subject: 'FollowUpSample', conditions }));
}
