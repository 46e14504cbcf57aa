import { shanghaiDay } from '@lianxin/policy';
import type { DecisionBand } from '../../decisions/decision-band.js';
import { standingOf } from '../../decisions/meeting.js';
import type { DecidingBody, Interests, Meeting, Standing } from '../../decisions/meeting.js';
import {
  FilingNotDueError,
  MeetingDayError,
  NotSuspectedError,
  ResolutionRequiredError,
  SplittingUnjudgedError,
} from '../errors/decision.errors.js';
import { IllegalTransitionError } from '../errors/project.errors.js';
import { EmergencyUnconfirmedError } from '../errors/works.errors.js';
import { TRANSITIONS } from '../project.transitions.js';
import type { ProjectState } from '../project.transitions.js';
import { ProposedProject } from './project.proposed.js';
import type { Terms } from './project.proposed.js';
import type { ProjectRow } from './project.row.js';

export interface Hearing {
  readonly meeting: Meeting;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly interests: Interests;
  /** The band that the amount falls into by the policy of the day of the meeting. */
  readonly band: DecisionBand;
  readonly resolutionId: string | null;
}

/** What a meeting had before it, and what it said. */
export interface Motion {
  readonly isAdopted: boolean;
  readonly resolutionId: string | null;
  /** The terms of a change. */
  readonly pending: Terms | null;
}

export interface Decided {
  readonly band: DecisionBand;
  readonly body: DecidingBody;
  readonly policyVersion: string;
}

/** Whose decision is filed with the level above; what went up to that level is known there. */
const FILED_BY: Partial<Record<DecisionBand, DecidingBody>> = {
  VILLAGE_DECIDES_AND_FILES: 'VILLAGE_TWO_COMMITTEES',
  TOWNSHIP_DECIDES_AND_FILES: 'TOWNSHIP_PARTY_COMMITTEE',
};

export const isToBeFiled = ({ band, decidingBody }: Pick<ProjectRow, 'band' | 'decidingBody'>): boolean =>
  band !== null && FILED_BY[band] === decidingBody;

/** S0-11…14: a body decides at a meeting; nobody alone. */
export abstract class DecidedProject extends ProposedProject {
  /** S0-21: what an emergency began is yet to be decided. */
  get isConfirmationDue(): boolean {
    return this.isEmergency && this.confirmedAt === null;
  }

  /** Since when a meeting can have had it before it as it stands. */
  private get openSince(): Date {
    const reopenedAt = this.isConfirmationDue ? this.reopenedAt : null;
    return reopenedAt ?? this.submittedAt ?? this.proposedAt;
  }

  get isFilingDue(): boolean {
    return isToBeFiled(this) && this.filedAt === null;
  }

  /**
   * What of a decision does not hang on who may vote at the meeting.
   * @throws IllegalTransitionError, SplittingUnjudgedError, ResolutionRequiredError, DayNotAheadError
   */
  assertDecidable({ isAdopted, resolutionId, pending }: Motion, at: Date): void {
    const step = this.isConfirmationDue ? 'confirmEmergency' : 'decide';
    const open: readonly ProjectState[] = TRANSITIONS[step].from;
    if (!open.includes(this.state)) throw new IllegalTransitionError(step, this.state);
    this.assertSplittingJudged();
    if (!isAdopted) return;
    this.assertResolved(this.isConfirmationDue ? (resolutionId ?? this.resolutionId) : resolutionId);
    if (pending) this.assertAhead(pending, at);
  }

  /**
   * Whether that meeting could decide; where it could not, the body above has to.
   * @throws WrongBodyError, NotAMemberError, NobodyPresentError, QuorumLackingError, MeetingDayError, SplittingUnjudgedError
   */
  hear({ meeting, heldOn, interests, band }: Hearing, at: Date): Standing {
    this.assertSplittingJudged();
    this.assertMeetingDay(heldOn, this.openSince, at);
    const stake = { ...interests, proposers: [...this.proposerIds, ...interests.proposers] };
    return standingOf(meeting, this.competentBody(band), stake);
  }

  passUp({ goesTo }: Extract<Standing, { canDecide: false }>, at: Date): void {
    if (this.state !== 'SUBMITTED' && !this.isConfirmationDue)
      throw new IllegalTransitionError('passUp', this.state);
    this.move('passUp', at);
    this.decidingBody = goesTo;
  }

  /**
   * Its money is committed by the envelope in the same transaction.
   * @param pending the terms of a change, which take the place of those before
   * @throws ResolutionRequiredError
   */
  decide({ band, resolutionId }: Hearing, pending: Terms | null, at: Date): void {
    this.assertResolved(resolutionId);
    this.move('decide', at);
    if (pending) this.take(pending, at);
    this.pendingTermsVersion = null;
    this.pendingBudgetFen = null;
    this.band = band;
    this.resolutionId = resolutionId ?? this.resolutionId;
    this.committedFen = this.budgetFen;
    this.decidedAt = at;
    this.filedAt = null;
    this.reviewDueAt = null;
  }

  /** A change that is rejected leaves what was decided before as it is. */
  reject(at: Date): void {
    this.assertNoChange();
    this.move('reject', at);
    this.reviewDueAt = null;
    this.endedAt = at;
  }

  /** @param decided what holds on: the decision before */
  rejectChange({ band, body, policyVersion }: Decided, at: Date): void {
    this.move('rejectChange', at);
    this.band = band;
    this.decidingBody = body;
    this.policyVersion = policyVersion;
    this.pendingTermsVersion = null;
    this.pendingBudgetFen = null;
    this.reviewDueAt = null;
  }

  /** S0-12, S0-14: a record, not an approval. @throws FilingNotDueError, EmergencyUnconfirmedError */
  file(at: Date): void {
    this.move('file', at);
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
    if (!this.isFilingDue) throw new FilingNotDueError();
    this.filedAt = at;
  }

  suspectSplitting(at: Date): void {
    this.move('suspectSplitting', at);
    this.splitting = 'SUSPECTED';
  }

  /**
   * @param togetherBand where they were split, the band of all of them together
   * @returns the step that this was: what had been decided already begins anew
   * @throws NotSuspectedError
   */
  judgeSplitting(togetherBand: DecisionBand | null, at: Date): 'judgeSplitting' | 'returnAsSplit' {
    const isYetToDecide = this.state === 'SUBMITTED' || this.isConfirmationDue;
    const step = togetherBand === null || isYetToDecide ? 'judgeSplitting' : 'returnAsSplit';
    this.move(step, at);
    if (this.splitting !== 'SUSPECTED') throw new NotSuspectedError();
    this.splitting = togetherBand === null ? 'NOT_SPLIT' : 'SPLIT';
    if (togetherBand === null) return step;
    this.decidingBody = this.competentBody(togetherBand);
    this.band = togetherBand;
    if (step === 'returnAsSplit') this.noticeEndsAt = null;
    return step;
  }

  /** What is the villagers' own matter rests on their resolution, in an emergency too. */
  protected assertResolved(resolutionId: string | null): void {
    if (this.isResolutionRequired && resolutionId === null) throw new ResolutionRequiredError();
  }

  /** @throws SplittingUnjudgedError */
  protected assertSplittingJudged(): void {
    if (this.splitting === 'SUSPECTED') throw new SplittingUnjudgedError();
  }

  protected assertMeetingDay(heldOn: string, since: Date, at: Date): void {
    if (heldOn < shanghaiDay(since) || heldOn > shanghaiDay(at)) throw new MeetingDayError();
  }
}
