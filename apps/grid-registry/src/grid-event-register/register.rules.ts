import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

const SUBJECT = 'GridEventRegister';

const OFFICES: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.COUNTY_COMMAND,
  Role.DEPARTMENT_OFFICER,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);

/** S1-27: offices keep registers of their area; which rows they hold is for the rules of reading events to say. */
export function registerRules({ role, areaCode }: Grant): AccessRule[] {
  if (!OFFICES.has(role)) return [];
  const { from, to } = subtreeOf(areaCode);
  const conditions = { areaCode: { $gte: from, $lt: to } };
  const actions = role === Role.COUNTY_COMMAND ? ['export', 'exportPersonal'] : ['export'];
  return actions.map((action) => ({ action, subject: SUBJECT, conditions }));
}
