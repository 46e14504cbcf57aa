import {
  GridEventAccepted,
  GridEventClosed,
  GridEventDispatched,
  GridEventEscalated,
  GridEventExtensionDecided,
  GridEventExtensionRequested,
  GridEventFollowedUp,
  GridEventRefused,
  GridEventReopened,
  GridEventReported,
  GridEventReportedDone,
  GridEventResultNotified,
  GridEventReturned,
  GridEventSettledOnTheSpot,
  GridEventStarted,
  GridEventUrged,
  GridEventVerificationFailed,
  GridEventVerified,
} from '@lianxin/contracts';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import { EventConsumer, on } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { GridEventFactsService } from './grid-event-facts.service.js';
import type { StepOfEvent } from './grid-event-facts.service.js';

type Told = z.infer<typeof GridEventReported.schema>;

/** Steps that tell the indicators no more than where the event stands. */
const PLAIN_STEPS: readonly EventDefinition<Told>[] = [
  GridEventReported,
  GridEventSettledOnTheSpot,
  GridEventAccepted,
  GridEventRefused,
  GridEventDispatched,
  GridEventStarted,
  GridEventReportedDone,
  GridEventVerified,
  GridEventVerificationFailed,
  GridEventResultNotified,
  GridEventClosed,
  GridEventReturned,
  GridEventUrged,
  GridEventEscalated,
  GridEventExtensionRequested,
];

/** Turns grid-registry's grid events into the facts that the indicators count. */
@Injectable()
export class GridEventFactsConsumer extends EventConsumer {
  readonly name = 'assessment.grid-event-facts';
  readonly handlers: readonly EventHandler[] = [
    ...PLAIN_STEPS.map((definition) =>
      on(definition, ({ tx, event }) => this.facts.recordStep(tx, stepOf(event))),
    ),
    on(GridEventReopened, ({ tx, event }) =>
      this.facts.recordStep(tx, { ...stepOf(event), isReopening: true }),
    ),
    on(GridEventExtensionDecided, ({ tx, event }) =>
      this.facts.recordStep(tx, { ...stepOf(event), previousDueAt: new Date(event.data.previousDueAt) }),
    ),
    on(GridEventFollowedUp, ({ tx, event }) => {
      const { isReached, isSatisfied } = event.data;
      const answers = { isReached, isSatisfied: isReached ? isSatisfied : null };
      return this.facts.recordStep(tx, { ...stepOf(event), answers });
    }),
  ];

  constructor(private readonly facts: GridEventFactsService) {
    super();
  }
}

function stepOf({ subject, sequence, data }: EventEnvelope<Told>): StepOfEvent {
  return {
    gridEventId: subject,
    sequence,
    villageCode: data.villageCode,
    at: new Date(data.at),
    toState: data.toState,
    dueAt: new Date(data.dueAt),
  };
}
