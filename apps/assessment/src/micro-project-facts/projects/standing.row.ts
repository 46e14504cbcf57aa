import type { Outcome } from './outcome.js';
import type { Procedure } from './procedure.js';
import type { Standing } from './project-contributions.js';

/** A sum in fen is a safe integer, which a double holds exactly and the driver reads as a number. */
export const PROCEDURE_COLUMNS = `
  decided_budget_fen::float8 AS "decidedBudgetFen", decided_band AS "decidedBand", is_body_competent AS "isBodyCompetent",
  is_filed AS "isFiled", is_notice_over AS "isNoticeOver", is_within_budget AS "isWithinBudget", started_at AS "startedAt",
  was_decided_before_start AS "wasDecidedBeforeStart", was_notice_over_before_start AS "wasNoticeOverBeforeStart",
  confirm_by AS "confirmBy", confirmation, is_regularised AS "isRegularised"`;
export const OUTCOME_COLUMNS = `
  completed_at AS "completedAt", acceptance, is_evaluated AS "isEvaluated", audited_at AS "auditedAt", closed_at AS "closedAt"`;

export type StandingRow = Procedure & Outcome;

export function standingOf(row: StandingRow): Standing {
  const { completedAt, acceptance, isEvaluated, auditedAt, closedAt, ...procedure } = row;
  return { procedure, outcome: { completedAt, acceptance, isEvaluated, auditedAt, closedAt } };
}

export function rowOfStanding({ procedure, outcome }: Standing): object {
  return {
    decided_budget_fen: procedure.decidedBudgetFen,
    decided_band: procedure.decidedBand,
    is_body_competent: procedure.isBodyCompetent,
    is_filed: procedure.isFiled,
    is_notice_over: procedure.isNoticeOver,
    is_within_budget: procedure.isWithinBudget,
    started_at: procedure.startedAt,
    was_decided_before_start: procedure.wasDecidedBeforeStart,
    was_notice_over_before_start: procedure.wasNoticeOverBeforeStart,
    confirm_by: procedure.confirmBy,
    confirmation: procedure.confirmation,
    is_regularised: procedure.isRegularised,
    completed_at: outcome.completedAt,
    acceptance: outcome.acceptance,
    is_evaluated: outcome.isEvaluated,
    audited_at: outcome.auditedAt,
    closed_at: outcome.closedAt,
  };
}
