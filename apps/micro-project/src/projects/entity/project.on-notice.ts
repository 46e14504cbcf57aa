import { NotFiledError } from '../errors/decision.errors.js';
import {
  NoObjectionOpenError,
  NoticeNotOverError,
  NoticeOverError,
  NoticeShortenedError,
} from '../errors/notice.errors.js';
import type { TransitionName } from '../project.transitions.js';
import { DecidedProject } from './project.decided.js';

export interface Posting {
  readonly noticeId: string;
  readonly endsAt: Date;
}

/** S0-15: open to objection, and nothing begins before every objection is ruled. */
export abstract class ProjectOnNotice extends DecidedProject {
  /** @throws NotFiledError */
  postNotice(posting: Posting, at: Date): void {
    this.move('postNotice', at);
    if (this.isFilingDue) throw new NotFiledError();
    this.open(posting, at);
  }

  /** @throws NoticeShortenedError, NoticeOverError */
  extendNotice(endsAt: Date, at: Date): void {
    this.move('extendNotice', at);
    this.assertNoticeOpen(at);
    if (this.noticeEndsAt !== null && endsAt <= this.noticeEndsAt)
      throw new NoticeShortenedError(this.noticeEndsAt);
    this.noticeEndsAt = endsAt;
  }

  /** @throws NoticeOverError */
  raiseObjection(at: Date): void {
    this.move('raiseObjection', at);
    this.assertNoticeOpen(at);
    this.openObjectionCount += 1;
  }

  dismissObjection(at: Date): void {
    this.move('dismissObjection', at);
    this.closeObjection();
  }

  /** By whoever raised it: nobody has to rule on it any more. */
  withdrawObjection(at: Date): void {
    this.move('withdrawObjection', at);
    this.closeObjection();
  }

  /**
   * The notice is void: terms are written, decided and posted anew; what an emergency began has to be confirmed anew before
   * anything goes on. Whatever else was objected stays to be ruled.
   * @param confirmBy until when what an emergency began is to be confirmed anew
   */
  upholdObjection(confirmBy: Date, at: Date): void {
    const step = this.upholding;
    this.move(step, at);
    this.closeObjection();
    this.noticeEndsAt = null;
    if (step === 'upholdObjectionAfterwards') this.reopen(confirmBy, at);
  }

  /** @throws NoticeNotOverError, ObjectionOpenError */
  endNotice(at: Date): void {
    this.move('endNotice', at);
    this.assertNoticeOver(at);
  }

  isNoticeOpen(at: Date): boolean {
    return this.noticeEndsAt !== null && at <= this.noticeEndsAt;
  }

  protected open({ noticeId, endsAt }: Posting, at: Date): void {
    this.noticeId = noticeId;
    this.noticePostedAt = at;
    this.noticeEndsAt = endsAt;
    this.publishedAt ??= at;
  }

  protected assertNoticeOver(at: Date): void {
    if (this.noticeEndsAt === null) throw new NoticeOverError();
    if (this.isNoticeOpen(at)) throw new NoticeNotOverError(this.noticeEndsAt);
    this.assertNoObjection();
  }

  /** What was sent back to be written anew is not among it: that is decided in the ordinary way. */
  private reopen(confirmBy: Date, at: Date): void {
    this.confirmedAt = null;
    this.confirmedOn = null;
    this.reopenedAt = at;
    this.confirmBy = confirmBy;
    this.reviewDueAt = confirmBy;
  }

  private closeObjection(): void {
    if (this.openObjectionCount === 0) throw new NoObjectionOpenError();
    this.openObjectionCount -= 1;
  }

  private get upholding(): TransitionName {
    if (this.state === 'RETURNED' || this.state === 'PROPOSED') return 'upholdObjectionToo';
    return this.state === 'ON_NOTICE' ? 'upholdObjection' : 'upholdObjectionAfterwards';
  }

  private assertNoticeOpen(at: Date): void {
    if (!this.isNoticeOpen(at)) throw new NoticeOverError();
  }
}
