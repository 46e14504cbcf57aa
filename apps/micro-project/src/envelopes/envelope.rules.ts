import { Role, subtreeOf } from '@lianxin/access';
import type { AccessRule, Grant } from '@lianxin/access';

const TOWNSHIP_CODE_LENGTH = 9;

/** S0-04…06: the township sets and moves; what goes beyond is its committee's, whose meeting is keyed in by its recorder. */
export function envelopeRules({ role, areaCode }: Grant): AccessRule[] {
  const { from, to } = subtreeOf(areaCode);
  const conditions = { villageCode: { $gte: from, $lt: to } };
  const may = (...actions: string[]): AccessRule[] =>
    actions.map((action) => ({ action, subject: 'Envelope', conditions }));
  switch (role) {
    case Role.VILLAGE_OFFICER:
      return may('open');
    case Role.TOWNSHIP_OFFICER:
      return may('open', 'setLimit', 'moveQuota');
    case Role.PARTY_COMMITTEE_RECORDER:
      return areaCode.length === TOWNSHIP_CODE_LENGTH ? may('open', 'raise') : may('open');
    default:
      return [];
  }
}
