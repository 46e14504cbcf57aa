import { sightCodeOf } from '@lianxin/access';
import {
  AlreadyAppealedError,
  AppealWindowClosedError,
  NoLevelAboveError,
  RefuserCannotDecideError,
} from '../errors/grid-event.appeal.errors.js';
import { MergedReportsRemainError } from '../errors/merging.errors.js';
import { JointlyHandledGridEvent } from '../../joint-responses/grid-event.joint-response.js';
import type { GridEventRow, HandoverRecipient } from './grid-event.row.js';
import { appealLevelOf, COUNTY_CODE_LENGTH, realmOf } from '../grid-event.sight.js';

/** S3-16: what mediations, approvals, petitions and refusals have that other events have not. */
export abstract class GridEventByKind extends JointlyHandledGridEvent {
  /** Recorded of all parties together, and taken back by any of them at any time. */
  recordMediationConsent(isConsented: boolean): void {
    this.move('recordMediationConsent');
    this.isMediationConsented = isConsented;
  }

  tellProcedure(windowDepartmentId: string | null, at: Date): void {
    this.move('tellProcedure');
    this.leaveHandler();
    this.windowDepartmentId = windowDepartmentId;
    this.resolvedAt = this.notifiedAt = at;
  }

  /**
   * Petitions, denunciations and court matters go to whoever is competent and are not processed as events. A denunciation
   * is from then on for discipline inspection alone.
   */
  handOver(recipient: HandoverRecipient, receiptNumber: string, at: Date): void {
    this.move('handOver');
    this.leaveHandler();
    this.handedOverTo = recipient;
    this.receiptNumber = receiptNumber;
    this.closedAt = at;
    if (recipient !== 'DISCIPLINE_INSPECTION' || realmOf(this) !== 'COMMON') return;
    if (this.mergedCount > 0) throw new MergedReportsRemainError(this.mergedCount);
    this.restrictedTo = inspectionOf(this.areaCode);
    this.restrictedAreaId = null;
    this.departmentIds = this.awaitedDepartmentIds = [];
  }

  /** @param until end of the window for appeals @param dueAt when the level above is to have decided */
  appealRefusal(at: Date, until: Date, dueAt: Date): void {
    if (this.state === 'REFUSED' && this.refusalAppeal !== null) throw new AlreadyAppealedError();
    if (this.state === 'REFUSED' && appealLevelOf(this) === null) throw new NoLevelAboveError();
    if (this.state === 'REFUSED' && at > until) throw new AppealWindowClosedError(until);
    this.move('appealRefusal');
    this.refusalAppeal = 'PENDING';
    this.dueAt = dueAt;
  }

  upholdRefusal(deciderId: string, at: Date): void {
    this.assertDecider(deciderId);
    this.move('upholdRefusal');
    this.refusalAppeal = 'UPHELD';
    this.closedAt = at;
  }

  /** It waits to be accepted by the level that took the refusal back, or by the county's if that was discipline inspection. */
  overturnRefusal(deciderId: string, deadline: Pick<GridEventRow, 'dueAt' | 'policyVersion'>): void {
    this.assertDecider(deciderId);
    const above = appealLevelOf(this);
    this.move('overturnRefusal');
    this.refusalAppeal = 'OVERTURNED';
    this.level = above === null || above === 'INSPECTION' ? this.level : above;
    this.dueAt = deadline.dueAt;
    this.policyVersion = deadline.policyVersion;
    this.closedAt = null;
  }

  private assertDecider(deciderId: string): void {
    if (deciderId === this.refuserId || this.isParty(deciderId)) throw new RefuserCannotDecideError();
  }
}

/** Where a denunciation may be known of: with discipline inspection of the county and nobody else. */
export const inspectionOf = (areaCode: string): string =>
  sightCodeOf('INSPECTION', areaCode.slice(0, COUNTY_CODE_LENGTH));
