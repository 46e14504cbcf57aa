import { Role } from '@lianxin/access';
import type { Actor, Grant } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { ScoredBodies } from '../grid-event-commands/scored-bodies.js';
import { Words } from '../grid-event-commands/words.js';
import type { FollowUpAnswers } from '../grid-events/grid-event.ending.js';
import type { GridEvent } from '../grid-events/grid-event.entity.js';
import { FollowUpAttemptsUsedUpError } from '../grid-events/grid-event.rating.errors.js';
import type { AnswerChannel } from '../grid-events/grid-event.row.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { FollowUpGridEventInput } from './follow-up.inputs.js';
import type { FollowUpKind } from './follow-up.model.js';
import { countAsked, insertAttempt } from './follow-ups.queries.js';

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
    const before = await this.steps.lock(tx, actor, input.gridEventId);
    await this.scored.assertUnscored(tx, actor.subject, before);
    await this.assertAttemptsLeft(tx, before);
    let role: Role = Role.PERSON;
    const change = (event: GridEvent, at: Date, grant: Grant): typeof answers => {
      role = grant.role;
      event.followUp(answers, actor.subject, at);
      return answers;
    };
    const noted = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, { name: 'followUp', ...noted, change });
    await this.keep(tx, actor, event, { kind: 'ASKED', channel, role, answers });
    return event;
  }

  async answerGridEventFollowUp(
    tx: EntityManager,
    actor: Actor,
    input: OwnAnswer,
    sealer: Sealer,
  ): Promise<GridEvent> {
    await this.assertOwn(tx, actor, input.gridEventId);
    const rating = { isSolved: input.isSolved, isSatisfied: input.isSatisfied };
    const event = await this.steps.take(tx, actor, {
      name: 'followUp',
      action: 'answerFollowUp',
      ...this.words.noted(sealer, input),
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
    await this.assertOwn(tx, actor, input.gridEventId);
    const rating = { isSolved: input.isSolved, isSatisfied: input.isSatisfied };
    const change = (event: GridEvent, at: Date): Record<string, boolean> => {
      const until = this.deadlines.ratingUntil(event, at);
      const before = event.changeRating(rating, actor.subject, { at, until });
      return { ...rating, wasSolved: before.isSolved, wasSatisfied: before.isSatisfied };
    };
    const noted = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, { name: 'changeRating', ...noted, change });
    const answers = { isReached: true, ...rating };
    await this.keep(tx, actor, event, {
      kind: 'CHANGED',
      channel: input.channel,
      role: Role.PERSON,
      answers,
    });
    return event;
  }

  private async assertOwn(tx: EntityManager, actor: Actor, gridEventId: string): Promise<void> {
    await this.scored.assertOwnAnswer(tx, actor.subject, await this.steps.lock(tx, actor, gridEventId));
  }

  /** What was asked before it was reopened counts no more. @throws FollowUpAttemptsUsedUpError */
  private async assertAttemptsLeft(tx: EntityManager, event: GridEvent): Promise<void> {
    const question = { areaCode: event.areaCode, on: this.clock.now() };
    const { value: limit } = this.policies.book.valueAt('grid-event.follow-up-attempts', question);
    const since = event.notifiedAt ?? event.resolvedAt ?? event.reportedAt;
    if ((await countAsked(tx, event.id, since)) >= limit) throw new FollowUpAttemptsUsedUpError(limit);
  }

  private keep(
    tx: EntityManager,
    actor: Actor,
    event: GridEvent,
    { kind, channel, role, answers }: Kept,
  ): Promise<void> {
    const at = this.clock.now();
    return insertAttempt(tx, {
      gridEventId: event.id,
      personId: actor.subject,
      kind,
      channel,
      role,
      ...answers,
      at,
    });
  }
}

interface Kept {
  readonly kind: FollowUpKind;
  readonly channel: AnswerChannel;
  readonly role: Role;
  readonly answers: FollowUpAnswers;
}
