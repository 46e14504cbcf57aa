import { EVENTS } from '@lianxin/contracts';
import { describe, expect, it } from '@jest/globals';
import { MAX_MESSAGE_BYTES } from '../../transport.js';
import { kafkaPlan, topicsOf } from './plan.js';

const clients = [
  { name: 'grid-registry', consumes: [], produces: true },
  { name: 'assessment', consumes: ['grid-registry'], produces: true },
  { name: 'gateway', consumes: ['grid-registry'], produces: false },
];
const plan = kafkaPlan(clients);
const mayDo = (user: string) =>
  plan.permissions
    .filter((each) => each.user === user)
    .map(({ operation, on, name, match }) => `${operation} ${on} ${name}${match === 'prefix' ? '*' : ''}`)
    .sort();

describe('what the broker holds', () => {
  it('is every topic of the contracts, with room for the largest message', () => {
    const topics = new Set([...EVENTS.values()].map(({ topic }) => topic));
    expect(new Set(plan.topics.map(({ name }) => name))).toEqual(topics);
    for (const { config } of plan.topics)
      expect(Number(config['max.message.bytes'])).toBeGreaterThan(MAX_MESSAGE_BYTES);
  });
});

describe('what a client may do', () => {
  it('is to write its own topics and to read those it consumes, in groups of its own', () => {
    expect(mayDo('assessment')).toEqual(
      [
        ...['write topic assessment.*', 'read group assessment.*', 'delete group assessment.*'],
        ...topicsOf('grid-registry').map((topic) => `read topic ${topic}`),
      ].sort(),
    );
    expect(topicsOf('grid-registry').length).toBeGreaterThan(0);
  });

  it('is to read nothing where it consumes nothing, and to write nothing at the gateway', () => {
    expect(mayDo('grid-registry').filter((each) => each.startsWith('read topic'))).toEqual([]);
    expect(mayDo('gateway').filter((each) => each.startsWith('write'))).toEqual([]);
  });
});
