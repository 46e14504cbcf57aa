import { DECISION_BANDS } from '@lianxin/contracts';
import { bandOf, isStricter } from '../decisions/decision-band.js';
import type { BandEdges, DecisionBand } from '../decisions/decision-band.js';

interface Part {
  readonly id: string;
  readonly amountFen: number;
}

export interface Together {
  readonly band: DecisionBand;
  readonly amountFen: number;
  readonly otherIds: readonly string[];
}

/**
 * The strictest band that a project reaches together with others that each stay below it, as it does itself; null where
 * they reach none. One that is in that band alone hides nothing, and does not count.
 */
export function togetherOf(
  { amountFen, band: own }: { amountFen: number; band: DecisionBand },
  others: readonly Part[],
  edges: BandEdges,
): Together | null {
  for (const band of [...DECISION_BANDS].reverse()) {
    if (!isStricter(band, own)) return null;
    const below = others.filter((other) => isStricter(band, bandOf(other.amountFen, edges)));
    const sum = below.reduce((total, other) => total + other.amountFen, amountFen);
    const isReached = below.length > 0 && !isStricter(band, bandOf(sum, edges));
    if (isReached) return { band, amountFen: sum, otherIds: below.map(({ id }) => id) };
  }
  return null;
}
