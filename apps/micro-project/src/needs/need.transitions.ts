import * as events from '@lianxin/contracts';
import type { NEED_PRIORITIES, NEED_STATES } from '@lianxin/contracts';

export type NeedState = (typeof NEED_STATES)[number];
export type NeedPriority = (typeof NEED_PRIORITIES)[number];

export interface NeedTransition {
  /** States it may start from; empty for what begins a need's life. */
  readonly from: readonly NeedState[];
  readonly to: NeedState;
  /** What the journal and the other services are told. */
  readonly event: { readonly name: string; readonly type: string };
}

/** The life of a need (S0-08…10): every step there is. What is not here cannot happen. */
export const NEED_TRANSITIONS = {
  submit: { from: [], to: 'SUBMITTED', event: events.NeedSubmitted },
  /** Also what is in the pool is weighed anew, and may leave it. */
  listAsCandidate: { from: ['SUBMITTED', 'CANDIDATE'], to: 'CANDIDATE', event: events.CandidateListed },
  decline: { from: ['SUBMITTED', 'CANDIDATE'], to: 'DECLINED', event: events.NeedDeclined },
  reconsider: { from: ['DECLINED'], to: 'SUBMITTED', event: events.NeedReconsidered },
  take: { from: ['CANDIDATE'], to: 'TAKEN', event: events.NeedTaken },
  release: { from: ['TAKEN'], to: 'CANDIDATE', event: events.NeedReleased },
  withdraw: { from: ['SUBMITTED', 'CANDIDATE'], to: 'WITHDRAWN', event: events.NeedWithdrawn },
} as const satisfies Record<string, NeedTransition>;

export type NeedStepName = keyof typeof NEED_TRANSITIONS;
