import type { DecidingBody } from '../decisions/meeting.js';

export const RULING_LEVELS = ['TOWNSHIP', 'COUNTY'] as const;
export type RulingLevel = (typeof RULING_LEVELS)[number];

/** S0-15: nobody rules on the own decision; about the village the township does, about the township the county. */
export const rulingLevelOf = (body: DecidingBody): RulingLevel =>
  body === 'VILLAGE_TWO_COMMITTEES' ? 'TOWNSHIP' : 'COUNTY';
