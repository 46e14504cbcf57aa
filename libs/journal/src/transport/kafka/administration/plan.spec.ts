import { EVENTS } from '@lianxin/contracts';
import { describe, expect, it } from '@jest/globals';
import { MAX_MESSAGE_BYTES } from '../../transport.js';
import { kafkaPlan, topicSettings, topicsOf } from './plan.js';

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

describe('what a department may do', () => {
  const { topics, permissions, users } = kafkaPlan(
    [{ name: 'grid-registry', consumes: [], produces: true, servesDepartments: true }],
    topicSettings,
    ['housing', 'housing-construction'],
  );
  const ofUser = (user: string) => permissions.filter((each) => each.user === user);

  it('is to read its own topic in groups of its own, and nothing else', () => {
    expect(users).toEqual(['grid-registry', 'dept-housing', 'dept-housing-construction']);
    expect(topics.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['dept.housing.grid-events', 'dept.housing-construction.grid-events']),
    );
    expect(
      ofUser('dept-housing').map(({ on, name, match, operation }) => [on, name, match, operation]),
    ).toEqual([
      ['topic', 'dept.housing.grid-events', 'literal', 'read'],
      ['group', 'dept-housing.', 'prefix', 'read'],
      ['group', 'dept-housing.', 'prefix', 'delete'],
    ]);
  });

  it('reaches into no group of a department whose name only begins like its own', () => {
    const own = ofUser('dept-housing').filter(({ on }) => on === 'group');
    expect(own.filter(({ name }) => 'dept-housing-construction.app'.startsWith(name))).toEqual([]);
  });

  it('is written for it by the service that knows who may see what, which makes its topic too', () => {
    const written = ofUser('grid-registry').filter(({ name }) => name === 'dept.');
    expect(written.map(({ operation, match }) => [operation, match])).toEqual([
      ['write', 'prefix'],
      ['create', 'prefix'],
    ]);
  });
});
