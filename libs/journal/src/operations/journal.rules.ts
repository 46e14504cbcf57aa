import { Role } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Who looks after the traffic of events: the platform operator (平台运维), and the platform on its own machine. */
export function journalRules(grant: Grant): AccessRule[] {
  const isOperator = grant.role === Role.PLATFORM_OPERATOR || grant.role === Role.SYSTEM;
  return isOperator ? [{ action: 'operate', subject: 'Journal' }] : [];
}
