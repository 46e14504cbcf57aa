import { NotYetKnownError } from '@lianxin/journal';
import { AreaReplica, AreaSubtrees, levelOf } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { changesBetween, openDeadlineOf } from './contributions.js';
import { advance, isSameStanding } from './grid-event-fact.js';
import type { Standing, Step } from './grid-event-fact.js';
import {
  addToTallies,
  endOpenDeadline,
  lockCurrentFact,
  replaceFact,
  setOpenDeadline,
} from './grid-event-facts.queries.js';
import type { CurrentFact, Village } from './grid-event-facts.queries.js';

/** A step with the event and the place it belongs to. */
export interface StepOfEvent extends Step {
  readonly gridEventId: string;
  /** 1, 2, 3 … within the event. */
  readonly sequence: number;
  /** The village's code when the step was published. */
  readonly villageCode: string;
}

/** Keeps each grid event's standing over time, and with it the running counts of its village. */
@Injectable()
export class GridEventFactsService {
  constructor(
    private readonly areas: AreaReplica,
    private readonly subtrees: AreaSubtrees,
  ) {}

  /**
   * Records what a step changes. An event of no village, or of a village that is not copied here, counts nowhere.
   * @throws NotYetKnownError while the village, or the event's first step, has not arrived
   */
  async recordStep(tx: EntityManager, step: StepOfEvent): Promise<void> {
    const before = await lockCurrentFact(tx, step.gridEventId);
    if (!before && !this.isCounted(step.villageCode)) return;
    const village = before
      ? { id: before.villageId, code: before.villageCode }
      : await this.villageOf(tx, step);
    const standing = advance(before?.standing ?? null, step);
    if (before && isSameStanding(before.standing, standing)) return;
    const validFrom = before && before.validFrom > step.at ? before.validFrom : step.at;
    await replaceFact(tx, {
      gridEventId: step.gridEventId,
      sequence: step.sequence,
      village,
      validFrom,
      standing,
    });
    await this.recount(tx, step.gridEventId, village, { before, standing });
  }

  private isCounted(villageCode: string): boolean {
    return levelOf(villageCode) === 'VILLAGE' && this.subtrees.covers(villageCode);
  }

  private async villageOf(tx: EntityManager, step: StepOfEvent): Promise<Village> {
    if (step.sequence > 1) throw new NotYetKnownError(`the first step of grid event ${step.gridEventId}`);
    const village = await this.areas.findByAnyCode(tx, step.villageCode);
    if (!village) throw new NotYetKnownError(`area ${step.villageCode}`);
    return village;
  }

  private async recount(
    tx: EntityManager,
    gridEventId: string,
    village: Village,
    { before, standing }: { before: CurrentFact | null; standing: Standing },
  ): Promise<void> {
    const changes = changesBetween(before?.standing ?? null, standing);
    if (changes.length > 0) await addToTallies(tx, village, changes);
    const wasOpen = openDeadlineOf(before?.standing ?? null);
    const isOpen = openDeadlineOf(standing);
    if (isOpen && isOpen.dueAt.getTime() !== wasOpen?.dueAt.getTime())
      await setOpenDeadline(tx, gridEventId, village, isOpen);
    if (wasOpen && !isOpen) await endOpenDeadline(tx, gridEventId);
  }
}
