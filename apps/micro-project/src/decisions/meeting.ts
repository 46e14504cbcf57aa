import { NobodyPresentError, NotAMemberError, QuorumLackingError, WrongBodyError } from './meeting.errors.js';
import { DECIDING_BODIES } from '@lianxin/contracts';
import type { DecisionBand } from './decision-band.js';

/** S0-11…14; the county's where the township has no quorum. No post decides alone. */
export type DecidingBody = (typeof DECIDING_BODIES)[number];

const BODY_OF_BAND: Readonly<Record<DecisionBand, DecidingBody>> = {
  VILLAGE_DECIDES: 'VILLAGE_TWO_COMMITTEES',
  VILLAGE_DECIDES_AND_FILES: 'VILLAGE_TWO_COMMITTEES',
  TOWNSHIP_REVIEWS: 'TOWNSHIP_PARTY_COMMITTEE',
  TOWNSHIP_DECIDES_AND_FILES: 'TOWNSHIP_PARTY_COMMITTEE',
};

/** A meeting as its minutes have it, by ids of persons. */
export interface Meeting {
  readonly body: DecidingBody;
  /** Everybody who belongs to the body on that day. */
  readonly members: readonly string[];
  readonly present: readonly string[];
}

/** How many persons a meeting may name: the largest body has fewer. */
export const MAX_PERSONS = 100;

/** Who has a stake in a project, and who is related to whom, as declared. */
export interface Interests {
  readonly proposers: readonly string[];
  readonly contractors: readonly string[];
  /** Pairs, in either order. */
  readonly relations: readonly (readonly [string, string])[];
  /** Who was recused at an earlier meeting on the same project, and is so for good, declared again or not. */
  readonly recusedBefore?: readonly string[];
}

export type Standing =
  | { readonly canDecide: true; readonly voting: readonly string[]; readonly recused: readonly string[] }
  | { readonly canDecide: false; readonly goesTo: DecidingBody; readonly recused: readonly string[] };

const ABOVE: Readonly<Record<DecidingBody, DecidingBody | null>> = {
  VILLAGE_TWO_COMMITTEES: 'TOWNSHIP_PARTY_COMMITTEE',
  TOWNSHIP_PARTY_COMMITTEE: 'COUNTY_PARTY_COMMITTEE',
  COUNTY_PARTY_COMMITTEE: null,
};

const AREA_CODE_LENGTHS: Readonly<Record<DecidingBody, number>> = {
  VILLAGE_TWO_COMMITTEES: 12,
  TOWNSHIP_PARTY_COMMITTEE: 9,
  COUNTY_PARTY_COMMITTEE: 6,
};

/** Code of the area whose body decides for that village. */
export const areaCodeOfBody = (body: DecidingBody, villageCode: string): string =>
  villageCode.slice(0, AREA_CODE_LENGTHS[body]);

/** The body that an amount of that band is for. */
export const bodyOf = (band: DecisionBand): DecidingBody => BODY_OF_BAND[band];

/** Of two bodies the one that stands above, e.g. when an amount changed after a meeting had passed a project up. */
export const higherOf = (one: DecidingBody, other: DecidingBody): DecidingBody =>
  DECIDING_BODIES.indexOf(one) >= DECIDING_BODIES.indexOf(other) ? one : other;

/** Those present who propose the project, carry it out, or are related to somebody who does. */
export function recusedOf(present: readonly string[], interests: Interests): string[] {
  const stake = new Set([...interests.proposers, ...interests.contractors]);
  const isRelated = (person: string): boolean =>
    interests.relations.some(
      ([one, other]) => (one === person && stake.has(other)) || (other === person && stake.has(one)),
    );
  const before = new Set(interests.recusedBefore);
  return present.filter((person) => stake.has(person) || before.has(person) || isRelated(person));
}

/**
 * Whether a meeting of the competent body can decide: more than half of the body, without those who are recused. Without
 * a quorum it goes one level up.
 * @throws WrongBodyError, NotAMemberError, NobodyPresentError
 * @throws QuorumLackingError where there is no level above
 */
export function standingOf(meeting: Meeting, competent: DecidingBody, interests: Interests): Standing {
  const { body, members, present } = meeting;
  if (body !== competent) throw new WrongBodyError(body, competent);
  if (present.length === 0) throw new NobodyPresentError();
  if (present.some((person) => !members.includes(person)) || new Set(present).size < present.length)
    throw new NotAMemberError();
  const recused = recusedOf(present, interests);
  const voting = present.filter((person) => !recused.includes(person));
  if (voting.length * 2 > members.length) return { canDecide: true, voting, recused };
  const goesTo = ABOVE[body];
  if (goesTo === null) throw new QuorumLackingError();
  return { canDecide: false, goesTo, recused };
}
