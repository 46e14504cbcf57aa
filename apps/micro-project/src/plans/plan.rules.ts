import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { Plan } from './plan.entity.js';

const SUBJECT = 'YearlyPlan';
const TOWNSHIP_CODE_LENGTH = 9;

/** What the rules look at. */
export interface PlanView {
  readonly villageCode: string;
  readonly isApproved: 'YES' | 'NO';
}

export const viewOfPlan = ({
  villageCode,
  approvedVersion,
}: Pick<Plan, 'villageCode' | 'approvedVersion'>): PlanView => ({
  villageCode,
  isApproved: approvedVersion === null ? 'NO' : 'YES',
});

const READERS: ReadonlySet<Role> = new Set([
  Role.VILLAGE_OFFICER,
  Role.TOWNSHIP_OFFICER,
  Role.PARTY_COMMITTEE_RECORDER,
  Role.COUNTY_COMMAND,
  Role.DISCIPLINE_INSPECTION,
  Role.ASSESSMENT_OFFICER,
  Role.AUDITOR,
]);

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/** The village plans, the township returns, its committee approves. What was approved everybody reads who is signed in. */
export function planRules({ role, areaCode }: Grant): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const place = { villageCode: { $gte: from, $lt: to } };
  const reading = READERS.has(role) ? may(['read', 'readInside'], place) : [];
  switch (role) {
    case Role.PERSON:
      return may(['read'], { isApproved: 'YES' });
    case Role.VILLAGE_OFFICER:
      return [...reading, ...may(['submit'], place)];
    case Role.TOWNSHIP_OFFICER:
      return [...reading, ...may(['returnForRevision'], place)];
    case Role.PARTY_COMMITTEE_RECORDER:
      return areaCode.length === TOWNSHIP_CODE_LENGTH ? [...reading, ...may(['approve'], place)] : reading;
    default:
      return reading;
  }
}
