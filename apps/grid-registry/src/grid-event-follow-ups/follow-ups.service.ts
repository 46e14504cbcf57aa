import { Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { AnswerChannel } from '@lianxin/personal-data';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { ScoredBodies } from '../grid-event-commands/scored-bodies.js';
import { Words } from '../grid-event-commands/words.js';
import type { FollowUpAnswers } from '../grid-events/entity/grid-event.ending.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { FollowUpAttemptsUsedUpError } from '../grid-events/errors/grid-event.rating.errors.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { FollowUpGridEventInput } from './follow-up.inputs.js';
import type { FollowUpKind } from './follow-up.model.js';
import { insertAttempt } from './follow-ups.queries.js';

/** What whoever reported says of the handling, in their own name. */
export interface OwnAnswer {
  readonly gridEventId: string;
  readonly isSolved: boolean;
  readonly isSatisfied: boolean;
  readonly note?: string | null;
  /** With the application or with the slip. */
  readonly channel: AnswerChannel;
}

/** S1-28: asked by somebody who did not handle it, or answered unasked; every attempt and every value is kept. */
@Injectable()
export class FollowUpsService {
  constructor(
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly policies: PoliciesService,
    private readonly words: Words,
    private readonly steps: GridEventSteps,
    private readonly scored: ScoredBodies,
  ) {}

  async followUpGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: FollowUpGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { isReached, channel } = input;
    const answers = { isReached, isSolved: input.isSolved ?? null, isSatisfied: input.isSatisfied ?? null };
    let role: Role = Role.PERSON;
    const change = (event: GridEvent, at: Date, grant: Grant): typeof answers => {
      role = grant.role;
      event.followUp(answers, actor.subject, at);
      return answers;
    };
    const event = await this.steps.take(tx, actor, {
      name: 'followUp',
      ...this.words.noted(sealer, input),
      guard: (before) => this.scored.assertUnscored(tx, actor, before),
      change,
    });
    await this.keep(tx, actor, event, { kind: 'ASKED', channel, role, answers });
    return event;
  }

  async answerGridEventFollowUp(
    tx: EntityManager,
    actor: Actor,
    input: OwnAnswer,
    sealer: Sealer,
  ): Promise<GridEvent> {
    if (await this.isUnproven(tx, actor, input)) return this.leaveAnswer(tx, actor, input, sealer);
    const rating = { isSolved: input.isSolved, isSatisfied: input.isSatisfied };
    const event = await this.steps.take(tx, actor, {
      name: 'followUp',
      action: 'answerFollowUp',
      ...this.words.noted(sealer, input),
      guard: (before) => this.scored.assertOwnAnswer(tx, actor.subject, before),
      change: (answered, at) => ({ ...answered.answerFollowUp(rating, actor.subject, at) }),
    });
    const answers = { isReached: true, ...rating };
    await this.keep(tx, actor, event, {
      kind: 'ANSWERED',
      channel: input.channel,
      role: Role.PERSON,
      answers,
    });
    return event;
  }

  /** The value before stays, in the journal and beside the new one. */
  async changeGridEventRating(
    tx: EntityManager,
    actor: Actor,
    input: OwnAnswer,
    sealer: Sealer,
  ): Promise<GridEvent> {
    if (await this.isUnproven(tx, actor, input)) return this.leaveAnswer(tx, actor, input, sealer);
    const rating = { isSolved: input.isSolved, isSatisfied: input.isSatisfied };
    const change = (event: GridEvent, at: Date): Record<string, boolean> => {
      const until = this.deadlines.ratingUntil(event, at);
      const before = event.changeRating(rating, actor.subject, { at, until });
      return { ...rating, wasSolved: before.isSolved, wasSatisfied: before.isSatisfied };
    };
    const event = await this.steps.take(tx, actor, {
      name: 'changeRating',
      ...this.words.noted(sealer, input),
      guard: (before) => this.scored.assertOwnAnswer(tx, actor.subject, before),
      change,
    });
    const answers = { isReached: true, ...rating };
    await this.keep(tx, actor, event, {
      kind: 'CHANGED',
      channel: input.channel,
      role: Role.PERSON,
      answers,
    });
    return event;
  }

  /** Whoever keyed it in in office saw the slip and may have kept its code: with the slip alone nobody is told from them. */
  private async isUnproven(
    tx: EntityManager,
    actor: Actor,
    { gridEventId, channel }: OwnAnswer,
  ): Promise<boolean> {
    if (channel !== 'SLIP') return false;
    return (await this.steps.get(tx, actor, gridEventId)).isKeyedInOffice;
  }

  private async leaveAnswer(
    tx: EntityManager,
    actor: Actor,
    input: OwnAnswer,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { channel, isSolved, isSatisfied } = input;
    const event = await this.steps.take(tx, actor, {
      name: 'leaveAnswer',
      action: 'answerFollowUp',
      ...this.words.noted(sealer, input),
      change: (left, at) => {
        left.leaveAnswer(actor.subject, { at, until: this.deadlines.ratingUntil(left, at) });
        return { isSolved, isSatisfied };
      },
    });
    const answers = { isReached: true, isSolved, isSatisfied };
    await this.keep(tx, actor, event, { kind: 'LEFT', channel, role: Role.PERSON, answers });
    return event;
  }

  /** What was done before it was reopened counts no more, nor what was asked before another answer was left. @throws FollowUpAttemptsUsedUpError */
  private async keep(tx: EntityManager, actor: Actor, event: GridEvent, kept: Kept): Promise<void> {
    const { kind, channel, role, answers } = kept;
    const at = this.clock.now();
    const attempt = { gridEventId: event.id, personId: actor.subject, kind, channel, role, ...answers, at };
    const told = event.notifiedAt ?? event.resolvedAt ?? event.reportedAt;
    const since = kind === 'ASKED' ? (event.leftAnswerAt ?? told) : told;
    const alike = await insertAttempt(tx, attempt, since);
    if (!BOUNDED.includes(kind)) return;
    const question = { areaCode: event.areaCode, on: at };
    const { value: limit } = this.policies.book.valueAt('grid-event.follow-up-attempts', question);
    if (alike >= limit) throw new FollowUpAttemptsUsedUpError(limit);
  }
}

/** What neither the state of the event nor the value of an answer ends by itself. */
const BOUNDED: readonly FollowUpKind[] = ['ASKED', 'LEFT'];

interface Kept {
  readonly kind: FollowUpKind;
  readonly channel: AnswerChannel;
  readonly role: Role;
  readonly answers: FollowUpAnswers;
}
