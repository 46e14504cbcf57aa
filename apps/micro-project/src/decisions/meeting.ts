import { NotAMemberError, NobodyPresentError, WrongBodyError } from './meeting.errors.js';
import type { DecisionBand } from './decision-band.js';

/** Bodies that decide (S0-11…14): the village's two committees, the township's Party committee. No post decides alone. */
export const DECIDING_BODIES = ['VILLAGE_TWO_COMMITTEES', 'TOWNSHIP_PARTY_COMMITTEE'] as const;
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

/** Who has a stake in a project, and who is related to whom, as declared. */
export interface Interests {
  readonly proposers: readonly string[];
  readonly contractors: readonly string[];
  /** Pairs, in either order. */
  readonly relations: readonly (readonly [string, string])[];
}

export type Standing =
  | { readonly canDecide: true; readonly voting: readonly string[]; readonly recused: readonly string[] }
  | {
      readonly canDecide: false;
      readonly goesTo: DecidingBody | 'COUNTY';
      readonly recused: readonly string[];
    };

const ABOVE: Readonly<Record<DecidingBody, DecidingBody | 'COUNTY'>> = {
  VILLAGE_TWO_COMMITTEES: 'TOWNSHIP_PARTY_COMMITTEE',
  TOWNSHIP_PARTY_COMMITTEE: 'COUNTY',
};

/** Those present who propose the project, carry it out, or are related to somebody who does. */
export function recusedOf(present: readonly string[], interests: Interests): string[] {
  const stake = new Set([...interests.proposers, ...interests.contractors]);
  const isRelated = (person: string): boolean =>
    interests.relations.some(
      ([one, other]) => (one === person && stake.has(other)) || (other === person && stake.has(one)),
    );
  return present.filter((person) => stake.has(person) || isRelated(person));
}

/**
 * Whether a meeting can decide on an amount of that band: more than half of the body, without those who are recused. Without
 * a quorum it goes one level up.
 * @throws WrongBodyError, NotAMemberError, NobodyPresentError
 */
export function standingOf(meeting: Meeting, band: DecisionBand, interests: Interests): Standing {
  const { body, members, present } = meeting;
  if (body !== BODY_OF_BAND[band]) throw new WrongBodyError(body, BODY_OF_BAND[band]);
  if (present.length === 0) throw new NobodyPresentError();
  if (present.some((person) => !members.includes(person)) || new Set(present).size < present.length)
    throw new NotAMemberError();
  const recused = recusedOf(present, interests);
  const voting = present.filter((person) => !recused.includes(person));
  return voting.length * 2 > members.length
    ? { canDecide: true, voting, recused }
    : { canDecide: false, goesTo: ABOVE[body], recused };
}
