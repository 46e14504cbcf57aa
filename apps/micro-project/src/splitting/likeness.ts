import { nameKeyOf } from '../words/name-key.js';

/** Why two projects look like one. */
export const SPLITTING_GROUNDS = ['SAME_PLACE', 'SAME_CONTRACTOR', 'SIMILAR_TEXT'] as const;
export type SplittingGround = (typeof SPLITTING_GROUNDS)[number];

/** A project as far as others are compared with it. */
export interface Compared {
  readonly id: string;
  readonly amountFen: number;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  /** Name of the firm or group chosen to carry it out. */
  readonly contractor: string | null;
}

export interface Likeness {
  readonly otherProjectId: string;
  readonly ground: SplittingGround;
  readonly similarityPercent: number;
  readonly amountFen: number;
}

const ALIKE_PERCENT = 100;
const LETTER = /\p{L}/u;

/** Pairs of neighbouring letters: numbers of lots and lanes, blanks and punctuation do not tell two texts apart. */
function bigramsOf(text: string): Set<string> {
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((each) => LETTER.test(each));
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`));
}

/** Jaccard's index of their bigrams, in whole percent, rounded down. */
export const similarityOf = (one: string, other: string): number => shareOf(bigramsOf(one), bigramsOf(other));

function shareOf(first: ReadonlySet<string>, second: ReadonlySet<string>): number {
  const common = [...first].filter((bigram) => second.has(bigram)).length;
  const all = first.size + second.size - common;
  return all === 0 ? 0 : Math.floor((common * ALIKE_PERCENT) / all);
}

const isSame = (one: string | null, other: string | null): boolean =>
  one !== null && other !== null && nameKeyOf(one) === nameKeyOf(other);
const textOf = ({ title, content }: Compared): string => `${title}\n${content}`;

/** On which grounds each of the others looks like a part of the same work (S0-11…14). */
export function likenessesOf(
  project: Compared,
  others: readonly Compared[],
  minPercent: number,
): Likeness[][] {
  const bigrams = bigramsOf(textOf(project));
  return others.map((other) => likenessOf({ project, bigrams, other, minPercent }));
}

interface Comparison {
  readonly project: Compared;
  /** Of the project's own text. */
  readonly bigrams: ReadonlySet<string>;
  readonly other: Compared;
  readonly minPercent: number;
}

function likenessOf({ project, bigrams, other, minPercent }: Comparison): Likeness[] {
  const { id: otherProjectId, amountFen } = other;
  const found: Readonly<Record<SplittingGround, number>> = {
    SAME_PLACE: isSame(project.place, other.place) ? ALIKE_PERCENT : 0,
    SAME_CONTRACTOR: isSame(project.contractor, other.contractor) ? ALIKE_PERCENT : 0,
    SIMILAR_TEXT: shareOf(bigrams, bigramsOf(textOf(other))),
  };
  const least = { SAME_PLACE: ALIKE_PERCENT, SAME_CONTRACTOR: ALIKE_PERCENT, SIMILAR_TEXT: minPercent };
  return SPLITTING_GROUNDS.filter((ground) => found[ground] >= least[ground]).map((ground) => ({
    ...{ otherProjectId, ground, amountFen },
    similarityPercent: found[ground],
  }));
}
