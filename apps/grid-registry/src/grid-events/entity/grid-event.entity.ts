import { Entity } from 'typeorm';
import { assertKindAllows } from '../grid-event.kind-rules.js';
import { MergeableGridEvent } from './grid-event.merging.js';
import { lowestLevelOf } from '../grid-event.sight.js';
import type { GridEventState } from '../grid-event.transitions.js';

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
  | 'isKeyedInOffice'
  | 'channel'
  | 'answerBy'
  | 'confidentiality'
  | 'concernedAreaCode'
  | 'concernedDepartmentIds'
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

/** A matter that somebody reported in a grid (网格事件). */
@Entity('grid_event')
export class GridEvent extends MergeableGridEvent {
  static report(report: ReportedEvent): GridEvent {
    return GridEvent.begin(report, 'REPORTED');
  }

  /** S3-16: most grid work is done on the spot and registered in one step. */
  static settleOnTheSpot(report: ReportedEvent, isMediationConsented: boolean | null = null): GridEvent {
    const event = GridEvent.begin(report, 'SETTLED_ON_THE_SPOT');
    event.isMediationConsented = isMediationConsented;
    assertKindAllows('settleOnTheSpot', event);
    event.handlerIds = [report.keyerId ?? report.reporterId];
    event.reportedDoneAt = report.reportedAt;
    event.resolvedAt = report.reportedAt;
    return event;
  }

  /**
   * As whoever reported or keyed it in was answered: for who may hear that again, and nothing of what became of it but the
   * deadline of today.
   */
  asReported(): GridEvent {
    const wasSettled = this.reportedDoneAt?.getTime() === this.reportedAt.getTime();
    const state = wasSettled ? 'SETTLED_ON_THE_SPOT' : 'REPORTED';
    return GridEvent.begin({ ...this, level: lowestLevelOf(this) }, state);
  }

  private static begin(report: ReportedEvent, state: GridEventState): GridEvent {
    const blank = {
      departmentId: null,
      dispatcherId: null,
      respondBy: null,
      respondedAt: null,
      acceptedAt: null,
      handlerIds: [],
      awaitedDepartmentIds: [],
      requestedDueAt: null,
      reportedDoneAt: null,
      resolvedAt: null,
      notifiedAt: null,
      followedUpAt: null,
      closedAt: null,
      isReached: null,
      isSolved: null,
      isSatisfied: null,
      leftAnswerAt: null,
      hasAnswerToConfirm: false,
      extensionCount: 0,
      urgeCount: 0,
      reopenCount: 0,
      mergedIntoId: null,
      mergedAt: null,
      mergedCount: 0,
      handedOverTo: null,
      receiptNumber: null,
      isMediationConsented: null,
      isAskedByParty: false,
      windowDepartmentId: null,
      refuserId: null,
      refusedAtLevel: null,
      refusalAppeal: null,
      participantIds: [],
    };
    return Object.assign(new GridEvent(), report, blank, { state });
  }
}
