import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { Need } from './need.entity.js';

const SUBJECT = 'Need';
const VILLAGE_CODE_LENGTH = 12;
/** A missing value is a word, so that rules can name it. */
const NONE = 'NONE';

/** What the rules look at. */
export interface NeedView {
  readonly areaCode: string;
  readonly subjectId: string;
  readonly proxyId: string;
}

export const viewOfNeed = ({ areaCode, subjectId, proxyId }: Need): NeedView => ({
  areaCode,
  subjectId,
  proxyId: proxyId ?? NONE,
});

/** A place, asked before there is a need. */
export const needIn = (areaCode: string): NeedView => ({ areaCode, subjectId: NONE, proxyId: NONE });

/** The same as SQL over the alias `n`. */
export const READABLE_NEEDS = {
  action: 'read',
  subject: SUBJECT,
  columns: { areaCode: 'n.area_code', subjectId: 'n.subject_id::text', proxyId: 'n.proxy_id::text' },
};

const OWN = ['read', 'withdraw', 'reconsider', 'reveal:OWN'] as const;

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));

/** S0-07…10: who asks for something, reads it, discusses it and answers it. Residents read their own alone. */
export function needRules({ role, areaCode }: Grant, person: string): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const place = { areaCode: { $gte: from, $lt: to } };
  switch (role) {
    case Role.PERSON:
      return [...may(OWN, { subjectId: person }), ...may(OWN, { proxyId: person })];
    case Role.RESIDENT:
    case Role.GRID_VOLUNTEER:
      return may(['submit'], { areaCode: inVillageOf(areaCode) });
    case Role.GRID_WORKER:
    case Role.GRID_LEADER:
      return may(['submit', 'read'], place);
    case Role.VILLAGE_OFFICER:
      return may(['submit', 'read', 'readInside', 'reveal:HANDLING', 'discuss', 'take'], place);
    case Role.TOWNSHIP_OFFICER:
      return may(['read', 'readInside', 'reveal:HANDLING', 'take'], place);
    case Role.COUNTY_COMMAND:
      return [
        ...may(['read', 'readInside', 'reveal:HANDLING'], place),
        { action: 'addChannel', subject: SUBJECT },
      ];
    case Role.PARTY_COMMITTEE_RECORDER:
    case Role.DISCIPLINE_INSPECTION:
    case Role.ASSESSMENT_OFFICER:
    case Role.AUDITOR:
      return may(['read', 'readInside'], place);
    default:
      return [];
  }
}

function inVillageOf(areaCode: string): { $gte: string; $lt: string } {
  const { from, to } = subtreeOf(areaCode.slice(0, VILLAGE_CODE_LENGTH));
  return { $gte: from, $lt: to };
}
