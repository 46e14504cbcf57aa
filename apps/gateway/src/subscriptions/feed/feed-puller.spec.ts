import { describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { contextOf } from '../../graph/request-context.js';
import { FeedPuller } from './feed-puller.js';
import type { Pull } from './feed-puller.js';
import type { SubscriptionRequest } from '../endpoints/subscription-request.js';

const asking = (text: string): SubscriptionRequest =>
  ({
    feed: { text, variableNames: [], afterVariable: 'after', cursorKey: 'place' },
    responseKey: 'changed',
    variables: {},
    feedKey: text,
  }) as unknown as SubscriptionRequest;

const pull: Pull = {
  request: asking('{ a }'),
  cursor: 'c1',
  context: contextOf({}),
  asker: 'person',
  audience: 'people',
  generation: 1,
  reason: 'event',
};
const page = (...places: string[]): ExecutionResult => ({
  data: {
    gridEventFeed: {
      changes: places.map((place) => ({ place })),
      endCursor: places.at(-1) ?? 'c1',
      hasMore: false,
      audience: 'people',
    },
  },
});

function harness(concurrency = 10) {
  const executed: { answer: (result: ExecutionResult) => void }[] = [];
  const puller = new FeedPuller(() => new Promise((answer) => executed.push({ answer })), concurrency);
  return { executed, puller };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('pulls of subscriptions', () => {
  it('are executed once while an equal one is under way, and again afterwards if it brought nothing', async () => {
    const { executed, puller } = harness();
    const both = [puller.pull(pull), puller.pull({ ...pull, asker: 'another', context: contextOf({}) })];
    expect(executed).toHaveLength(1);
    executed[0]?.answer(page());
    const [first, second] = await Promise.all(both);
    expect(first).toMatchObject({ askedBy: 'person', answer: { page: { changes: [], audience: 'people' } } });
    expect(second).toBe(first);
    void puller.pull(pull);
    expect(executed).toHaveLength(2);
  });

  it('are written out once for all, and kept for who comes a little later', async () => {
    const { executed, puller } = harness();
    const first = puller.pull(pull);
    executed[0]?.answer(page('c2', 'c3'));
    const { answer } = await first;
    expect(answer).toMatchObject({
      page: { changes: [{ cursor: 'c2', json: '{"data":{"changed":{}}}' }, {}] },
    });
    expect(await puller.pull(pull)).toBe(await first);
    void puller.pull({ ...pull, generation: 2 });
    expect(executed).toHaveLength(2);
  });

  it('are not kept when they turn out to be meant for others', async () => {
    const { executed, puller } = harness();
    const first = puller.pull({ ...pull, audience: 'others' });
    executed[0]?.answer(page('c2'));
    await first;
    void puller.pull({ ...pull, audience: 'others' });
    expect(executed).toHaveLength(2);
  });

  it('are not shared between those who ask for themselves alone', () => {
    const { executed, puller } = harness();
    for (const asker of ['one', 'another', 'one']) void puller.pull({ ...pull, audience: null, asker });
    expect(executed).toHaveLength(2);
  });

  it('are not kept when they were refused', async () => {
    const { executed, puller } = harness();
    const first = puller.pull(pull);
    executed[0]?.answer({ data: null });
    expect((await first).answer).toHaveProperty('errors');
    void puller.pull(pull);
    expect(executed).toHaveLength(2);
  });

  it.each<[string, Partial<Pull>]>([
    ['audience', { audience: 'another' }],
    ['selection', { request: asking('{ b }') }],
    ['cursor', { cursor: 'c2' }],
    ['language', { context: contextOf({ 'accept-language': 'zh' }) }],
    ['knowledge of events', { generation: 2 }],
  ])('are not shared with another %s', (_what, difference) => {
    const { executed, puller } = harness();
    void puller.pull(pull);
    void puller.pull({ ...pull, ...difference });
    expect(executed).toHaveLength(2);
  });

  it('wait for each other beyond their number, in order, and go on after a failure', async () => {
    const executed: {
      name: string;
      fail: (error: Error) => void;
      answer: (result: ExecutionResult) => void;
    }[] = [];
    const puller = new FeedPuller(
      (name) => new Promise((answer, fail) => executed.push({ name, answer, fail })),
      1,
    );
    const first = puller.pull({ ...pull, request: asking('1') });
    const others = ['2', '3'].map((query) => puller.pull({ ...pull, request: asking(query) }));
    expect(executed.map(({ name }) => name)).toEqual(['1']);
    executed[0]?.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    await turn();
    expect(executed.map(({ name }) => name)).toEqual(['1', '2']);
    executed[1]?.answer({ data: {} });
    await turn();
    executed[2]?.answer({ data: {} });
    await Promise.all(others);
    expect(executed.map(({ name }) => name)).toEqual(['1', '2', '3']);
  });
});
