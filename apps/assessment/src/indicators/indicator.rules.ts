import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

/** Posts that answer for a whole subtree, or inspect it. */
const OFFICES: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);

/** Posts that see how their own village does: its figures are open to those who live and work there. */
const VILLAGERS: ReadonlySet<Role> = new Set([Role.RESIDENT, Role.GRID_WORKER, Role.GRID_LEADER]);

const VILLAGE_CODE_LENGTH = 12;

/** `read` are the figures of today; `trace` are the records behind them and the figures of a past moment. */
export function indicatorRules(grant: Grant, _subject: string): AccessRule[] {
  if (OFFICES.has(grant.role)) {
    const { from, to } = subtreeOf(grant.areaCode);
    const conditions = { areaCode: { $gte: from, $lt: to } };
    return ['read', 'trace'].map((action) => ({ action, subject: 'Indicator', conditions }));
  }
  if (VILLAGERS.has(grant.role) && grant.areaCode.length >= VILLAGE_CODE_LENGTH) {
    const conditions = { areaCode: grant.areaCode.slice(0, VILLAGE_CODE_LENGTH) };
    return [{ action: 'read', subject: 'Indicator', conditions }];
  }
  return [];
}
