import { Role, ROLES, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';
import { reachOf } from '../reach.js';

/** A post is given by a holder of a higher one, inside the holder's own area. */
export function grantRules(grant: Grant): AccessRule[] {
  const isPlatform = grant.role === Role.SYSTEM;
  const roles = Object.values(Role).filter((role) => isPlatform || ROLES[role].givenBy.includes(grant.role));
  const { from, to } = subtreeOf(grant.areaCode);
  const areaCode = { $gte: from, $lt: to };
  const reading: AccessRule[] =
    reachOf(grant.role) === 'subtree' || grant.role === Role.PLATFORM_OPERATOR
      ? [{ action: 'read', subject: 'Grant', conditions: { areaCode } }]
      : [];
  if (roles.length === 0) return reading;
  const conditions = { role: { $in: roles }, areaCode };
  return [
    ...reading,
    { action: 'give', subject: 'Grant', conditions },
    { action: 'revoke', subject: 'Grant', conditions },
  ];
}
