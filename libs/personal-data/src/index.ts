export { algorithms } from './algorithms.js';
export * from './key-store.js';
export { migrateKeyStore } from './migrate-key-store.js';
export * from './normalize-text.js';
export * from './personal-data-cipher.js';
export * from './personal-data.errors.js';
export * from './personal-data.module.js';
export { personIdOfSealedText } from './sealed-text.js';
