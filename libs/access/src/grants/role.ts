import { sightCodeOf } from '../subtree.js';
import type { Realm } from '../subtree.js';

/**
 * The posts that may be granted. What a post may do is for each service's rules to say; where it reaches is said here.
 */
export enum Role {
  RESIDENT = 'RESIDENT',
  GRID_VOLUNTEER = 'GRID_VOLUNTEER',
  GRID_WORKER = 'GRID_WORKER',
  GRID_LEADER = 'GRID_LEADER',
  VILLAGE_OFFICER = 'VILLAGE_OFFICER',
  SUPERVISION_COMMITTEE = 'SUPERVISION_COMMITTEE',
  TOWNSHIP_OFFICER = 'TOWNSHIP_OFFICER',
  PARTY_COMMITTEE_RECORDER = 'PARTY_COMMITTEE_RECORDER',
  COUNTY_COMMAND = 'COUNTY_COMMAND',
  DEPARTMENT_OFFICER = 'DEPARTMENT_OFFICER',
  DISCIPLINE_INSPECTION = 'DISCIPLINE_INSPECTION',
  ASSESSMENT_OFFICER = 'ASSESSMENT_OFFICER',
  POLICY_EDITOR = 'POLICY_EDITOR',
  PLATFORM_OPERATOR = 'PLATFORM_OPERATOR',
  AUDITOR = 'AUDITOR',
  /** Everybody who is signed in, for what is their own; never granted. */
  PERSON = 'PERSON',
  /** The platform itself, on behalf of an event; never granted to a person. */
  SYSTEM = 'SYSTEM',
}

/** Whose rows a post reaches: a subtree of areas, what one department was given, or one's own alone. */
export type Reach = 'subtree' | 'department' | 'self';

/** Lengths of the codes that areas and grids of a level have. */
const CODE_LENGTHS = { COUNTY: 6, TOWNSHIP: 9, VILLAGE: 12, GRID: 15 } as const;
type PostLevel = keyof typeof CODE_LENGTHS;

interface RoleDefinition {
  readonly reach: Reach;
  /** What the post knows of inside its subtree besides what is common. */
  readonly realm?: Realm;
  /** The levels at which the post exists. */
  readonly levels: readonly PostLevel[];
  /** The posts that may give and revoke this one inside their own area. */
  readonly givenBy: readonly Role[];
  readonly titleEn: string;
  readonly titleZh: string;
}

const COUNTY_OFFICES = [Role.COUNTY_COMMAND, Role.PLATFORM_OPERATOR];

