import type { Consumer } from './async-api.js';

export const consumers: readonly Consumer[] = [
  { name: 'assessment', consumes: ['grid-registry'] },
  { name: 'gateway', consumes: ['grid-registry'] },
];
