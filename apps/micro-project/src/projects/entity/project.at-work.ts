import { shanghaiDay } from '@lianxin/policy';
import { ResolutionRequiredError } from '../errors/decision.errors.js';
import { NoticeNotOverError } from '../errors/notice.errors.js';
import { DayNotAheadError } from '../errors/project.errors.js';
import {
  ContractAboveCommitmentError,
  ContractorMissingError,
  EmergencyUnconfirmedError,
  PaymentAboveCommitmentError,
  RetentionNotDueError,
  TimeLimitNotLaterError,
} from '../errors/works.errors.js';
import type { ProjectState } from '../project.transitions.js';
import type { Submission, Terms } from './project.proposed.js';
import type { ProjectRow } from './project.row.js';
import { ProjectOnNotice } from './project.on-notice.js';

const UNDER_WAY: readonly ProjectState[] = ['CLEARED', 'IN_PROGRESS', 'STOPPED'];

/** @param today YYYY-MM-DD, Asia/Shanghai */
export const isLateOn = (today: string, { state, dueOn }: Pick<ProjectRow, 'state' | 'dueOn'>): boolean =>
  UNDER_WAY.includes(state) && today > dueOn;

/** What is agreed with whoever carries the work out. */
export interface Contract {
  /** What the contractor is to be paid. */
  readonly amountFen: number;
  /** Whether work is let to somebody else, which is the villagers' own matter where the village leads it. */
  readonly isLet: boolean;
}

/** Whom a meeting chose, on which day. */
export interface Selection extends Contract {
  readonly id: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  /** Of the villagers, unless the decision named one. */
  readonly resolutionId: string | null;
}

/** Carrying out (实施): chosen openly, paid within what was promised, changed by the body whose amount it is. */
export abstract class ProjectAtWork extends ProjectOnNotice {
  /** What may still be paid, in fen; what stands back until the warranty is over is not among it. */
  get payableFen(): number {
    const isPromised = this.holdingState === 'COMMITTED' || this.holdingState === 'SETTLED';
    return isPromised ? this.heldFen - this.retainedFen - this.paidFen : 0;
  }

  /** What a contract may cost: what was promised or, of an emergency not yet decided, what is kept for it. In fen. */
  get contractableFen(): number {
    return this.isConfirmationDue ? this.budgetFen : this.committedFen;
  }

  /** @throws ContractAboveCommitmentError, MeetingDayError, ResolutionRequiredError */
  selectContractor({ id, heldOn, resolutionId, ...contract }: Selection, at: Date): void {
    this.move('selectContractor', at);
    this.assertMeetingDay(heldOn, this.decidedAt ?? this.startedAt ?? this.proposedAt, at);
    this.resolutionId ??= resolutionId;
    // In an emergency the villagers' resolution is asked for by the meeting that confirms it.
    this.isResolutionRequired ||= this.isConfirmationDue && this.isVillagersMatter(contract);
    this.assertContract(contract);
    this.contractorId = id;
  }

  /**
   * @param contract with the contractor chosen, if one is
   * @throws ContractorMissingError, ContractAboveCommitmentError, ResolutionRequiredError, ObjectionOpenError, SplittingUnjudgedError
   */
  start(contract: Contract | null, at: Date): void {
    this.move('start', at);
    if (contract === null) throw new ContractorMissingError();
    this.assertContract(contract);
    this.assertSplittingJudged();
    this.assertNoObjection();
    this.startedAt ??= at;
  }

  reachMilestone(at: Date): void {
    this.move('reachMilestone', at);
  }

  /** @throws PaymentAboveCommitmentError, EmergencyUnconfirmedError */
  recordPayment(amountFen: number, at: Date): void {
    this.move('recordPayment', at);
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
    if (amountFen > this.payableFen) throw new PaymentAboveCommitmentError(this.payableFen);
    this.paidFen += amountFen;
  }

  /** Of what stood back until the warranty was over. @throws RetentionNotDueError, PaymentAboveCommitmentError */
  payRetention(amountFen: number, at: Date): void {
    this.move('payRetention', at);
    if (this.holdingState !== 'SETTLED') throw new RetentionNotDueError();
    if (amountFen > this.retainedFen) throw new PaymentAboveCommitmentError(this.retainedFen);
    this.retainedFen -= amountFen;
    this.paidFen += amountFen;
  }

  /** @throws TimeLimitNotLaterError, DayNotAheadError */
  delay(dueOn: string, at: Date): void {
    this.move('delay', at);
    if (dueOn <= this.dueOn) throw new TimeLimitNotLaterError();
    if (dueOn <= shanghaiDay(at)) throw new DayNotAheadError('dueOn');
    this.dueOn = dueOn;
  }

  stop(at: Date): void {
    this.move('stop', at);
  }

  /** What was found wrong in an emergency is not simply gone on with. @throws EmergencyUnconfirmedError, SplittingUnjudgedError */
  resume(at: Date): void {
    this.move('resume', at);
    this.assertSplittingJudged();
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
  }

  /**
   * @throws ChangeBelowPaidError, DayNotAheadError, EmergencyUnconfirmedError, ObjectionOpenError, NoticeNotOverError
   * @throws SplittingUnjudgedError
   */
  requestChange(terms: Terms, submission: Submission, at: Date): void {
    this.move('requestChange', at);
    this.assertSplittingJudged();
    this.assertNoObjection();
    if (this.isEmergency && this.noticeEndsAt !== null && this.isNoticeOpen(at))
      throw new NoticeNotOverError(this.noticeEndsAt);
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
    if (terms.dueOn <= shanghaiDay(at)) throw new DayNotAheadError('dueOn');
    this.assertCoversPaid(terms);
    this.pendingTermsVersion = terms.version;
    this.pendingBudgetFen = terms.budgetFen;
    this.await(submission, at);
  }

  /** @throws SplittingUnjudgedError */
  complete(at: Date): void {
    this.move('complete', at);
    this.assertSplittingJudged();
    this.completedAt = at;
  }

  /** What was paid stays spent; all else is free again by the envelope in the same transaction. @throws ObjectionOpenError */
  abandon(at: Date): void {
    this.move('abandon', at);
    this.assertNoObjection();
    this.assertNoChange();
    this.endedAt = at;
  }

  private assertContract(contract: Contract): void {
    if (contract.amountFen > this.contractableFen)
      throw new ContractAboveCommitmentError(this.contractableFen);
    const isUnresolved = this.resolutionId === null && !this.isConfirmationDue;
    if (isUnresolved && this.isVillagersMatter(contract)) throw new ResolutionRequiredError();
  }

  private isVillagersMatter({ isLet }: Contract): boolean {
    return isLet && this.leadBody === 'VILLAGE';
  }
}
