import { DECISION_BANDS } from '@lianxin/contracts';

export type DecisionBand = (typeof DECISION_BANDS)[number];

/** Where the upper three bands begin, in fen: the values of policy that hold on the day of the decision. */
export interface BandEdges {
  readonly filedFrom: number;
  readonly reviewedFrom: number;
  readonly decidedAboveFrom: number;
}

/** The sources put each edge into two bands; here it lies in the stricter one. */
export function bandOf(
  amountFen: number,
  { filedFrom, reviewedFrom, decidedAboveFrom }: BandEdges,
): DecisionBand {
  if (amountFen >= decidedAboveFrom) return 'TOWNSHIP_DECIDES_AND_FILES';
  if (amountFen >= reviewedFrom) return 'TOWNSHIP_REVIEWS';
  if (amountFen >= filedFrom) return 'VILLAGE_DECIDES_AND_FILES';
  return 'VILLAGE_DECIDES';
}

/** Whether the first asks more of a decision than the second. */
export const isStricter = (one: DecisionBand, other: DecisionBand): boolean =>
  DECISION_BANDS.indexOf(one) > DECISION_BANDS.indexOf(other);
