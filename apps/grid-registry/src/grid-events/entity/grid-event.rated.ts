import { GridEventByKind } from './grid-event.by-kind.js';
import type { FollowUpAnswers } from './grid-event.ending.js';
import { FollowUpByPartyError, IllegalTransitionError } from '../errors/grid-event.errors.js';
import {
  NothingRatedError,
  RatingUnchangedError,
  RatingWindowClosedError,
} from '../errors/grid-event.rating.errors.js';

export interface Rating {
  readonly isSolved: boolean;
  readonly isSatisfied: boolean;
}

/** S1-28: the reporter's own answers, given without being asked and changed by nobody else. */
export abstract class RatedGridEvent extends GridEventByKind {
  /** The answer of whoever reported or speaks for them; not even they rate what they handled themselves. */
  answerFollowUp(rating: Rating, callerId: string, at: Date): FollowUpAnswers {
    if (this.isHandler(callerId)) throw new FollowUpByPartyError();
    const answers = { isReached: true, ...rating };
    this.recordAnswers(answers, at);
    return answers;
  }

  /** An answer that need not be the reporter's own: it is no rating yet, and lets whoever follows up ask again. */
  leaveAnswer(callerId: string, { at, until }: { at: Date; until: Date }): void {
    if (this.isHandler(callerId)) throw new FollowUpByPartyError();
    this.move('leaveAnswer');
    if (this.state === 'MERGED' && this.notifiedAt === null)
      throw new IllegalTransitionError('leaveAnswer', this.state, this.state);
    if (this.isReached === true && at > until) throw new RatingWindowClosedError(until);
    this.leftAnswerAt = at;
    this.hasAnswerToConfirm = true;
  }

  /** @returns the answers before: both are kept */
  changeRating(rating: Rating, callerId: string, { at, until }: { at: Date; until: Date }): Rating {
    if (this.isHandler(callerId)) throw new FollowUpByPartyError();
    const { isSolved, isSatisfied } = this;
    this.move('changeRating');
    if (isSolved === null || isSatisfied === null) throw new NothingRatedError();
    if (at > until) throw new RatingWindowClosedError(until);
    if (isSolved === rating.isSolved && isSatisfied === rating.isSatisfied) throw new RatingUnchangedError();
    this.isSolved = rating.isSolved;
    this.isSatisfied = rating.isSatisfied;
    return { isSolved, isSatisfied };
  }
}
