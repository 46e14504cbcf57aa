import { shanghaiDay } from '@lianxin/policy';
import { Entity } from 'typeorm';
import { ClockBehindError } from '../projects/errors/project.errors.js';
import { IllegalNeedStepError, NeedNotCandidateError, ReconsiderationUsedUpError } from './need.errors.js';
import { NeedRow } from './need.row.js';
import { NEED_TRANSITIONS } from './need.transitions.js';
import type { NeedPriority, NeedState, NeedStepName } from './need.transitions.js';

export type SubmittedNeed = Omit<NeedRow, keyof typeof BLANK | 'state' | 'lastStepAt' | 'openedAt'>;

/** Until when the two committees are to discuss it, by the policy of a day (S0-09). */
export interface DiscussionDue {
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly dueOn: string;
  readonly policyVersion: string;
}

/** A meeting of the two committees that discussed it. */
export interface Discussed extends DiscussionDue {
  readonly heldOn: string;
}

/** Something small and public that a resident asked for (需求), from its channel to a project or a reasoned answer. */
@Entity('need')
export class Need extends NeedRow {
  static submit(submitted: SubmittedNeed): Need {
    const { submittedAt } = submitted;
    const moments = { lastStepAt: submittedAt, openedAt: submittedAt };
    return Object.assign(new Need(), { ...BLANK, ...submitted, ...moments, state: 'SUBMITTED' as const });
  }

  /** Of the grid, or of the village where no grid was named. */
  get areaCode(): string {
    return this.villageCode + (this.gridNumber ?? '');
  }

  /** S0-09: open needs are to be discussed. */
  get isOpen(): boolean {
    return this.state === 'SUBMITTED';
  }

  isDiscussionOverdue(today: string): boolean {
    return this.isOpen && this.discussionDueOn < today;
  }

  /** A meeting can have discussed it from the day on which it came in, or came back, and since the meeting before. */
  canBeDiscussedOn(day: string): boolean {
    return day >= shanghaiDay(this.openedAt) && day >= (this.discussedOn ?? day);
  }

  /** S0-10: into the pool of candidates (备选事项库). */
  listAsCandidate(priority: NeedPriority, discussed: Discussed, at: Date): void {
    this.move('listAsCandidate', at);
    this.noteDiscussion(discussed);
    this.priority = priority;
  }

  /** S0-10: with a reason, which reaches whoever asked for it. */
  decline(discussed: Discussed, at: Date): void {
    this.move('decline', at);
    this.noteDiscussion(discussed);
    this.priority = null;
    this.declinedAt = at;
    this.answerReadAt = null;
    this.endedAt = at;
  }

  /** Discussed, and neither listed nor declined: it stays as it is, and is due again. */
  keepOpen(discussed: Discussed): void {
    if (!this.isOpen) throw new IllegalNeedStepError('keepOpen', this.state);
    this.noteDiscussion(discussed);
  }

  /** The next discussion has it again. @throws ReconsiderationUsedUpError */
  reconsider({ dueOn, policyVersion }: DiscussionDue, allowed: number, at: Date): void {
    if (this.state === 'DECLINED' && this.reconsiderationCount >= allowed)
      throw new ReconsiderationUsedUpError(allowed);
    this.move('reconsider', at);
    this.reconsiderationCount += 1;
    this.openedAt = at;
    this.discussionDueOn = dueOn;
    this.policyVersion = policyVersion;
    this.endedAt = null;
  }

  /** @throws NeedNotCandidateError */
  take(projectId: string, villageId: number, at: Date): void {
    if (this.state !== 'CANDIDATE' || this.villageId !== villageId) throw new NeedNotCandidateError(this.id);
    this.move('take', at);
    this.projectId = projectId;
  }

  release(at: Date): void {
    this.move('release', at);
    this.projectId = null;
  }

  withdraw(at: Date): void {
    this.move('withdraw', at);
    this.endedAt = at;
  }

  /** Whoever asked for it, or speaks for them, has read what became of it. */
  noteAnswerRead(at: Date): void {
    if (this.declinedAt !== null && this.answerReadAt === null) this.answerReadAt = at;
  }

  /** As it was answered then: for whoever keyed it in and sees it no more. */
  asSubmitted(): Need {
    const { submittedAt } = this;
    const moments = { lastStepAt: submittedAt, openedAt: submittedAt };
    return Object.assign(new Need(), { ...this, ...BLANK, ...moments, state: 'SUBMITTED' as const });
  }

  private noteDiscussion({ heldOn, dueOn, policyVersion }: Discussed): void {
    this.discussedOn = heldOn;
    this.discussionDueOn = dueOn;
    this.policyVersion = policyVersion;
  }

  /** @throws IllegalNeedStepError, ClockBehindError */
  private move(step: NeedStepName, at: Date): void {
    const { from, to } = NEED_TRANSITIONS[step];
    if (!(from as readonly NeedState[]).includes(this.state))
      throw new IllegalNeedStepError(step, this.state);
    if (at < this.lastStepAt) throw new ClockBehindError(this.lastStepAt);
    this.state = to;
    this.lastStepAt = at;
  }
}

const BLANK = {
  priority: null,
  discussedOn: null,
  declinedAt: null,
  answerReadAt: null,
  reconsiderationCount: 0,
  projectId: null,
  endedAt: null,
} satisfies Partial<NeedRow>;
