/** The names of `Role` in libs/access; kept as text because accounts are handed on as JSON. */
export interface DemonstrationPost {
  role: string;
  /** The area the post is held for: a code of today, a grid's included. */
  areaCode?: string;
  departmentCode?: string;
}

export interface DemonstrationAccount {
  account: string;
  /** The person, as tokens name him in `sub`. */
  subject: string;
  nameZh: string;
  nameEn: string;
  posts: DemonstrationPost[];
}

const county = '361104';
const township = '361104111';
const village = '361104111001';
const grid = '361104111001001';

/** Invented people, one for each post. They exist in the embedded issuer only; production brings its own. */
export const demonstrationAccounts: DemonstrationAccount[] = [
  person(1, 'resident', ['居民（演示）', 'Resident (demo)'], { role: 'RESIDENT', areaCode: village }),
  person(2, 'grid-worker', ['网格员（演示）', 'Grid worker (demo)'], { role: 'GRID_WORKER', areaCode: grid }),
  person(3, 'grid-leader', ['网格长（演示）', 'Grid leader (demo)'], { role: 'GRID_LEADER', areaCode: grid }),
  person(4, 'village-officer', ['社区干部（演示）', 'Community officer (demo)'], {
    role: 'VILLAGE_OFFICER',
    areaCode: village,
  }),
  person(5, 'rural-village-officer', ['村干部（演示）', 'Village officer (demo)'], {
    role: 'VILLAGE_OFFICER',
    areaCode: '361104111200',
  }),
  person(6, 'township-officer', ['镇综治干部（演示）', 'Township officer (demo)'], {
    role: 'TOWNSHIP_OFFICER',
    areaCode: township,
  }),
  person(7, 'party-committee-recorder', ['镇党委记录员（演示）', 'Party committee recorder (demo)'], {
    role: 'PARTY_COMMITTEE_RECORDER',
    areaCode: township,
  }),
  person(8, 'other-township-officer', ['邻镇干部（演示）', 'Officer of another township (demo)'], {
    role: 'TOWNSHIP_OFFICER',
    areaCode: '361104101',
  }),
  person(9, 'county-command', ['区指挥中心（演示）', 'County command centre (demo)'], {
    role: 'COUNTY_COMMAND',
    areaCode: county,
  }),
  person(10, 'department-officer', ['住建局干部（演示）', 'Housing department officer (demo)'], {
    role: 'DEPARTMENT_OFFICER',
    areaCode: county,
    departmentCode: 'housing-construction',
  }),
  person(11, 'discipline-inspection', ['纪检干部（演示）', 'Discipline inspection (demo)'], {
    role: 'DISCIPLINE_INSPECTION',
    areaCode: county,
  }),
  person(12, 'assessment-officer', ['考核干部（演示）', 'Assessment officer (demo)'], {
    role: 'ASSESSMENT_OFFICER',
    areaCode: county,
  }),
  person(13, 'policy-editor', ['政策维护员（演示）', 'Policy editor (demo)'], {
    role: 'POLICY_EDITOR',
    areaCode: county,
  }),
  person(14, 'platform-operator', ['平台运维（演示）', 'Platform operator (demo)'], {
    role: 'PLATFORM_OPERATOR',
    areaCode: county,
  }),
  person(15, 'auditor', ['审计员（演示）', 'Auditor (demo)'], { role: 'AUDITOR', areaCode: county }),
  person(16, 'grid-volunteer', ['网格志愿者（演示）', 'Grid volunteer (demo)'], {
    role: 'GRID_VOLUNTEER',
    areaCode: grid,
  }),
  person(17, 'resident-2', ['居民二（演示）', 'Second resident (demo)'], {
    role: 'RESIDENT',
    areaCode: village,
  }),
  person(18, 'resident-3', ['居民三（演示）', 'Third resident (demo)'], {
    role: 'RESIDENT',
    areaCode: village,
  }),
  person(
    19,
    'county-party-committee-recorder',
    ['区委记录员（演示）', 'County Party committee recorder (demo)'],
    {
      role: 'PARTY_COMMITTEE_RECORDER',
      areaCode: county,
    },
  ),
  person(
    20,
    'supervision-committee',
    ['村务监督委员会成员（演示）', 'Member of the supervision committee (demo)'],
    {
      role: 'SUPERVISION_COMMITTEE',
      areaCode: village,
    },
  ),
];

/** The account of that name, if what was given is one. */
export function findAccount(name: unknown): DemonstrationAccount | undefined {
  return demonstrationAccounts.find(({ account }) => account === name);
}

/** Subjects are fixed, so that grants seeded once fit the tokens of every later start. */
function person(
  number: number,
  account: string,
  [nameZh, nameEn]: [string, string],
  ...posts: DemonstrationPost[]
): DemonstrationAccount {
  const subject = `0190d000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
  return { account, subject, nameZh, nameEn, posts };
}
