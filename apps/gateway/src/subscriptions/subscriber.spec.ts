import { afterEach, describe, expect, it, jest } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { contextOf } from '../graph/request-context.js';
import { readFeedPage } from './feed/feed-page.js';
import { Subscriber } from './subscriber.js';
import type { Outlet, SubscriberOptions } from './subscriber.js';
import type { SubscriptionRequest } from './endpoints/subscription-request.js';

const request = {
  feed: { text: '{ feed }', variableNames: [], afterVariable: 'after', cursorKey: 'place' },
  responseKey: 'changed',
  variables: { areaCode: '361104' },
  filter: { areaCode: '361104', categories: null, kinds: null },
  after: 'c0',
} as unknown as SubscriptionRequest;

/** A feed of `length` changes, two to a page. */
class Feed {
  pulledAfter: unknown[] = [];
  length = 0;
  failures: ExecutionResult[] = [];

  pull(after: unknown): ExecutionResult {
    this.pulledAfter.push(after);
    const failure = this.failures.shift();
    if (failure) return failure;
    const from = Number(String(after).slice(1));
    const end = Math.min(from + 2, this.length);
    const changes = Array.from({ length: end - from }, (_value, index) => ({
      place: `c${from + index + 1}`,
      at: from + index + 1,
    }));
    return {
      data: { gridEventFeed: { changes, endCursor: `c${end}`, hasMore: end < this.length, audience: 'a' } },
    };
  }
}

const refusal = (code: string): ExecutionResult =>
  ({
    data: null,
    errors: [{ message: code, path: ['gridEventFeed'], extensions: { code } }],
  }) as unknown as ExecutionResult;
