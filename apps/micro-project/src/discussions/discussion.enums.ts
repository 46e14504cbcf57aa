import { registerEnumType } from '@nestjs/graphql';
import { enumOf } from '../enum-of.js';

export const NEED_OUTCOMES = ['CANDIDATE', 'DECLINED', 'KEPT'] as const;
export type NeedOutcome = (typeof NEED_OUTCOMES)[number];

export const NeedOutcomeEnum = enumOf(NEED_OUTCOMES);
registerEnumType(NeedOutcomeEnum, {
  name: 'NeedOutcome',
  description: 'What a meeting of the two committees made of a need (研究结果), S0-09, S0-10.',
  valuesMap: {
    CANDIDATE: { description: 'Into the pool of candidates, with a priority (列入备选).' },
    DECLINED: { description: 'Declined, with a reason (不予采纳).' },
    KEPT: { description: 'Kept open for a later meeting (继续研究).' },
  },
});
