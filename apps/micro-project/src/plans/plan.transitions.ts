import * as events from '@lianxin/contracts';

export const PLAN_STATES = ['SUBMITTED', 'RETURNED', 'APPROVED'] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export interface PlanTransition {
  /** States of the latest version that it may start from; empty for a first version. */
  readonly from: readonly PlanState[];
  readonly to: PlanState;
}

/** The life of a yearly plan: every step there is. A later version replaces an approved one by its own approval alone. */
export const PLAN_TRANSITIONS = {
  submit: { from: [], to: 'SUBMITTED', event: events.PlanSubmitted },
  submitAnew: { from: ['RETURNED', 'APPROVED'], to: 'SUBMITTED', event: events.PlanSubmitted },
  returnForRevision: { from: ['SUBMITTED'], to: 'RETURNED', event: events.PlanReturned },
  approve: { from: ['SUBMITTED'], to: 'APPROVED', event: events.PlanApproved },
} as const satisfies Record<string, PlanTransition & { readonly event: unknown }>;

export type PlanStepName = keyof typeof PLAN_TRANSITIONS;
