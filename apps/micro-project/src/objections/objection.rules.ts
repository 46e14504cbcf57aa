import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Conditions, Grant } from '@lianxin/access';
import type { Objection } from './objection.row.js';

const SUBJECT = 'Objection';

export interface ObjectionView {
  readonly rulingCode: string;
  readonly rulingLevel: string;
  readonly villageCode: string;
  readonly subjectId: string;
  readonly isAnonymousToVillage: 'YES' | 'NO';
}

export const viewOfObjection = (objection: Objection): ObjectionView => ({
  rulingCode: objection.rulingCode,
  rulingLevel: objection.rulingLevel,
  villageCode: objection.villageCode,
  subjectId: objection.subjectId,
  isAnonymousToVillage: objection.isAnonymousToVillage ? 'YES' : 'NO',
});

/** The same as SQL over the alias `o`. */
export const READABLE_OBJECTIONS = {
  action: 'read',
  subject: SUBJECT,
  columns: {
    rulingCode: 'o.ruling_code',
    rulingLevel: 'o.ruling_level',
    villageCode: 'o.village_code',
    subjectId: 'o.subject_id::text',
    isAnonymousToVillage: `(CASE WHEN o.is_anonymous_to_village THEN 'YES' ELSE 'NO' END)`,
  },
};

/** S0-15: the office that rules and those who look over its shoulder; the village only where whoever objected allowed it. */
export function objectionRules({ role, areaCode }: Grant, person: string): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const ruled = { rulingCode: { $gte: from, $lt: to } };
  const village = { villageCode: { $gte: from, $lt: to }, isAnonymousToVillage: 'NO' };
  switch (role) {
    case Role.PERSON:
      return may(['reveal:OWN'], { subjectId: person });
    case Role.VILLAGE_OFFICER:
      return may(['read', 'reveal:HANDLING'], village);
    case Role.TOWNSHIP_OFFICER:
      return [...may(['read'], ruled), ...may(['reveal:HANDLING'], { ...ruled, rulingLevel: 'TOWNSHIP' })];
    case Role.COUNTY_COMMAND:
      return [...may(['read'], ruled), ...may(['reveal:HANDLING'], { ...ruled, rulingLevel: 'COUNTY' })];
    case Role.DISCIPLINE_INSPECTION:
    case Role.AUDITOR:
      return may(['read'], ruled);
    default:
      return [];
  }
}

const may = (actions: readonly string[], conditions: Conditions): AccessRule[] =>
  actions.map((action) => ({ action, subject: SUBJECT, conditions }));
