export * from './catalogue.js';
export * from './event.js';
export * from './grid-event-register.events.js';
export * from './grid-event.events.js';
export * from './grid-event.v1.events.js';
export * from './grid-event.vocabulary.js';
export * from './grid-registry.events.js';
