import { Role } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Areas are public; changing them is not. */
export function areaRules(grant: Grant, _subject: string): AccessRule[] {
  if (grant.role !== Role.PLATFORM_OPERATOR) return [];
  return [{ action: 'decide', subject: 'AreaChange' }];
}
