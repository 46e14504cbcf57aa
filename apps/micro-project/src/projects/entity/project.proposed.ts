import { shanghaiDay } from '@lianxin/policy';
import type { DecidingBody } from '../../decisions/meeting.js';
import { bodyOf, higherOf } from '../../decisions/meeting.js';
import { isStricter } from '../../decisions/decision-band.js';
import type { DecisionBand } from '../../decisions/decision-band.js';
import { ObjectionOpenError } from '../errors/notice.errors.js';
import {
  ChangeBelowPaidError,
  ChangePendingError,
  DayNotAheadError,
  ProjectSourcesError,
} from '../errors/project.errors.js';
import { ProjectInMotion } from './project.in-motion.js';
import type { SkippableStep } from './project.row.js';

/** What a project is about, as far as rules compare it; the words are a row of their own. */
export interface Terms {
  readonly version: number;
  readonly title: string;
  readonly budgetFen: number;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly dueOn: string;
}

export interface Submission {
  readonly band: DecisionBand;
  readonly reviewDueAt: Date;
  readonly policyVersion: string;
}

/** Before anybody has decided (征集, 确定). */
export abstract class ProposedProject extends ProjectInMotion {
  /** What was found split stays the matter of the body of all of them, however it is worded. @throws DayNotAheadError, ChangeBelowPaidError */
  revise(terms: Terms, at: Date): void {
    this.move('revise', at);
    this.assertCoversPaid(terms);
    this.take(terms, at);
    this.resolutionId = null;
    this.filedAt = null;
    if (this.splitting === 'SPLIT') return;
    this.band = null;
    this.decidingBody = null;
    this.splitting = 'NONE';
  }

  /** S0-14: the review runs from here (即报即审). Its money is reserved by the envelope in the same transaction. @throws ProjectSourcesError, ObjectionOpenError */
  submit({ band, reviewDueAt, policyVersion }: Submission, at: Date): void {
    this.move('submit', at);
    this.assertSources();
    this.assertNoObjection();
    this.await({ band, reviewDueAt, policyVersion }, at);
    this.decidedAt = null;
    this.filedAt = null;
  }

  /** @throws ChangePendingError */
  returnForRevision(at: Date): void {
    this.assertNoChange();
    this.move('returnForRevision', at);
    this.reviewDueAt = null;
  }

  get isReviewOpen(): boolean {
    return this.state === 'SUBMITTED';
  }

  /** Visible when overdue (即报即审). */
  isReviewOverdue(now: Date): boolean {
    return this.isReviewOpen && this.reviewDueAt !== null && now > this.reviewDueAt;
  }

  protected await({ band, reviewDueAt, policyVersion }: Submission, at: Date): void {
    this.band = this.splitting === 'SPLIT' && this.band && isStricter(this.band, band) ? this.band : band;
    this.decidingBody = bodyOf(this.band);
    this.reviewDueAt = reviewDueAt;
    this.policyVersion = policyVersion;
    this.submittedAt = at;
  }

  /** @throws ChangeBelowPaidError */
  protected assertCoversPaid({ budgetFen }: Terms): void {
    if (budgetFen < this.paidFen) throw new ChangeBelowPaidError(this.paidFen);
  }

  /** @throws DayNotAheadError */
  protected assertAhead({ dueOn }: Pick<Terms, 'dueOn'>, at: Date): void {
    if (dueOn <= shanghaiDay(at)) throw new DayNotAheadError('dueOn');
  }

  protected take({ version, title, budgetFen, dueOn }: Terms, at: Date): void {
    this.assertAhead({ dueOn }, at);
    this.termsVersion = version;
    this.title = title;
    this.budgetFen = budgetFen;
    this.dueOn = dueOn;
    this.agreedDueOn = dueOn;
  }

  /** S0-08. What an emergency began without collecting anything stays without. @throws ProjectSourcesError */
  protected assertSources(skipped: readonly SkippableStep[] = this.skippedSteps): void {
    const hasSource = this.needIds.length > 0 || this.planItemId !== null;
    if (!hasSource && !skipped.includes('COLLECTION')) throw new ProjectSourcesError();
  }

  /** No objection is lost on the way: each is ruled before the next step. */
  protected assertNoObjection(): void {
    if (this.openObjectionCount > 0) throw new ObjectionOpenError(this.openObjectionCount);
  }

  protected assertNoChange(): void {
    if (this.pendingTermsVersion !== null) throw new ChangePendingError();
  }

  /** The body that is competent now: an amount may have become another's since a meeting passed it up. */
  protected competentBody(band: DecisionBand): DecidingBody {
    return higherOf(bodyOf(band), this.decidingBody ?? bodyOf(band));
  }
}
