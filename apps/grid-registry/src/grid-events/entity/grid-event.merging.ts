import { IllegalTransitionError, ReopenWindowClosedError } from '../errors/grid-event.errors.js';
import { RatedGridEvent } from './grid-event.rated.js';
import type { GridEventRow } from './grid-event.row.js';
import type { GridEventState } from '../grid-event.transitions.js';
import {
  ConfidentialNotMergeableError,
  MergedReportsUsedUpError,
  MergeAcrossCountiesError,
  MergeChainError,
  MergeIntoItselfError,
  MergeKindsDifferError,
  MergeTargetError,
  MergeTooLateError,
} from '../errors/merging.errors.js';

export interface Unmerging {
  readonly at: Date;
  /** Until when a report whose result was told may be taken apart. */
  readonly until: Date;
  readonly deadline: Pick<GridEventRow, 'dueAt' | 'policyVersion'>;
}

const COUNTY_CODE_LENGTH = 6;

/** What is still to be done, or done and not yet told: whoever reported the same can be told with its reporter. */
const UNTOLD: ReadonlySet<GridEventState> = new Set([
  'REPORTED',
  'ACCEPTED',
  'DISPATCHED',
  'UNDER_WAY',
  'REPORTED_DONE',
  'VERIFIED',
]);

/** S1-27: one matter that several reported is handled once, and each of them is told and asked. */
export abstract class MergeableGridEvent extends RatedGridEvent {
  /**
   * @param main the one that is handled; it counts what is merged into it
   * @param limit how many reports may be merged into one
   * @throws ConfidentialNotMergeableError for what is confidential, anonymous or kept from anybody, on either side
   */
  mergeInto(main: MergeableGridEvent, limit: number, at: Date): void {
    this.assertMergeableInto(main, at);
    if (main.mergedCount >= limit) throw new MergedReportsUsedUpError(limit);
    this.move('merge');
    this.leaveHandler();
    this.mergedIntoId = main.id;
    this.mergedAt = at;
    main.mergedCount += 1;
  }

  /**
   * It waits to be accepted on its own, with a deadline of its own unless it was late when it was merged. What was told and
   * answered stays in its history.
   * @throws ReopenWindowClosedError when its reporter was told the result too long ago
   */
  unmergeFrom(main: MergeableGridEvent | null, { at, until, deadline }: Unmerging): void {
    if (main === null || this.mergedIntoId !== main.id)
      throw new IllegalTransitionError('unmerge', this.state, 'REPORTED');
    if (this.notifiedAt !== null && at > until) throw new ReopenWindowClosedError(until);
    this.move('unmerge');
    if (this.mergedAt === null || this.mergedAt < this.dueAt) {
      this.dueAt = deadline.dueAt;
      this.policyVersion = deadline.policyVersion;
    }
    main.mergedCount -= 1;
    this.mergedIntoId = this.mergedAt = null;
    this.forgetWhatWasTold();
  }

  /** Told anew, they are asked anew. Who handled the main event handled this one, and does not do its follow-up. */
  notifyMerged(main: Pick<GridEventRow, 'handlerIds' | 'participantIds'>, at: Date): void {
    this.move('notifyMerged');
    this.forgetWhatWasTold();
    this.handlerIds = [...new Set([...this.handlerIds, ...main.handlerIds])];
    this.participantIds = [...new Set([...this.participantIds, ...main.participantIds])];
    this.notifiedAt = at;
  }

  private forgetWhatWasTold(): void {
    this.notifiedAt = this.followedUpAt = null;
    this.isReached = this.isSolved = this.isSatisfied = this.leftAnswerAt = null;
    this.hasAnswerToConfirm = false;
  }

  private assertMergeableInto(main: MergeableGridEvent, at: Date): void {
    if (main.id === this.id) throw new MergeIntoItselfError();
    if (this.isKeptFromAnybody() || main.isKeptFromAnybody()) throw new ConfidentialNotMergeableError();
    if (main.areaCode.slice(0, COUNTY_CODE_LENGTH) !== this.areaCode.slice(0, COUNTY_CODE_LENGTH))
      throw new MergeAcrossCountiesError();
    this.assertMovable('merge');
    if (!UNTOLD.has(main.state)) throw new MergeTargetError(main.state);
    if (main.kind !== this.kind) throw new MergeKindsDifferError(this.kind, main.kind);
    if (this.mergedCount > 0) throw new MergeChainError(this.mergedCount);
    if (this.dueAt <= at && main.dueAt > at) throw new MergeTooLateError(main.dueAt);
  }

  /** Merged, it would be known to whoever may know of the other. */
  private isKeptFromAnybody(): boolean {
    return this.confidentiality !== 'OPEN' || this.restrictedTo !== null || this.concernedIds.length > 0;
  }
}
