import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';

/** Posts that answer for an area or watch over it. */
const OFFICES: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.SUPERVISION_COMMITTEE,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);

/** Who watches remarks and their answers, besides the bodies that answer. */
const WATCHERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.SUPERVISION_COMMITTEE,
  Role.TOWNSHIP_OFFICER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);

/** S0-25: the township's own audit, and those who audit it. */
const DRAWERS: ReadonlySet<Role> = new Set([
  Role.TOWNSHIP_OFFICER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.AUDITOR,
]);

const rule = (subject: string, actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject, conditions }));

/** S0-24, S0-25, S0-27: who looks after small public works, and who answers to it. What was published anybody reads. */
export function oversightRules(grant: Grant, person: string): AccessRule[] {
  const { role, areaCode } = grant;
  const { from, to } = subtreeOf(areaCode);
  const inside = { areaCode: { $gte: from, $lt: to } };
  return [
    ...(role === Role.PERSON ? ownRules(person) : []),
    ...(OFFICES.has(role) ? rule('MicroProjectStatistics', ['read'], inside) : []),
    ...(OFFICES.has(role) ? rule('MicroProjectRegister', ['export'], inside) : []),
    ...(WATCHERS.has(role) ? rule('ProjectRemark', ['read'], inside) : []),
    ...(DRAWERS.has(role) ? rule('SpecialAudit', ['draw', 'read', 'report'], inside) : []),
    ...bodyRules(grant),
  ];
}

const ownRules = (person: string): AccessRule[] => [
  ...rule('SpecialAudit', ['read'], { isReported: 'YES' }),
  ...rule('ProjectRemark', ['reveal:OWN'], { subjectId: person }),
  ...rule('ProjectRemark', ['reveal:OWN'], { proxyId: person }),
];

/** The village answers for what it leads, the township for what it leads; each checks in its own name. */
function bodyRules({ role, areaCode }: Grant): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const place = { villageCode: { $gte: from, $lt: to } };
  switch (role) {
    case Role.VILLAGE_OFFICER:
      return [
        ...rule('ProjectCheck', ['record'], { ...place, kind: 'SELF' }),
        ...rule('ProjectRemark', ['answer', 'reveal:HANDLING'], { ...place, leadBody: 'VILLAGE' }),
      ];
    case Role.TOWNSHIP_OFFICER:
      return [
        ...rule('ProjectCheck', ['record'], { ...place, kind: 'TOWNSHIP' }),
        ...rule('ProjectRemark', ['answer'], { ...place, leadBody: 'TOWNSHIP' }),
        ...rule('ProjectRemark', ['reveal:HANDLING'], place),
      ];
    case Role.COUNTY_COMMAND:
      return rule('ProjectRemark', ['reveal:HANDLING'], place);
    default:
      return [];
  }
}
