import { EVENTS, GRID_EVENT_TOPIC } from '@lianxin/contracts';
import type { EventDefinition, GridEventReported } from '@lianxin/contracts';
import { EventConsumer, NotYetKnownError, onAll } from '@lianxin/journal';
import type { Delivery, EventHandler } from '@lianxin/journal';
import { AreaReplica, AreaSubtrees } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { keepGridEvent } from './known-grid-events.queries.js';

type Told = Pick<z.infer<typeof GridEventReported.schema>, 'areaCode'>;

/** Every step of a grid event tells where it is, in both versions. */
const STEPS = [...EVENTS.values()].filter(
  ({ topic }) => topic === GRID_EVENT_TOPIC,
) as readonly EventDefinition<Told>[];

const VILLAGE_CODE_LENGTH = 12;

/**
 * Keeps which grid event lies in which village, so that a need can come out of it. What is kept from its own place is told with
 * a code above it, and is no source of anything public: it is not known here, or no more.
 */
@Injectable()
export class KnownGridEventsConsumer extends EventConsumer {
  readonly name = 'micro-project.grid-events';
  readonly handlers: readonly EventHandler[] = [
    onAll(STEPS, async (tx, deliveries) => {
      // Of several steps of one event the last says where it stands.
      const latest = new Map(deliveries.map(({ event }) => [event.subject, event]));
      for (const event of latest.values()) await this.keep(tx, event);
    }),
  ];

  constructor(
    private readonly areas: AreaReplica,
    private readonly subtrees: AreaSubtrees,
  ) {
    super();
  }

  private async keep(tx: EntityManager, { subject, data }: Delivery<Told>['event']): Promise<void> {
    if (data.areaCode.length < VILLAGE_CODE_LENGTH) return keepGridEvent(tx, subject, null);
    const code = data.areaCode.slice(0, VILLAGE_CODE_LENGTH);
    if (!this.subtrees.covers(code)) return;
    const village = await this.areas.findByAnyCode(tx, code);
    if (!village) throw new NotYetKnownError(`area ${code}`);
    await keepGridEvent(tx, subject, village.id);
  }
}
