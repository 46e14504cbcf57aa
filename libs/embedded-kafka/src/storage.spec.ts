import { describe, expect, it } from '@jest/globals';
import { clusterId } from './storage.js';

describe('the id of a cluster', () => {
  it('never begins with a hyphen, which would make an option of it', () => {
    for (let first = 0; first < 256; first += 1) {
      const id = clusterId(Buffer.alloc(16, first));
      expect(id).toMatch(/^[\w][\w-]{21}$/);
    }
  });
});
