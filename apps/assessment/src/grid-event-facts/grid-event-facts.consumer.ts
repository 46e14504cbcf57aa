import * as contracts from '@lianxin/contracts';
import type { EventDefinition, EventEnvelope } from '@lianxin/contracts';
import { EventConsumer, onAll } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { StepOfEvent } from './fact-history.js';
import type { Step } from './grid-event-fact.js';
import { GridEventFactsService } from './grid-event-facts.service.js';

type Told = z.infer<typeof contracts.GridEventReported.schema>;

/** Steps that tell the indicators no more than where the event stands; journals hold both versions for good. */
const PLAIN_STEPS: readonly EventDefinition<Told>[] = [
  contracts.GridEventReportedV1,
  contracts.GridEventReported,
  contracts.GridEventSettledOnTheSpotV1,
  contracts.GridEventSettledOnTheSpot,
  contracts.GridEventAcceptedV1,
  contracts.GridEventAccepted,
  contracts.GridEventRefusedV1,
  contracts.GridEventRefused,
  contracts.GridEventDispatchedV1,
  contracts.GridEventDispatched,
  contracts.GridEventStartedV1,
  contracts.GridEventStarted,
  contracts.GridEventReportedDoneV1,
  contracts.GridEventReportedDone,
  contracts.GridEventVerifiedV1,
  contracts.GridEventVerified,
  contracts.GridEventVerificationFailedV1,
  contracts.GridEventVerificationFailed,
  contracts.GridEventResultNotifiedV1,
  contracts.GridEventResultNotified,
  contracts.GridEventClosedV1,
  contracts.GridEventClosed,
  contracts.GridEventReturnedV1,
  contracts.GridEventReturned,
  contracts.GridEventUrgedV1,
  contracts.GridEventUrged,
  contracts.GridEventEscalatedV1,
  contracts.GridEventEscalated,
  contracts.GridEventExtensionRequestedV1,
  contracts.GridEventExtensionRequested,
  contracts.GridEventMerged,
  contracts.GridEventRefusalAppealed,
  contracts.GridEventRefusalUpheld,
  contracts.GridEventHandedOver,
  contracts.GridEventProcedureTold,
  contracts.GridEventStoodDown,
  contracts.GridEventMediationConsentRecorded,
  contracts.GridEventJointResponseCalled,
  contracts.GridEventJointResponseAnswered,
];

/** Work begins anew, with a deadline of its own. */
const BEGINS_ANEW: readonly EventDefinition<Told>[] = [
  contracts.GridEventReopenedV1,
  contracts.GridEventReopened,
  contracts.GridEventUnmerged,
  contracts.GridEventRefusalOverturned,
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
  ...BEGINS_ANEW.map((definition) => reading(definition, () => ({ isReopening: true }))),
  ...[contracts.GridEventExtensionDecidedV1, contracts.GridEventExtensionDecided].map((definition) =>
    reading(definition, ({ previousDueAt }) => ({ previousDueAt: new Date(previousDueAt) })),
  ),
  ...[contracts.GridEventFollowedUpV1, contracts.GridEventFollowedUp].map((definition) =>
    reading(definition, ({ isReached, isSatisfied }) => ({
      answers: { isReached, isSatisfied: isReached ? isSatisfied : null },
    })),
  ),
  reading(contracts.GridEventRatingChanged, ({ isSatisfied }) => ({
    answers: { isReached: true, isSatisfied },
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
