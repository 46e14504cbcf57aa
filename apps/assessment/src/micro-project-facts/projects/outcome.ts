import type { Step } from './project-step.js';

/** What became of the work (S0-18…20, S0-24). */
export interface Outcome {
  /** The latest completion, unless a failed acceptance took it back. */
  readonly completedAt: Date | null;
  /** How it was accepted since that completion. */
  readonly acceptance: 'NONE' | 'WITHOUT_PROPOSER' | 'WITH_PROPOSER';
  /** Whether residents were asked after the acceptance in which the proposer took part. */
  readonly isEvaluated: boolean;
  /** The first publication: one that corrects it belongs to the same year. */
  readonly auditedAt: Date | null;
  readonly closedAt: Date | null;
}

export const NO_OUTCOME: Outcome = {
  completedAt: null,
  acceptance: 'NONE',
  isEvaluated: false,
  auditedAt: null,
  closedAt: null,
};

const NOT_ACCEPTED = { acceptance: 'NONE', isEvaluated: false } as const;

/** The outcome after a step. Acceptance comes first, evaluation after it (S0-18): what was asked before does not count. */
export function advanceOutcome(before: Outcome, { at, deed }: Step): Outcome {
  switch (deed?.kind) {
    case 'COMPLETED':
      return { ...before, ...NOT_ACCEPTED, completedAt: at };
    case 'ACCEPTANCE_FAILED':
      return { ...before, ...NOT_ACCEPTED, completedAt: null };
    case 'ACCEPTED':
      return {
        ...before,
        acceptance:
          deed.isProposerPresent || before.acceptance === 'WITH_PROPOSER'
            ? 'WITH_PROPOSER'
            : 'WITHOUT_PROPOSER',
      };
    case 'SURVEYED':
      return { ...before, isEvaluated: before.isEvaluated || before.acceptance === 'WITH_PROPOSER' };
    case 'AUDITED':
      return { ...before, auditedAt: before.auditedAt ?? at };
    case 'CLOSED':
      return { ...before, closedAt: before.closedAt ?? at };
    default:
      return before;
  }
}

export type AcceptanceReason =
  'ACCEPTED_AND_EVALUATED' | 'NOT_ACCEPTED' | 'ACCEPTED_WITHOUT_PROPOSER' | 'NOT_EVALUATED';

/** Whether a completed project was accepted and evaluated, or what it lacks first. */
export function judgeAcceptance({ acceptance, isEvaluated }: Outcome): AcceptanceReason {
  if (acceptance === 'NONE') return 'NOT_ACCEPTED';
  if (acceptance === 'WITHOUT_PROPOSER') return 'ACCEPTED_WITHOUT_PROPOSER';
  return isEvaluated ? 'ACCEPTED_AND_EVALUATED' : 'NOT_EVALUATED';
}