const readerOf = (pull: (after: unknown) => Promise<ExecutionResult>): SubscriberOptions['feed'] => ({
  read: async (cursor) => readFeedPage(await pull(cursor), request),
  check: async () => readFeedPage(await pull(null), request),
  forget: () => undefined,
  isDueForCheck: () => false,
});
const turn = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a subscriber', () => {
  let subscriber: Subscriber;
  let running: ReturnType<Subscriber['next']> | undefined;
  /** What was given to the connection and not looked at yet. */
  let sent: { json: string; hasLeft: () => void }[];
  let hold: () => void;
  afterEach(() => subscriber.return());

  async function open(feed: Feed, options: Partial<SubscriberOptions> = {}, outlet: Partial<Outlet> = {}) {
    [running, sent, hold] = [undefined, [], () => undefined];
    const ended: string[] = [];
    const cutOff: (ExecutionResult | null)[] = [];
    subscriber = new Subscriber({
      request,
      context: contextOf({}),
      subject: 'person',
      expiresAt: new Date(Date.now() + 600_000),
      slowAfterMs: 60_000,
      slowAboveBytes: 1_000,
      feed: readerOf((after) => Promise.resolve(feed.pull(after))),
      onEnd: (_subscriber, reason) => ended.push(reason),
      onPolled: () => undefined,
      ...options,
    });
    const errors = await subscriber.open({
      bufferedBytes: () => 0,
      send: (json) => new Promise((hasLeft) => sent.push({ json, hasLeft })),
      cutOff: (last) => cutOff.push(last),
      ...outlet,
    });
    return { ended, cutOff, errors };
  }

  /** The next changes; the last of them stays on its way. */
  const take = async (count: number): Promise<unknown[]> => {
    const taken: unknown[] = [];
    while (taken.length < count) {
      hold();
      running ??= subscriber.next();
      while (sent.length === 0) await turn();
      const [{ json, hasLeft }] = sent.splice(0, 1) as [(typeof sent)[number]];
      hold = hasLeft;
      taken.push(JSON.parse(json));
    }
    return taken;
  };
  /** What ends it, once everything has left. */
  const end = async (): ReturnType<Subscriber['next']> => {
    hold();
    const result = await (running ?? subscriber.next());
    running = undefined;
    return result;
  };
  const change = (at: number) => ({ data: { changed: { at } } });
  const closing = (code: string, cursor: string) => ({
    errors: [expect.objectContaining({ extensions: { code, cursor } })],
  });

  it('is given each change once, page after page', async () => {
    const feed = new Feed();
    feed.length = 5;
    await open(feed);
    expect(await take(5)).toEqual([1, 2, 3, 4, 5].map(change));
    expect(feed.pulledAfter).toEqual(['c0', 'c2', 'c4']);
  });

  it('does not look further than its connection takes', async () => {
    const feed = new Feed();
    feed.length = 100;
    await open(feed);
    await take(1);
    for (let index = 0; index < 10; index += 1) subscriber.wake('event');
    await turn(10);
    expect(feed.pulledAfter).toEqual(['c0']);
  });

  it('does not miss what happened while it was looking', async () => {
    const feed = new Feed();
    let answer: () => void = () => undefined;
    const pull = (after: unknown): Promise<ExecutionResult> => {
      const result = feed.pull(after);
      if (feed.pulledAfter.length !== 2) return Promise.resolve(result);
      return new Promise((resolve) => (answer = () => resolve(result)));
    };
    await open(feed, { feed: readerOf(pull) });
    const next = take(1);
    subscriber.wake('event');
    await turn();
    feed.length = 1;
    subscriber.wake('event');
    answer();
    expect(await next).toEqual([change(1)]);
  });

  it('ends with the cursor of what it was given, not of what still waits', async () => {
    const feed = new Feed();
    feed.length = 2;
    const { ended } = await open(feed);
    await take(1);
    subscriber.close('GRANT_REVOKED');
    expect((await end()).value).toEqual(closing('GRANT_REVOKED', 'c1'));
    expect(await end()).toEqual({ done: true, value: undefined });
    expect(ended).toEqual(['GRANT_REVOKED']);
  });

  it('ends where it began when it was given nothing yet', async () => {
    const feed = new Feed();
    feed.length = 2;
    await open(feed);
    subscriber.close('SERVICE_RESTARTING');
    expect((await end()).value).toEqual(closing('SERVICE_RESTARTING', 'c0'));
  });

  it('ends while it waits for something to happen', async () => {
    await open(new Feed());
    const next = subscriber.next();
    await turn();
    subscriber.close('SERVICE_RESTARTING');
    expect((await next).value).toEqual(closing('SERVICE_RESTARTING', 'c0'));
  });

  it('is let go at once although it waits', async () => {
    const { ended } = await open(new Feed());
    const next = subscriber.next();
    await turn();
    await subscriber.return();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(ended).toEqual(['COMPLETED']);
  });

  it('ends when its token does', async () => {
    await open(new Feed(), { expiresAt: new Date(Date.now() + 30) });
    expect((await end()).value).toEqual(closing('TOKEN_EXPIRED', 'c0'));
  });

  it('is cut off with its cursor when it does not take what it is given', async () => {
    const feed = new Feed();
    feed.length = 2;
    const { ended, cutOff } = await open(feed, { slowAfterMs: 20 });
    await take(1);
    await turn(40);
    expect(cutOff).toEqual([closing('SLOW_SUBSCRIBER', 'c1')]);
    expect(ended).toEqual(['SLOW_SUBSCRIBER']);
    expect((await end()).done).toBe(true);
  });

  it('is cut off with its cursor when too much waits on its connection', async () => {
    const feed = new Feed();
    feed.length = 2;
    const { cutOff } = await open(feed, {}, { bufferedBytes: () => 1_001 });
    await take(1);
    await turn(5);
    expect(cutOff).toEqual([closing('SLOW_SUBSCRIBER', 'c1')]);
  });

  it('outlives a subgraph that is away for a moment', async () => {
    const feed = new Feed();
    await open(feed);
    feed.failures.push(refusal('SUBGRAPH_UNAVAILABLE'));
    feed.length = 1;
    subscriber.wake('event');
    expect(await take(1)).toEqual([change(1)]);
  });

  it('is told when the feed stays away', async () => {
    jest.useFakeTimers();
    const feed = new Feed();
    await open(feed);
    feed.failures.push(...Array.from({ length: 40 }, () => refusal('SUBGRAPH_UNAVAILABLE')));
    subscriber.wake('event');
    const next = subscriber.next();
    await jest.advanceTimersByTimeAsync(50_000);
    expect(feed.pulledAfter.length).toBeGreaterThan(3);
    await jest.advanceTimersByTimeAsync(100_000);
    jest.useRealTimers();
    expect((await next).value).toEqual(closing('SUBGRAPH_UNAVAILABLE', 'c0'));
  });

  it.each([
    ['FORBIDDEN', 'GRANT_REVOKED'],
    ['AREA_NOT_FOUND', 'AREA_NOT_FOUND'],
  ])('ends when the feed answers %s', async (answered, told) => {
    const feed = new Feed();
    const { ended } = await open(feed);
    feed.failures.push(refusal(answered));
    subscriber.wake('event');
    expect((await end()).value).toEqual(closing(told, 'c0'));
    expect((await end()).done).toBe(true);
    expect(ended).toHaveLength(1);
  });

  it('is not opened when the feed refuses its first look', async () => {
    const feed = new Feed();
    feed.failures.push(refusal('INVALID_CURSOR'));
    const { errors, ended } = await open(feed);
    expect(errors?.[0]?.extensions).toEqual({ code: 'INVALID_CURSOR' });
    expect(ended).toEqual(['REFUSED']);
  });

  it('finds a service that is back within seconds, however long it was away, and gives up after two minutes', async () => {
    jest.useFakeTimers();
    try {
      const feed = new Feed();
      const { ended } = await open(feed);
      feed.failures = Array.from({ length: 40 }, () => refusal('SUBGRAPH_UNAVAILABLE'));
      void subscriber.next();
      subscriber.wake('event');
      await jest.advanceTimersByTimeAsync(90_000);
      const pulls = feed.pulledAfter.length;
      await jest.advanceTimersByTimeAsync(4_000);
      expect(feed.pulledAfter.length).toBe(pulls + 1);
      expect(ended).toEqual([]);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(ended).toEqual(['REFUSED']);
    } finally {
      jest.useRealTimers();
    }
  });
});
