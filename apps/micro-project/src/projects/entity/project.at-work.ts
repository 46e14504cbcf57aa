import { shanghaiDay } from '@lianxin/policy';
import { ChangeBelowPaidError, DayNotAheadError } from '../errors/project.errors.js';
import {
  ContractorMissingError,
  EmergencyUnconfirmedError,
  PaymentAboveCommitmentError,
  TimeLimitNotLaterError,
} from '../errors/works.errors.js';
import type { Submission, Terms } from './project.proposed.js';
import { ProjectOnNotice } from './project.on-notice.js';

/** Carrying out (实施): chosen openly, paid within what was promised, changed by the body whose amount it is. */
export abstract class ProjectAtWork extends ProjectOnNotice {
  /** What may still be paid, in fen. */
  get payableFen(): number {
    const { holdingState, retainedFen, heldFen } = this;
    if (holdingState === 'COMMITTED') return heldFen - this.paidFen;
    return holdingState === 'SETTLED' ? retainedFen : 0;
  }

  isLate(now: Date): boolean {
    const isUnderWay = ['CLEARED', 'IN_PROGRESS', 'STOPPED'].includes(this.state);
    return isUnderWay && shanghaiDay(now) > this.dueOn;
  }

  selectContractor(contractorId: string, at: Date): void {
    this.move('selectContractor', at);
    this.contractorId = contractorId;
  }

  /** @throws ContractorMissingError, ObjectionOpenError */
  start(at: Date): void {
    this.move('start', at);
    if (this.contractorId === null) throw new ContractorMissingError();
    this.assertNoObjection();
    this.startedAt ??= at;
  }

  reachMilestone(at: Date): void {
    this.move('reachMilestone', at);
  }

  /** @throws PaymentAboveCommitmentError */
  recordPayment(amountFen: number, at: Date): void {
    this.move('recordPayment', at);
    if (amountFen > this.payableFen) throw new PaymentAboveCommitmentError(this.payableFen);
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

  /** What was found wrong in an emergency is not simply gone on with. @throws EmergencyUnconfirmedError */
  resume(at: Date): void {
    this.move('resume', at);
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
  }

  /** @throws ChangeBelowPaidError, EmergencyUnconfirmedError, ObjectionOpenError */
  requestChange(terms: Terms, submission: Submission, at: Date): void {
    this.move('requestChange', at);
    this.assertNoObjection();
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
    if (terms.budgetFen < this.paidFen) throw new ChangeBelowPaidError(this.paidFen);
    this.pendingTermsVersion = terms.version;
    this.pendingBudgetFen = terms.budgetFen;
    this.await(submission, at);
  }

  complete(at: Date): void {
    this.move('complete', at);
    this.completedAt = at;
  }

  /** What was paid stays spent; all else is free again by the envelope in the same transaction. @throws ObjectionOpenError */
  abandon(at: Date): void {
    this.move('abandon', at);
    this.assertNoObjection();
    this.assertNoChange();
    this.endedAt = at;
  }
}
