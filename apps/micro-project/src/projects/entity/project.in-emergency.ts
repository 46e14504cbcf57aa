import { shanghaiDay } from '@lianxin/policy';
import { NotFiledError } from '../errors/decision.errors.js';
import { NoticePostedError } from '../errors/notice.errors.js';
import {
  EmergencyRepeatedError,
  EmergencyUnconfirmedError,
  NotAnEmergencyError,
} from '../errors/works.errors.js';
import type { Hearing } from './project.decided.js';
import { TRANSITIONS } from '../project.transitions.js';
import type { ProjectState } from '../project.transitions.js';
import { EndingProject } from './project.ending.js';
import type { Posting } from './project.on-notice.js';
import type { Submission } from './project.proposed.js';
import type { ProjectRow, SkippableStep } from './project.row.js';

export interface Bypass extends Submission {
  readonly skipped: readonly SkippableStep[];
  readonly confirmBy: Date;
}

/** By the day of the meeting, whenever it was keyed in; null for what is not confirmed. */
export const isConfirmedInTime = ({
  confirmBy,
  confirmedOn,
}: Pick<ProjectRow, 'confirmBy' | 'confirmedOn'>): boolean | null =>
  confirmedOn === null || confirmBy === null ? null : confirmedOn <= shanghaiDay(confirmBy);

/** S0-21: work begins at once; the decision follows, and then what was skipped is made good. */
export abstract class ProjectInEmergency extends EndingProject {
  /** Its money is reserved in the same transaction; none of it is paid before a body has decided. @throws EmergencyRepeatedError, ProjectSourcesError, ObjectionOpenError */
  startInEmergency({ skipped, confirmBy, ...submission }: Bypass, at: Date): void {
    this.move('startInEmergency', at);
    if (this.isEmergency) throw new EmergencyRepeatedError();
    this.assertSources(skipped);
    this.assertNoObjection();
    this.await(submission, at);
    this.isEmergency = true;
    this.skippedSteps = [...skipped];
    this.confirmBy = confirmBy;
    this.reviewDueAt = confirmBy;
    this.startedAt = at;
    this.noticeEndsAt = null;
    this.publishedAt ??= at;
  }

  isConfirmationOverdue(now: Date): boolean {
    return this.isConfirmationDue && this.confirmBy !== null && now > this.confirmBy;
  }

  /** Its money is committed in the same transaction. @throws NotAnEmergencyError, ResolutionRequiredError */
  confirmEmergency({ band, resolutionId, heldOn }: Hearing, at: Date): void {
    this.move('confirmEmergency', at);
    this.assertUnconfirmed();
    this.assertResolved(resolutionId ?? this.resolutionId);
    this.band = band;
    this.resolutionId = resolutionId ?? this.resolutionId;
    this.committedFen = this.budgetFen;
    this.decidedAt = at;
    this.confirmedAt = at;
    this.confirmedOn = heldOn;
    this.reviewDueAt = null;
  }

  /** @throws NotAnEmergencyError */
  refuseEmergency(at: Date): void {
    this.move('refuseEmergency', at);
    this.assertUnconfirmed();
  }

  /** What an emergency began is posted while work is under way, and its notice ends with what was skipped made good. */
  get isPostedAfterwards(): boolean {
    const states: readonly ProjectState[] = TRANSITIONS.postNoticeAfterwards.from;
    return this.isEmergency && states.includes(this.state);
  }

  /** One that is posted is extended, never put up anew. @throws NotFiledError, NoticePostedError, NotAnEmergencyError, EmergencyUnconfirmedError */
  postNoticeAfterwards(posting: Posting, at: Date): void {
    this.move('postNoticeAfterwards', at);
    this.assertConfirmed();
    if (this.isFilingDue) throw new NotFiledError();
    if (this.noticeEndsAt !== null) throw new NoticePostedError();
    this.open(posting, at);
  }

  /** @throws NoticeNotOverError, ObjectionOpenError, NotAnEmergencyError, EmergencyUnconfirmedError */
  regulariseEmergency(at: Date): void {
    this.move('regulariseEmergency', at);
    this.assertConfirmed();
    this.assertNoticeOver(at);
    this.regularisedAt = at;
  }

  private assertUnconfirmed(): void {
    if (!this.isConfirmationDue) throw new NotAnEmergencyError();
  }

  private assertConfirmed(): void {
    if (!this.isEmergency || this.regularisedAt !== null) throw new NotAnEmergencyError();
    if (this.isConfirmationDue) throw new EmergencyUnconfirmedError();
  }
}