/** S1-14 (workers are picked by the township), S4-52 (one person may hold several); the rest is ours. */
export const ROLES: Readonly<Record<Role, RoleDefinition>> = {
  [Role.RESIDENT]: {
    reach: 'self',
    levels: ['VILLAGE', 'GRID'],
    givenBy: [Role.VILLAGE_OFFICER, Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'resident',
    titleZh: '居民',
  },
  [Role.GRID_VOLUNTEER]: {
    reach: 'self',
    levels: ['VILLAGE', 'GRID'],
    givenBy: [Role.VILLAGE_OFFICER, Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'grid volunteer',
    titleZh: '网格志愿者',
  },
  [Role.GRID_WORKER]: {
    reach: 'subtree',
    levels: ['GRID'],
    givenBy: [Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'grid worker',
    titleZh: '网格员',
  },
  [Role.GRID_LEADER]: {
    reach: 'subtree',
    levels: ['GRID'],
    givenBy: [Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'grid leader',
    titleZh: '网格长',
  },
  [Role.VILLAGE_OFFICER]: {
    reach: 'subtree',
    levels: ['VILLAGE'],
    givenBy: [Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'village officer',
    titleZh: '村（社区）干部',
  },
  // Watches the village's own works from within (S0-24): it sees them all and carries none of them out.
  [Role.SUPERVISION_COMMITTEE]: {
    reach: 'subtree',
    levels: ['VILLAGE'],
    givenBy: [Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND],
    titleEn: 'member of the village supervision committee',
    titleZh: '村务监督委员会成员',
  },
  [Role.TOWNSHIP_OFFICER]: {
    reach: 'subtree',
    levels: ['TOWNSHIP'],
    givenBy: [Role.COUNTY_COMMAND],
    titleEn: 'township officer',
    titleZh: '乡镇（街道）干部',
  },
  // Keys in what the committee decided on matters of its area, and has to see them; which matters, each service's rules say.
  [Role.PARTY_COMMITTEE_RECORDER]: {
    reach: 'subtree',
    levels: ['TOWNSHIP', 'COUNTY'],
    givenBy: [Role.COUNTY_COMMAND],
    titleEn: 'recorder of the Party committee',
    titleZh: '党委会记录员',
  },
  [Role.COUNTY_COMMAND]: {
    reach: 'subtree',
    levels: ['COUNTY'],
    givenBy: [Role.PLATFORM_OPERATOR],
    titleEn: 'county command centre',
    titleZh: '县级指挥中心',
  },
  [Role.DEPARTMENT_OFFICER]: {
    reach: 'department',
    levels: ['COUNTY', 'TOWNSHIP'],
    givenBy: COUNTY_OFFICES,
    titleEn: 'department officer',
    titleZh: '部门工作人员',
  },
  [Role.DISCIPLINE_INSPECTION]: {
    reach: 'subtree',
    realm: 'INSPECTION',
    levels: ['COUNTY', 'TOWNSHIP'],
    givenBy: [Role.PLATFORM_OPERATOR],
    titleEn: 'discipline inspection',
    titleZh: '纪检监察',
  },
  [Role.ASSESSMENT_OFFICER]: {
    reach: 'subtree',
    levels: ['COUNTY'],
    givenBy: COUNTY_OFFICES,
    titleEn: 'assessment officer',
    titleZh: '考核办',
  },
  [Role.POLICY_EDITOR]: {
    reach: 'self',
    levels: ['COUNTY', 'TOWNSHIP'],
    givenBy: COUNTY_OFFICES,
    titleEn: 'policy editor',
    titleZh: '政策维护员',
  },
  [Role.PLATFORM_OPERATOR]: {
    reach: 'self',
    levels: ['COUNTY'],
    givenBy: [Role.PLATFORM_OPERATOR],
    titleEn: 'platform operator',
    titleZh: '平台运维',
  },
  [Role.AUDITOR]: {
    reach: 'subtree',
    levels: ['COUNTY', 'TOWNSHIP'],
    givenBy: [Role.PLATFORM_OPERATOR],
    titleEn: 'auditor',
    titleZh: '审计员',
  },
  [Role.PERSON]: { reach: 'self', levels: [], givenBy: [], titleEn: 'oneself', titleZh: '本人' },
  [Role.SYSTEM]: { reach: 'subtree', levels: [], givenBy: [], titleEn: 'the platform', titleZh: '平台' },
};

/** The subtrees whose things a post knows of: its area's, and that of its own realm if it has one. */
export function sightsOf(role: Role, areaCode: string): string[] {
  const { reach, realm } = ROLES[role];
  if (reach !== 'subtree') return [];
  return realm ? [areaCode, sightCodeOf(realm, areaCode)] : [areaCode];
}

/** Who has one of these alone holds no office: what is said of them is no complaint about a body. */
export const NO_OFFICE: readonly Role[] = [Role.RESIDENT, Role.GRID_VOLUNTEER, Role.PERSON];

export const isOffice = ({ role }: { readonly role: Role }): boolean => !NO_OFFICE.includes(role);

/** Whether the post exists at the level of this area or grid. */
export function isHeldAt(role: Role, areaCode: string): boolean {
  return ROLES[role].levels.some((level) => CODE_LENGTHS[level] === areaCode.length);
}
