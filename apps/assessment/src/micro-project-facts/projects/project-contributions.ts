import { shanghaiYear } from '@lianxin/policy';
import type { ProjectPart } from '../../indicators/indicator.definitions.js';
import type { Contribution } from '../../tallies/contribution.js';
import { advanceOutcome, judgeAcceptance, NO_OUTCOME } from './outcome.js';
import type { AcceptanceReason, Outcome } from './outcome.js';
import { advanceProcedure, judgeProcedure, NO_PROCEDURE } from './procedure.js';
import type { Procedure, ProcedureReason } from './procedure.js';
import type { Step } from './project-step.js';

/** Where a project stands in the eyes of the indicators. */
export interface Standing {
  readonly procedure: Procedure;
  readonly outcome: Outcome;
}

export type ProjectReason =
  ProcedureReason | AcceptanceReason | 'ARCHIVED_COMPLETE' | 'NOT_CLOSED' | 'SURVEYED';

/** What a project adds to one part, and why. */
export interface ProjectContribution extends Contribution {
  readonly part: ProjectPart;
  readonly reason: ProjectReason;
  /** What puts it into its year. */
  readonly countedAt: Date;
  /** Of an emergency that waits for it: until when it must be confirmed. */
  readonly dueAt: Date | null;
}

/** Parts to which a project adds once, or not; its surveys count one by one. */
export const STANDING_PARTS = ['PROCEDURE', 'ACCEPTED_AND_EVALUATED', 'ARCHIVE_COMPLETE'] as const;
export type StandingPart = (typeof STANDING_PARTS)[number];

/** The standing after a step. */
export function advance(before: Standing | null, step: Step): Standing {
  return {
    procedure: advanceProcedure(before?.procedure ?? NO_PROCEDURE, step),
    outcome: advanceOutcome(before?.outcome ?? NO_OUTCOME, step),
  };
}

/** What a project in this standing adds to M3, M4 and the first part of M5. */
export function contributionsOf(standing: Standing | null): ReadonlyMap<StandingPart, ProjectContribution> {
  const contributions = new Map<StandingPart, ProjectContribution>();
  if (!standing) return contributions;
  const { procedure, outcome } = standing;
  const count = (part: StandingPart, countedAt: Date, why: Why): void => {
    const counts = { numerator: why.isRight ? 1 : 0, denominator: 1 };
    const { reason, dueAt = null } = why;
    contributions.set(part, { part, year: shanghaiYear(countedAt), ...counts, reason, countedAt, dueAt });
  };
  if (procedure.startedAt) {
    const reason = judgeProcedure(procedure);
    const dueAt = reason === 'EMERGENCY_UNCONFIRMED' ? procedure.confirmBy : null;
    count('PROCEDURE', procedure.startedAt, { isRight: reason === 'PROCEDURE_RIGHT', reason, dueAt });
  }
  if (outcome.completedAt) {
    const reason = judgeAcceptance(outcome);
    const isRight = reason === 'ACCEPTED_AND_EVALUATED';
    count('ACCEPTED_AND_EVALUATED', outcome.completedAt, { isRight, reason });
  }
  if (outcome.auditedAt) {
    const isRight = outcome.closedAt !== null;
    const reason = isRight ? 'ARCHIVED_COMPLETE' : 'NOT_CLOSED';
    count('ARCHIVE_COMPLETE', outcome.auditedAt, { isRight, reason });
  }
  return contributions;
}

interface Why {
  readonly isRight: boolean;
  readonly reason: ProjectReason;
  readonly dueAt?: Date | null;
}

/** What a survey adds to M6, for good; null for one with fewer answers than it asks for (S0-20). */
export function surveyContribution({ at, deed }: Step): ProjectContribution | null {
  if (deed?.kind !== 'SURVEYED') return null;
  const { answerCount, satisfiedCount, minimumSample } = deed.survey;
  if (answerCount === 0 || answerCount < minimumSample) return null;
  return {
    part: 'PROJECT_SATISFACTION',
    year: shanghaiYear(at),
    numerator: satisfiedCount,
    denominator: answerCount,
    reason: 'SURVEYED',
    countedAt: at,
    dueAt: null,
  };
}

/** Whether the two count alike and for the same reason. */
export function isSameContribution(
  a: ProjectContribution | undefined,
  b: ProjectContribution | undefined,
): boolean {
  if (!a || !b) return a === b;
  const { year, numerator, reason, countedAt, dueAt } = a;
  return (
    [year, numerator, reason].join() === [b.year, b.numerator, b.reason].join() &&
    countedAt.getTime() === b.countedAt.getTime() &&
    dueAt?.getTime() === b.dueAt?.getTime()
  );
}
