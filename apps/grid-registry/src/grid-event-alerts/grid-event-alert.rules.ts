import { Role, sightCodeOf, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { AlertLevel, GridEventAlert } from './grid-event-alert.entity.js';

const NONE = 'NONE';

/** What the rules look at. */
export interface AlertView {
  readonly postCode: string;
  readonly departmentId: string;
  readonly concernedIds: readonly string[];
  readonly toldLevels: readonly AlertLevel[];
}

export const alertViewOf = (alert: GridEventAlert): AlertView => ({
  postCode: alert.postCode,
  departmentId: alert.departmentId ?? NONE,
  concernedIds: alert.concernedIds,
  toldLevels: alert.toldLevels,
});

/** The duty posts that there are, and the level each answers for. */
export const LEVEL_OF_ROLE: Readonly<Partial<Record<Role, AlertLevel>>> = {
  [Role.VILLAGE_OFFICER]: 'VILLAGE',
  [Role.TOWNSHIP_OFFICER]: 'TOWNSHIP',
  [Role.COUNTY_COMMAND]: 'COUNTY',
  [Role.DEPARTMENT_OFFICER]: 'DEPARTMENT',
  [Role.DISCIPLINE_INSPECTION]: 'INSPECTION',
};

/**
 * S1-23: a post sees the alerts of its own area and those below it, and acknowledges what it was told itself, at first or when
 * it was rung up. Nobody does either with what they are complained of in.
 */
export function gridEventAlertRules({ role, areaCode, departmentId }: Grant, person: string): AccessRule[] {
  const level = LEVEL_OF_ROLE[role];
  if (!level || (level === 'DEPARTMENT' && departmentId === null)) return [];
  const post: Conditions = departmentId === null ? inAreaOf(level, areaCode) : { departmentId };
  const conditions = { ...post, concernedIds: { $nin: [person] } };
  return [
    { action: 'read', subject: 'GridEventAlert', conditions },
    {
      action: 'acknowledge',
      subject: 'GridEventAlert',
      conditions: { ...conditions, toldLevels: { $all: [level] } },
    },
  ];
}

function inAreaOf(level: AlertLevel, areaCode: string): Conditions {
  const { from, to } = subtreeOf(level === 'INSPECTION' ? sightCodeOf('INSPECTION', areaCode) : areaCode);
  return { postCode: { $gte: from, $lt: to } };
}
