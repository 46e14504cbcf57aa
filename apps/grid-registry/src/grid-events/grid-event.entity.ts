import { Entity } from 'typeorm';
import {
  AlreadyAtTopLevelError,
  ConcernedBodyError,
  DeadlineInThePastError,
  DeadlineTooFarError,
  ExtensionsUsedUpError,
  ExtensionTooLateError,
  FollowUpAnswerError,
  FollowUpByPartyError,
  HandlerCannotDecideError,
  HandlerCannotVerifyError,
  IllegalTransitionError,
  NoExtensionRequestedError,
  RefusalTooLateError,
  ReopenWindowClosedError,
} from './grid-event.errors.js';
import { GridEventRow } from './grid-event.row.js';
import type { HandlingLevel } from './grid-event.row.js';
import { lowestLevelOf, realmOf } from './grid-event.sight.js';
import { TRANSITIONS } from './grid-event.transitions.js';
import type { GridEventState, Transition, TransitionName } from './grid-event.transitions.js';

const LEVELS_UPWARDS: readonly HandlingLevel[] = ['GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'];

export type ReportedEvent = Pick<
  GridEvent,
  | 'id'
  | 'areaId'
  | 'areaCode'
  | 'category'
  | 'kind'
  | 'source'
  | 'outsideReference'
  | 'urgency'
  | 'level'
  | 'reporterId'
  | 'proxyId'
  | 'proxyRelation'
  | 'proxyAuthority'
  | 'keyerId'
  | 'channel'
  | 'answerBy'
  | 'confidentiality'
  | 'concernedAreaCode'
  | 'concernedDepartmentId'
  | 'concernedIds'
  | 'departmentIds'
  | 'restrictedTo'
  | 'restrictedAreaId'
  | 'slipNumber'
  | 'reporterRole'
  | 'reportedAt'
  | 'dueAt'
  | 'policyVersion'
>;

export interface DispatchTarget {
  readonly departmentId: string | null;
  /** Code of the area that the department answers for. */
  readonly departmentAreaCode: string | null;
  readonly level: HandlingLevel;
}

export interface ExtensionRequest {
  readonly until: Date;
  readonly at: Date;
  readonly limits: { readonly latest: Date; readonly count: number };
}

export interface FollowUpAnswers {
  readonly isReached: boolean;
  readonly isSolved: boolean | null;
  readonly isSatisfied: boolean | null;
}

/** A matter that somebody reported in a grid (网格事件). */
@Entity('grid_event')
export class GridEvent extends GridEventRow {
  static report(report: ReportedEvent): GridEvent {
    return GridEvent.begin(report, 'REPORTED');
  }

  /** S3-16: most grid work is done on the spot and registered in one step. */
  static settleOnTheSpot(report: ReportedEvent): GridEvent {
    const event = GridEvent.begin(report, 'SETTLED_ON_THE_SPOT');
    event.handlerIds = [report.keyerId ?? report.reporterId];
    event.reportedDoneAt = report.reportedAt;
    event.resolvedAt = report.reportedAt;
    return event;
  }

  accept(at: Date): void {
    this.move('accept');
    this.acceptedAt ??= at;
  }

  /** What was accepted once, or let lie until it was late, can no longer be turned away. */
  refuse(at: Date): void {
    if (this.state === 'REPORTED' && (this.acceptedAt !== null || at >= this.dueAt))
      throw new RefusalTooLateError();
    this.move('refuse');
    this.closedAt = at;
  }

  /** S1-22, S3-14: one level up, where it waits to be accepted again. */
  escalate(): void {
    const above = LEVELS_UPWARDS[LEVELS_UPWARDS.indexOf(this.level) + 1];
    if (!above) throw new AlreadyAtTopLevelError();
    this.move('escalate');
    this.level = above;
    this.leaveHandler();
  }

  /**
   * @param target a department, or the level whose officers are to handle it
   * @throws ConcernedBodyError: no body handles what is said of itself
   */
  dispatch(target: DispatchTarget, dispatcherId: string): void {
    this.assertUnconcerned(target);
    this.move('dispatch');
    this.departmentId = target.departmentId;
    this.level = target.level;
    this.dispatcherId = dispatcherId;
  }

  /**
   * A dispatcher may hurry a handler, not give time that policy does not give: that is what extensions are for.
   * @throws DeadlineInThePastError, DeadlineTooFarError
   */
  bringForward(dueAt: Date, now: Date): void {
    if (dueAt <= now) throw new DeadlineInThePastError(dueAt);
    if (dueAt > this.dueAt) throw new DeadlineTooFarError(this.dueAt);
    this.dueAt = dueAt;
  }

  start(handlerId: string): void {
    this.move('start');
    this.addHandler(handlerId);
  }

  return(): void {
    this.move('return');
    this.leaveHandler();
  }

