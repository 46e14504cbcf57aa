import { Access } from '@lianxin/access';
import type { Actor } from '@lianxin/access';
import type { Sealer } from '@lianxin/personal-data';
import { checkUuid, Clock, ForbiddenError, NotFoundError } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Deadlines } from '../grid-event-commands/deadlines.js';
import type { GridEventNoteInput } from '../grid-event-commands/grid-event.inputs.js';
import { GridEventSteps } from '../grid-event-commands/grid-event-steps.js';
import { Words } from '../grid-event-commands/words.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { viewOf } from '../grid-events/grid-event.rules.js';
import { MergeTargetError } from '../grid-events/errors/merging.errors.js';
import { PoliciesService } from '../policies/policies.service.js';
import type { MergeGridEventInput } from './merging.inputs.js';

/** S1-27: whoever may dispatch both events joins the reports of one matter, and takes them apart again. */
@Injectable()
export class GridEventMergingService {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines,
    private readonly policies: PoliciesService,
    private readonly steps: GridEventSteps,
    private readonly words: Words,
  ) {}

  /**
   * Both are held before either is decided on, in the order of their ids: two merges at once wait for one another. What was
   * merged into the other is held after it by whoever tells its result, and so is found out before anything is held.
   */
  async mergeGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: MergeGridEventInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const mainId = checkUuid(input.intoGridEventId, 'intoGridEventId');
    const { state, mergedIntoId } = await this.steps.get(tx, actor, mainId);
    if (mergedIntoId === input.gridEventId) throw new MergeTargetError(state);
    const ids = [checkUuid(input.gridEventId, 'gridEventId'), mainId].sort();
    for (const id of ids) await this.steps.lock(tx, actor, id);
    const main = await this.steps.lock(tx, actor, mainId);
    this.access.require(actor, 'dispatch', 'GridEvent', viewOf(main));
    const change = (event: GridEvent, at: Date): { mergedIntoId: string } => {
      event.mergeInto(main, this.limitFor(main), at);
      return { mergedIntoId: main.id };
    };
    const noted = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, { name: 'merge', action: 'dispatch', ...noted, change });
    await this.steps.storeMergedCount(tx, main);
    return event;
  }

  /** The main event is held first, as by those who tell what is merged into it. */
  async unmergeGridEvent(
    tx: EntityManager,
    actor: Actor,
    input: GridEventNoteInput,
    sealer: Sealer,
  ): Promise<GridEvent> {
    const { mergedIntoId } = await this.steps.get(tx, actor, input.gridEventId);
    const main = mergedIntoId === null ? null : await this.lockMain(tx, actor, mergedIntoId);
    const change = (event: GridEvent, at: Date): { mergedIntoId: string | null } => {
      event.unmergeFrom(main, this.deadlines.unmerging(event, at));
      return { mergedIntoId };
    };
    const noted = this.words.noted(sealer, input);
    const event = await this.steps.take(tx, actor, { name: 'unmerge', action: 'dispatch', ...noted, change });
    if (main) await this.steps.storeMergedCount(tx, main);
    return event;
  }

  /** @throws ForbiddenError also for a main event that one may not see */
  private async lockMain(tx: EntityManager, actor: Actor, id: string): Promise<GridEvent> {
    try {
      const main = await this.steps.lock(tx, actor, id);
      this.access.require(actor, 'dispatch', 'GridEvent', viewOf(main));
      return main;
    } catch (error) {
      throw error instanceof NotFoundError ? new ForbiddenError('dispatch', 'GridEvent') : error;
    }
  }

  private limitFor(main: GridEvent): number {
    const question = { areaCode: main.areaCode, on: this.clock.now() };
    return this.policies.book.valueAt('grid-event.merged-reports', question).value;
  }
}
