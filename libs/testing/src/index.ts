export * from './event-stream.js';
export * from './recording-transport.js';
export * from './spreadsheet-file.js';
export * from './test-client.js';
export * from './test-clock.js';
export * from './test-database.js';
export * from './test-issuer.js';
export * from './test-service.js';
