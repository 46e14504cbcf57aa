export * from './attachment.events.js';
export * from './catalogue.js';
export * from './event.js';
export * from './grid-event.events.js';
export * from './grid-registry.events.js';
