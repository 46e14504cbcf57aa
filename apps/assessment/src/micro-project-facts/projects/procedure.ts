import { DECIDING_BODIES } from '@lianxin/contracts';
import type { Band, DecidingBody, ProjectState, Step } from './project-step.js';

/** How a project came to be begun, and under which decision it stands (S0-11…15, S0-21). */
export interface Procedure {
  /** The budget of the decision that holds; null while nothing is decided. */
  readonly decidedBudgetFen: number | null;
  /** The band of that decision. */
  readonly decidedBand: Band | null;
  readonly isBodyCompetent: boolean;
  readonly isFiled: boolean;
  readonly isNoticeOver: boolean;
  /** Whether no more is committed than was decided. */
  readonly isWithinBudget: boolean;
  readonly startedAt: Date | null;
  readonly wasDecidedBeforeStart: boolean;
  readonly wasNoticeOverBeforeStart: boolean;
  /** Of an emergency: until when it must be confirmed. */
  readonly confirmBy: Date | null;
  readonly confirmation: Confirmation | null;
  readonly isRegularised: boolean;
}

export type Confirmation = 'OPEN' | 'IN_TIME' | 'LATE' | 'REFUSED';

export const NO_PROCEDURE: Procedure = {
  decidedBudgetFen: null,
  decidedBand: null,
  isBodyCompetent: false,
  isFiled: false,
  isNoticeOver: false,
  isWithinBudget: false,
  startedAt: null,
  wasDecidedBeforeStart: false,
  wasNoticeOverBeforeStart: false,
  confirmBy: null,
  confirmation: null,
  isRegularised: false,
};

const LEAST_BODY: Readonly<Record<Band, DecidingBody>> = {
  VILLAGE_DECIDES: 'VILLAGE_TWO_COMMITTEES',
  VILLAGE_DECIDES_AND_FILES: 'VILLAGE_TWO_COMMITTEES',
  TOWNSHIP_REVIEWS: 'TOWNSHIP_PARTY_COMMITTEE',
  TOWNSHIP_DECIDES_AND_FILES: 'TOWNSHIP_PARTY_COMMITTEE',
};
const FILED_BANDS: ReadonlySet<Band> = new Set(['VILLAGE_DECIDES_AND_FILES', 'TOWNSHIP_DECIDES_AND_FILES']);

/** Before it is begun, a project back in one of these has no decision any more. */
const UNDECIDED: ReadonlySet<ProjectState> = new Set(['PROPOSED', 'RETURNED', 'REJECTED']);

/** The procedure after a step. */
export function advanceProcedure(before: Procedure, step: Step): Procedure {
  const isBack = before.startedAt === null && UNDECIDED.has(step.toState);
  const after = afterDeed(isBack ? NO_PROCEDURE : before, step);
  const { decidedBudgetFen } = after;
  return { ...after, isWithinBudget: decidedBudgetFen !== null && step.committedFen <= decidedBudgetFen };
}

function afterDeed(before: Procedure, step: Step): Procedure {
  const { deed } = step;
  switch (deed?.kind) {
    case 'DECIDED':
      return decide(before, step, deed.body);
    case 'FILED':
      return { ...before, isFiled: before.decidedBudgetFen !== null };
    case 'NOTICE_ENDED':
      return { ...before, isNoticeOver: before.decidedBudgetFen !== null };
    case 'STARTED':
    case 'BYPASS_USED':
      return before.startedAt ? before : start(before, step);
    case 'CONFIRMED':
      return confirm(before, step, deed);
    case 'REFUSED':
      return before.confirmation ? { ...before, confirmation: 'REFUSED' } : before;
    case 'REGULARISED':
      return {
        ...before,
        isRegularised: before.confirmation === 'IN_TIME' || before.confirmation === 'LATE',
      };
    default:
      return before;
  }
}

