export * from './catalogue.js';
export * from './event.js';
export * from './follow-up-sample.events.js';
export * from './grid-event.events.js';
export * from './grid-event.v1.events.js';
export * from './grid-event.vocabulary.js';
export * from './grid-registry.events.js';
