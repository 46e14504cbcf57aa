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
import { EventConsumer, onAll } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { StepOfEvent } from './fact-history.js';
import type { Step } from './grid-event-fact.js';
import { GridEventFactsService } from './grid-event-facts.service.js';

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

/** What one kind of event says of a grid event. */
interface Reading {
  readonly definition: EventDefinition<Told>;
  readonly stepOf: (event: EventEnvelope) => StepOfEvent;
}

/** @param more what this kind says beyond the place, the moment, the state and the deadline */
function reading<Data extends Told>(
  definition: EventDefinition<Data>,
  more: (data: Data) => Partial<Step> = () => ({}),
): Reading {
  return {
    definition,
    stepOf: ({ subject, sequence, data }) => {
      const told = data as Data;
      const { villageCode, toState } = told;
      const step = { villageCode, toState, at: new Date(told.at), dueAt: new Date(told.dueAt) };
      return { gridEventId: subject, sequence, ...step, ...more(told) };
    },
  };
}

const READINGS: readonly Reading[] = [
  ...PLAIN_STEPS.map((definition) => reading(definition)),
  reading(GridEventReopened, () => ({ isReopening: true })),
  reading(GridEventExtensionDecided, ({ previousDueAt }) => ({ previousDueAt: new Date(previousDueAt) })),
  reading(GridEventFollowedUp, ({ isReached, isSatisfied }) => ({
    answers: { isReached, isSatisfied: isReached ? isSatisfied : null },
  })),
];

/** Turns grid-registry's grid events into the facts that the indicators count. */
@Injectable()
export class GridEventFactsConsumer extends EventConsumer {
  readonly name = 'assessment.grid-event-facts';
  private readonly readings = new Map(READINGS.map((each) => [each.definition.type, each]));
  readonly handlers: readonly EventHandler[] = [
    onAll(
      READINGS.map(({ definition }) => definition),
      (tx, deliveries) =>
        this.facts.recordSteps(
          tx,
          deliveries.flatMap(({ event }) => this.stepsOf(event)),
        ),
    ),
  ];

  constructor(private readonly facts: GridEventFactsService) {
    super();
  }

  private stepsOf(event: EventEnvelope): StepOfEvent[] {
    const step = this.readings.get(event.type)?.stepOf(event);
    return step ? [step] : [];
  }
}
