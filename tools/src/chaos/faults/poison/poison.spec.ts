import { describe, expect, it } from '@jest/globals';
import { GridEventRefused, type EventEnvelope } from '@lianxin/contracts';
import { poisonOf } from './poison.js';

const applied = {
  ...{ id: 'a', subject: 'key', sequence: 4, type: GridEventRefused.type, data: {} },
} as unknown as EventEnvelope;
const sequenceOf = (on: 'own' | 'live', leftOut: number): number =>
  (JSON.parse(poisonOf('sequence-jumps', on, applied, leftOut).value) as EventEnvelope).sequence;

describe('poison that jumps', () => {
  it('leaves out as many places as it is told to, after the event it is made of', () => {
    expect([1, 2, 1_000].map((leftOut) => sequenceOf('live', leftOut))).toEqual([6, 7, 1_005]);
    expect([1, 2, 1_000].map((leftOut) => sequenceOf('own', leftOut))).toEqual([3, 4, 1_002]);
  });
});
