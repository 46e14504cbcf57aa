import type { DecidingBody } from '../decisions/meeting.js';
import type { LeadBody } from './entity/project.row.js';

export const RULING_LEVELS = ['TOWNSHIP', 'COUNTY'] as const;
export type RulingLevel = (typeof RULING_LEVELS)[number];

/**
 * S0-15: about the village the township rules; about the township the county, whether the township decided it or proposes it,
 * posts it and carries it out. The platform has nobody above the county: what the county's own committee decided the county
 * rules as well, by another person than those who sat there or keyed the meeting in.
 * @param body null while nobody has decided
 */
export const rulingLevelOf = (leadBody: LeadBody, body: DecidingBody | null): RulingLevel =>
  leadBody === 'VILLAGE' && (body === null || body === 'VILLAGE_TWO_COMMITTEES') ? 'TOWNSHIP' : 'COUNTY';
