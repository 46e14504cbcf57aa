import { Role, sightCodeOf } from '@lianxin/access';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { realmOf, sightOf } from '../grid-events/grid-event.sight.js';
import type { AlertLevel, GridEventAlert } from './grid-event-alert.entity.js';

/** A duty post that is alerted. */
export type AlertPost = Pick<GridEventAlert, 'level' | 'postCode' | 'departmentId'>;

/** Whose grants make up a post. */
export interface DutyPost {
  readonly role: Role;
  readonly areaCode: string;
  readonly departmentId: string | null;
}

const COUNTY_CODE_LENGTH = 6;
const LEVELS: readonly { readonly level: AlertLevel; readonly length: number }[] = [
  { level: 'VILLAGE', length: 12 },
  { level: 'TOWNSHIP', length: 9 },
  { level: 'COUNTY', length: COUNTY_CODE_LENGTH },
];

const DUTY: Readonly<Record<AlertLevel, { role: Role; length: number }>> = {
  VILLAGE: { role: Role.VILLAGE_OFFICER, length: 12 },
  TOWNSHIP: { role: Role.TOWNSHIP_OFFICER, length: 9 },
  COUNTY: { role: Role.COUNTY_COMMAND, length: COUNTY_CODE_LENGTH },
  DEPARTMENT: { role: Role.DEPARTMENT_OFFICER, length: COUNTY_CODE_LENGTH },
  INSPECTION: { role: Role.DISCIPLINE_INSPECTION, length: COUNTY_CODE_LENGTH },
};

/**
 * Whom an emergency is told at once (S1-23): village, township, county and the department that answers for it; of those it is
 * kept from nobody. What only police and civil affairs, or only discipline inspection, may know of is told them alone.
 */
export function postsOf(event: GridEvent): AlertPost[] {
  const county = event.areaCode.slice(0, COUNTY_CODE_LENGTH);
  const realm = realmOf(event);
  const departmentCode = sightCodeOf(realm, county);
  const departments = event.departmentIds.map((departmentId) => ({
    level: 'DEPARTMENT' as const,
    postCode: departmentCode,
    departmentId,
  }));
  if (realm === 'PROTECTION') return departments;
  if (realm === 'INSPECTION') return [{ level: 'INSPECTION', postCode: departmentCode, departmentId: null }];
  const sight = sightOf(event);
  const levels = LEVELS.filter(({ length }) => sight.length >= length);
  return [
    ...levels.map(({ level, length }) => ({ level, postCode: sight.slice(0, length), departmentId: null })),
    ...departments,
  ];
}

/** Who stands behind the level that is told now. */
export function dutyPostOf(post: AlertPost, level: AlertLevel): DutyPost {
  const { role, length } = DUTY[level];
  const areaCode = post.postCode.replace(/^\D/, '').slice(0, length);
  return { role, areaCode, departmentId: level === 'DEPARTMENT' ? post.departmentId : null };
}
