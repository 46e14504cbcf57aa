import type { EventDefinition } from './event.js';
import * as gridEventRegisterEvents from './grid-event-register.events.js';
import * as gridEventEvents from './grid-event.events.js';
import * as gridEventEventsV1 from './grid-event.v1.events.js';
import * as gridRegistryEvents from './grid-registry.events.js';

const isDefinition = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'schema' in value && 'topic' in value;

/** Every event that any service publishes, by type. */
export const EVENTS: ReadonlyMap<string, EventDefinition> = new Map(
  [gridEventEvents, gridEventEventsV1, gridEventRegisterEvents, gridRegistryEvents]
    .flatMap((file) => Object.values<unknown>(file))
    .filter(isDefinition)
    .map((definition) => [definition.type, definition]),
);
