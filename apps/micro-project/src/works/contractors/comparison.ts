import type { CONTRACTOR_METHODS } from '@lianxin/contracts';
import { nameKeyOf } from '../../words/name-key.js';
import {
  CheapestNotChosenError,
  ContractorMethodError,
  OffersMalformedError,
  OffersTooFewError,
} from './contractor.errors.js';

export type ContractorMethod = (typeof CONTRACTOR_METHODS)[number];

export interface Offer {
  /** Name of the firm or group. */
  readonly bidder: string;
  readonly amountFen: number;
  readonly isChosen: boolean;
  readonly whyNotCheapest: string | null;
}

/** The values of policy that hold on that day, in fen and in offers. */
export interface ComparisonRules {
  readonly quotesFrom: number;
  readonly biddingFrom: number;
  readonly quotesCompared: number;
}

export const MAX_OFFERS = 20;

/**
 * The offer that was chosen in a comparison that is as wide as the amount asks for.
 * @param estimateFen what the project may cost: the amount that the method goes by, not the offers
 * @throws ContractorMethodError, OffersTooFewError, OffersMalformedError, CheapestNotChosenError
 */
export function chosenOf(
  method: ContractorMethod,
  offers: readonly Offer[],
  { estimateFen, rules }: { estimateFen: number; rules: ComparisonRules },
): Offer {
  if (estimateFen >= rules.biddingFrom && method !== 'BIDDING') throw new ContractorMethodError('BIDDING');
  const [chosen, ...others] = offers.filter(({ isChosen }) => isChosen);
  const bidders = new Set(offers.map(({ bidder }) => nameKeyOf(bidder)));
  if (!chosen || others.length > 0 || bidders.size < offers.length || offers.length > MAX_OFFERS)
    throw new OffersMalformedError(MAX_OFFERS);
  const isCompared = method === 'BIDDING' || estimateFen >= rules.quotesFrom;
  if (isCompared && offers.length < rules.quotesCompared) throw new OffersTooFewError(rules.quotesCompared);
  const isCheapest = offers.every(({ amountFen }) => amountFen >= chosen.amountFen);
  if (!isCheapest && chosen.whyNotCheapest === null) throw new CheapestNotChosenError();
  return chosen;
}