/** What was filed of a former decision stands for the next in the same band, where the same level above has its record. */
function decide(before: Procedure, { budgetFen, band }: Step, body: DecidingBody): Procedure {
  return {
    ...before,
    decidedBudgetFen: budgetFen,
    decidedBand: band,
    isBodyCompetent: isCompetent(body, band),
    isFiled: isAbove(body, band) || (before.isFiled && before.decidedBand === band),
    isNoticeOver: false,
  };
}

function start(before: Procedure, { at, deed }: Step): Procedure {
  const begun = {
    ...before,
    startedAt: at,
    wasDecidedBeforeStart: before.decidedBudgetFen !== null,
    wasNoticeOverBeforeStart: before.isNoticeOver,
  };
  return deed?.kind === 'BYPASS_USED' ? { ...begun, confirmBy: deed.confirmBy, confirmation: 'OPEN' } : begun;
}

/** The decision that an emergency had not before (S0-21). Which body was competent without a band, its producer knows. */
function confirm(
  before: Procedure,
  step: Step,
  { body, isInTime }: { body: DecidingBody; isInTime: boolean },
): Procedure {
  if (!before.confirmation) return before;
  const decided = decide(before, step, body);
  const isBodyCompetent = step.band === null || decided.isBodyCompetent;
  return { ...decided, isBodyCompetent, confirmation: isInTime ? 'IN_TIME' : 'LATE' };
}

function isCompetent(body: DecidingBody, band: Band | null): boolean {
  return band !== null && DECIDING_BODIES.indexOf(body) >= DECIDING_BODIES.indexOf(LEAST_BODY[band]);
}

/** What went up a level is known there without a filing. */
function isAbove(body: DecidingBody, band: Band | null): boolean {
  return band !== null && DECIDING_BODIES.indexOf(body) > DECIDING_BODIES.indexOf(LEAST_BODY[band]);
}

export type ProcedureReason =
  | 'PROCEDURE_RIGHT'
  | 'NOT_DECIDED_BEFORE_START'
  | 'NO_NOTICE_BEFORE_START'
  | 'DECIDED_TOO_LOW'
  | 'NOT_FILED'
  | 'OVER_BUDGET'
  | 'EMERGENCY_UNCONFIRMED'
  | 'EMERGENCY_CONFIRMED_LATE'
  | 'EMERGENCY_REFUSED'
  | 'EMERGENCY_NOT_REGULARISED';

/** Whether the procedure of a project that was begun is right, or the first reason why it is not. */
export function judgeProcedure(procedure: Procedure): ProcedureReason {
  const { confirmation } = procedure;
  const atStart = confirmation ? judgeEmergency(confirmation) : judgeStart(procedure);
  if (atStart) return atStart;
  if (!procedure.isBodyCompetent) return 'DECIDED_TOO_LOW';
  if (!procedure.isWithinBudget) return 'OVER_BUDGET';
  if (confirmation) return procedure.isRegularised ? 'PROCEDURE_RIGHT' : 'EMERGENCY_NOT_REGULARISED';
  const mustBeFiled = procedure.decidedBand !== null && FILED_BANDS.has(procedure.decidedBand);
  return mustBeFiled && !procedure.isFiled ? 'NOT_FILED' : 'PROCEDURE_RIGHT';
}

function judgeStart({ wasDecidedBeforeStart, wasNoticeOverBeforeStart }: Procedure): ProcedureReason | null {
  if (!wasDecidedBeforeStart) return 'NOT_DECIDED_BEFORE_START';
  return wasNoticeOverBeforeStart ? null : 'NO_NOTICE_BEFORE_START';
}

function judgeEmergency(confirmation: Confirmation): ProcedureReason | null {
  switch (confirmation) {
    case 'OPEN':
      return 'EMERGENCY_UNCONFIRMED';
    case 'LATE':
      return 'EMERGENCY_CONFIRMED_LATE';
    case 'REFUSED':
      return 'EMERGENCY_REFUSED';
    case 'IN_TIME':
      return null;
  }
}