  reportDone(handlerId: string, at: Date): void {
    this.move('reportDone');
    this.addHandler(handlerId);
    this.reportedDoneAt = at;
    this.requestedDueAt = null;
  }

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
    const given = [answers.isSolved, answers.isSatisfied].filter((answer) => answer !== null).length;
    if (given !== (answers.isReached ? 2 : 0)) throw new FollowUpAnswerError();
    this.move('followUp');
    this.isReached = answers.isReached;
    this.isSolved = answers.isSolved;
    this.isSatisfied = answers.isSatisfied;
    this.followedUpAt = at;
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
  reopen(at: Date, until: Date, deadline: Pick<GridEvent, 'dueAt' | 'policyVersion'>): void {
    const step = this.state === 'REFUSED' ? 'reopenRefusal' : 'reopen';
    const from: readonly GridEventState[] = TRANSITIONS[step].from;
    if (from.includes(this.state) && at > until) throw new ReopenWindowClosedError(until);
    this.move(step);
    this.leaveHandler();
    this.dueAt = deadline.dueAt;
    this.policyVersion = deadline.policyVersion;
    this.reportedDoneAt = this.resolvedAt = this.notifiedAt = this.followedUpAt = this.closedAt = null;
    this.isReached = this.isSolved = this.isSatisfied = null;
    this.reopenCount += 1;
  }

  urge(): void {
    this.move('urge');
    this.urgeCount += 1;
  }

  /** Who asks is a handler from then on, and does not decide. */
  requestExtension(handlerId: string, request: ExtensionRequest): void {
    const { until, at, limits } = request;
    this.move('requestExtension');
    if (at >= this.dueAt) throw new ExtensionTooLateError(this.dueAt);
    if (this.extensionCount >= limits.count) throw new ExtensionsUsedUpError(limits.count);
    if (until <= this.dueAt) throw new DeadlineInThePastError(until);
    if (until > limits.latest) throw new DeadlineTooFarError(limits.latest);
    this.requestedDueAt = until;
    this.addHandler(handlerId);
  }

  /** @returns the deadline before the decision */
  decideExtension(isGranted: boolean, deciderId: string, at: Date): Date {
    if (this.handlerIds.includes(deciderId)) throw new HandlerCannotDecideError();
    this.move('decideExtension');
    const before = this.dueAt;
    if (!this.requestedDueAt) throw new NoExtensionRequestedError();
    if (isGranted) {
      if (at >= before) throw new ExtensionTooLateError(before);
      this.dueAt = this.requestedDueAt;
      this.extensionCount += 1;
    }
    this.requestedDueAt = null;
    return before;
  }

  /** Whoever handled it, reported it, speaks for who did, or keyed it in for them. */
  isParty(personId: string): boolean {
    return [...this.handlerIds, this.reporterId, this.proxyId, this.keyerId].includes(personId);
  }

  private static begin(report: ReportedEvent, state: GridEventState): GridEvent {
    const blank = {
      departmentId: null,
      dispatcherId: null,
      acceptedAt: null,
      handlerIds: [],
      requestedDueAt: null,
      reportedDoneAt: null,
      resolvedAt: null,
      notifiedAt: null,
      followedUpAt: null,
      closedAt: null,
      isReached: null,
      isSolved: null,
      isSatisfied: null,
      extensionCount: 0,
      urgeCount: 0,
      reopenCount: 0,
      mergedIntoId: null,
      handedOverTo: null,
    };
    return Object.assign(new GridEvent(), blank, report, { state });
  }

  private move(step: TransitionName): void {
    const transition: Transition = TRANSITIONS[step];
    if (!transition.from.includes(this.state)) {
      throw new IllegalTransitionError(step, this.state, transition.to ?? this.state);
    }
    this.state = transition.to ?? this.state;
  }

  private assertUnconcerned({ departmentId, departmentAreaCode, level }: DispatchTarget): void {
    const area = this.concernedAreaCode;
    const isOfArea = area !== null && departmentAreaCode !== null && departmentAreaCode.startsWith(area);
    const isBelowSight =
      departmentId === null && LEVELS_UPWARDS.indexOf(level) < LEVELS_UPWARDS.indexOf(lowestLevelOf(this));
    if ((departmentId !== null && departmentId === this.concernedDepartmentId) || isOfArea || isBelowSight)
      throw new ConcernedBodyError();
    if (realmOf(this) === 'PROTECTION' && !this.departmentIds.includes(departmentId ?? ''))
      throw new ConcernedBodyError();
  }

  private assertVerifier(verifierId: string): void {
    if (this.handlerIds.includes(verifierId)) throw new HandlerCannotVerifyError();
  }

  private addHandler(handlerId: string): void {
    if (!this.handlerIds.includes(handlerId)) this.handlerIds = [...this.handlerIds, handlerId];
  }

  private leaveHandler(): void {
    this.departmentId = null;
    this.requestedDueAt = null;
  }
}
