import { describe, expect, it } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { contextOf } from '../../graph/request-context.js';
import { FeedPuller } from './feed-puller.js';
import type { Pull } from './feed-puller.js';

const pull: Pull = {
  query: '{ a }',
  variables: { after: 'c1' },
  context: contextOf({}),
  grantSet: 'person',
  generation: 1,
};

function harness(concurrency = 10) {
  const executed: { answer: (result: ExecutionResult) => void }[] = [];
  const puller = new FeedPuller(() => new Promise((answer) => executed.push({ answer })), concurrency);
  return { executed, puller };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('pulls of subscriptions', () => {
  it('are executed once while an equal one is under way, and again afterwards', async () => {
    const { executed, puller } = harness();
    const both = [puller.pull(pull), puller.pull({ ...pull, context: contextOf({}) })];
    expect(executed).toHaveLength(1);
    executed[0]?.answer({ data: {} });
    expect(await Promise.all(both)).toEqual([{ data: {} }, { data: {} }]);
    void puller.pull(pull);
    expect(executed).toHaveLength(2);
  });

  it.each<[string, Partial<Pull>]>([
    ['grant set', { grantSet: 'another' }],
    ['selection', { query: '{ b }' }],
    ['cursor', { variables: { after: 'c2' } }],
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
    const first = puller.pull({ ...pull, query: '1' });
    const others = ['2', '3'].map((query) => puller.pull({ ...pull, query }));
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
