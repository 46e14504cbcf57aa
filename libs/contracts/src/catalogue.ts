import * as attachmentEvents from './attachment.events.js';
import type { EventDefinition } from './event.js';
import * as gridEventAlertEvents from './grid-event-alert.events.js';
import * as followUpSampleEvents from './follow-up-sample.events.js';
import * as gridEventRegisterEvents from './grid-event-register.events.js';
import * as gridEventEvents from './grid-event.events.js';
import * as gridEventEventsV1 from './grid-event.v1.events.js';
import * as gridRegistryEvents from './grid-registry.events.js';
import * as disclosureEvents from './micro-project/disclosure.events.js';
import * as envelopeEvents from './micro-project/envelope.events.js';
import * as needEvents from './micro-project/need.events.js';
import * as oversightEvents from './micro-project/oversight.events.js';
import * as projectEvents from './micro-project/project.events.js';
import * as surveyEvents from './micro-project/survey.events.js';
import * as outsideAnswerEvents from './outside-answer.events.js';

const isDefinition = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'schema' in value && 'topic' in value;

const FILES = [
  attachmentEvents,
  disclosureEvents,
  envelopeEvents,
  followUpSampleEvents,
  gridEventAlertEvents,
  gridEventEvents,
  gridEventEventsV1,
  gridEventRegisterEvents,
  gridRegistryEvents,
  needEvents,
  outsideAnswerEvents,
  oversightEvents,
  projectEvents,
  surveyEvents,
];

/** Every event that any service publishes, by type. */
export const EVENTS: ReadonlyMap<string, EventDefinition> = new Map(
  FILES.flatMap((file) => Object.values<unknown>(file))
    .filter(isDefinition)
    .map((definition) => [definition.type, definition]),
);
