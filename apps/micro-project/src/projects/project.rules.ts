import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { ProjectRow } from './entity/project.row.js';

const SUBJECT = 'MicroProject';
const VILLAGE_CODE_LENGTH = 12;
const COUNTY_CODE_LENGTH = 6;

/** What the rules look at. */
export interface ProjectView {
  readonly villageCode: string;
  readonly leadBody: string;
  readonly isPublished: 'YES' | 'NO';
  readonly proposedBy: string;
}

export const viewOf = (project: ProjectRow): ProjectView => ({
  villageCode: project.villageCode,
  leadBody: project.leadBody,
  isPublished: project.publishedAt === null ? 'NO' : 'YES',
  proposedBy: project.proposedBy,
});

/** The same as SQL over the alias `p`. */
export const READABLE_PROJECTS = {
  action: 'read',
  subject: SUBJECT,
  columns: {
    villageCode: 'p.village_code',
    leadBody: 'p.lead_body',
    isPublished: `(CASE WHEN p.published_at IS NULL THEN 'NO' ELSE 'YES' END)`,
    proposedBy: 'p.proposed_by::text',
  },
};

/** S0-07: what whoever carries it out does with a project: the village or, for larger ones, the township. */
const LEADING = [
  'propose',
  'revise',
  'submit',
  'postNotice',
  'extendNotice',
  'endNotice',
  'start',
  'reachMilestone',
  'recordPayment',
  'delay',
  'stop',
  'resume',
  'requestChange',
  'complete',
  'inspect',
  'survey',
  'close',
  'endRetention',
  'abandon',
  'startInEmergency',
  'addDocument',
] as const;

/** S0-12…14, S0-19: what the township does with projects of its villages, whoever leads them. */
const TOWNSHIP = [
  'returnForRevision',
  'file:TOWNSHIP',
  'rule:TOWNSHIP',
  'publishAudit',
  'addDocument',
] as const;

const COUNTY = ['file:COUNTY', 'rule:COUNTY'] as const;

const READERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.SUPERVISION_COMMITTEE,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);

/** Who sees on what evidence a splitting is suspected: nobody of the village that may have split. */
const OF_THE_VILLAGE: ReadonlySet<Role> = new Set([Role.VILLAGE_OFFICER, Role.SUPERVISION_COMMITTEE]);
const OVERSEERS: ReadonlySet<Role> = new Set([...READERS].filter((role) => !OF_THE_VILLAGE.has(role)));

/** A post in the village that asks for the work. */
export const isOfTheVillage = ({ role }: Grant): boolean => OF_THE_VILLAGE.has(role);

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/** S0-07, S0-11…20: who does what with a project. What was posted anybody reads who is signed in. */
export function projectRules(grant: Grant, person: string): AccessRule[] {
  const { role, areaCode } = grant;
  const { from, to } = subtreeOf(areaCode);
  const place = { villageCode: { $gte: from, $lt: to } };
  return [
    ...(role === Role.PERSON ? ownRules(person) : []),
    ...(READERS.has(role) ? may(['read', 'readInside', 'reveal:HANDLING'], place) : []),
    ...(OVERSEERS.has(role) ? may(['readSuspicions'], place) : []),
    ...postRules(grant, place),
  ];
}

const ownRules = (person: string): AccessRule[] => [
  ...may(['read', 'withdrawObjection'], { isPublished: 'YES' }),
  ...may(['read'], { proposedBy: person }),
];

function postRules({ role, areaCode }: Grant, place: Conditions): AccessRule[] {
  switch (role) {
    case Role.VILLAGE_OFFICER:
      return [
        ...may(LEADING, { ...place, leadBody: 'VILLAGE' }),
        ...may(['decide:VILLAGE_TWO_COMMITTEES', 'keyObjection', 'keyRemark', 'addDocument'], place),
        ...may(['selectContractor:VILLAGE_TWO_COMMITTEES'], { ...place, leadBody: 'VILLAGE' }),
      ];
    case Role.TOWNSHIP_OFFICER:
      return [
        ...may(LEADING, { ...place, leadBody: 'TOWNSHIP' }),
        ...may([...TOWNSHIP, 'keyObjection', 'keyRemark'], place),
        ...may(['judgeSplitting'], { ...place, leadBody: 'VILLAGE' }),
      ];
    case Role.PARTY_COMMITTEE_RECORDER:
      return may([...recordingOf(areaCode), 'addDocument'], place);
    case Role.COUNTY_COMMAND:
      return [...may(COUNTY, place), ...may(['judgeSplitting'], { ...place, leadBody: 'TOWNSHIP' })];
    case Role.SUPERVISION_COMMITTEE:
      return may(['remark'], place);
    case Role.RESIDENT:
    case Role.GRID_VOLUNTEER:
      return residentRules(areaCode);
    default:
      return [];
  }
}

/** S0-27: residents object at home, and remark on any project of their county. */
function residentRules(areaCode: string): AccessRule[] {
  const { from, to } = subtreeOf(areaCode.slice(0, COUNTY_CODE_LENGTH));
  const home = { villageCode: areaCode.slice(0, VILLAGE_CODE_LENGTH), isPublished: 'YES' };
  return [
    ...may(['object', 'answerSurvey'], home),
    ...may(['remark'], { villageCode: { $gte: from, $lt: to }, isPublished: 'YES' }),
  ];
}

/** A recorder keys in the meetings of the own committee, never those of one below. */
const recordingOf = (areaCode: string): string[] => {
  const isOfCounty = areaCode.length === COUNTY_CODE_LENGTH;
  const body = isOfCounty ? 'COUNTY_PARTY_COMMITTEE' : 'TOWNSHIP_PARTY_COMMITTEE';
  return [`decide:${body}`, `selectContractor:${body}`];
};
