import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

const READERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);
const SETTERS: ReadonlySet<Role> = new Set([Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND]);

/** Who sits on a body is registered by the level above or its own office, never by who keys its meetings in. */
export function bodyRules({ role, areaCode }: Grant): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const conditions = { areaCode: { $gte: from, $lt: to } };
  const rule = (action: string): AccessRule => ({ action, subject: 'DecidingBody', conditions });
  return [...(READERS.has(role) ? [rule('read')] : []), ...(SETTERS.has(role) ? [rule('setMembers')] : [])];
}
