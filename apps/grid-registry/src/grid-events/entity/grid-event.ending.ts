import {
  FollowUpAnswerError,
  FollowUpByPartyError,
  HandlerCannotVerifyError,
  ReopenWindowClosedError,
} from '../errors/grid-event.errors.js';
import { AnsweredBeforeError } from '../errors/grid-event.rating.errors.js';
import { GridEventInHand } from './grid-event.in-hand.js';
import type { GridEventRow } from './grid-event.row.js';
import { TRANSITIONS } from '../grid-event.transitions.js';
import type { GridEventState } from '../grid-event.transitions.js';

export interface FollowUpAnswers {
  readonly isReached: boolean;
  readonly isSolved: boolean | null;
  readonly isSatisfied: boolean | null;
}

/** From "done" to the end, and opened again if it has to be: S1-24, S1-28. */
export abstract class GridEventEnding extends GridEventInHand {
  verify(verifierId: string, at: Date): void {
    this.assertVerifier(verifierId);
    this.move('verify');
    this.resolvedAt = at;
  }

  failVerification(verifierId: string): void {
    this.assertVerifier(verifierId);
    this.move('failVerification');
    this.reportedDoneAt = null;
  }

  notifyResult(at: Date): void {
    this.move('notifyResult');
    this.notifiedAt = at;
  }

  /** S1-28: only the reporter's own answers count, and not reached is never satisfied. */
  followUp(answers: FollowUpAnswers, callerId: string, at: Date): void {
    if (this.isParty(callerId)) throw new FollowUpByPartyError();
    this.recordAnswers(answers, at);
  }

  /** Who was not reached may be tried again, and may still answer by themselves; who answered changes the rating. */
  protected recordAnswers(answers: FollowUpAnswers, at: Date): void {
    const given = [answers.isSolved, answers.isSatisfied].filter((answer) => answer !== null).length;
    if (given !== (answers.isReached ? 2 : 0)) throw new FollowUpAnswerError();
    this.move(this.answerStep());
    if (this.isReached === true && !answers.isReached) throw new AnsweredBeforeError();
    if (answers.isReached) this.hasAnswerToConfirm = false;
    this.isReached = answers.isReached;
    this.isSolved = answers.isSolved;
    this.isSatisfied = answers.isSatisfied;
    this.followedUpAt = at;
  }

  private answerStep(): 'followUp' | 'followUpAgain' | 'followUpMerged' {
    const again: readonly GridEventState[] = TRANSITIONS.followUpAgain.from;
    const isAnswered = this.isReached === true && !this.hasAnswerToConfirm;
    if (isAnswered) return 'followUp';
    if (this.wasToldWithMain()) return 'followUpMerged';
    return this.isReached !== null && again.includes(this.state) ? 'followUpAgain' : 'followUp';
  }

  close(at: Date): void {
    this.move('close');
    this.closedAt = at;
  }

  /** The day from which the window for reopening counts. */
  get endedAt(): Date {
    return this.closedAt ?? this.followedUpAt ?? this.notifiedAt ?? this.resolvedAt ?? this.reportedAt;
  }

  /**
   * @param until end of the window in which it may be reopened
   * @param deadline the new one, and the policy version that sets it
   */
  reopen(at: Date, until: Date, deadline: Pick<GridEventRow, 'dueAt' | 'policyVersion'>): void {
    const step = this.state === 'REFUSED' ? 'reopenRefusal' : 'reopen';
    const from: readonly GridEventState[] = TRANSITIONS[step].from;
    if (from.includes(this.state) && at > until) throw new ReopenWindowClosedError(until);
    this.move(step);
    this.leaveHandler();
    this.dueAt = deadline.dueAt;
    this.policyVersion = deadline.policyVersion;
    this.reportedDoneAt = this.resolvedAt = this.notifiedAt = this.followedUpAt = this.closedAt = null;
    this.isReached = this.isSolved = this.isSatisfied = this.leftAnswerAt = null;
    this.hasAnswerToConfirm = false;
    this.handedOverTo = this.receiptNumber = this.windowDepartmentId = null;
    this.reopenCount += 1;
  }

  /** Whoever reported what was merged is asked once they were told, as every reporter. */
  private wasToldWithMain(): boolean {
    return this.state === 'MERGED' && this.notifiedAt !== null;
  }

  private assertVerifier(verifierId: string): void {
    if (this.handlerIds.includes(verifierId)) throw new HandlerCannotVerifyError();
  }
}
