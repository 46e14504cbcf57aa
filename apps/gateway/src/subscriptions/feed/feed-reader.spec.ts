import { describe, expect, it } from '@jest/globals';
import { contextOf } from '../../graph/request-context.js';
import type { SubscriptionRequest } from '../endpoints/subscription-request.js';
import type { FeedAnswer } from './feed-page.js';
import type { Pull, Pulled } from './feed-puller.js';
import { FeedReader } from './feed-reader.js';

const pageFor = (audience: string): FeedAnswer => ({
  page: { changes: [], endCursor: 'c1', hasMore: false, audience },
});
const refused = (code: string): FeedAnswer => ({ errors: [{ message: code, extensions: { code } }] });

function harness({ isShareable = true, audienceBelievedMs = 60_000 } = {}) {
  const pulls: Omit<Pull, 'generation'>[] = [];
  const answers: (FeedAnswer | (() => Promise<FeedAnswer>))[] = [];
  const askedBy: string[] = [];
  const reader = new FeedReader({
    request: { isShareable } as unknown as SubscriptionRequest,
    context: contextOf({}),
    asker: 'me',
    audienceBelievedMs,
    pull: async (pull): Promise<Pulled> => {
      pulls.push(pull);
      const askedAt = Date.now();
      const given = answers.shift() ?? pageFor('officers');
      const answer = typeof given === 'function' ? await given() : given;
      return { answer, askedAt, askedBy: pull.audience === null ? 'me' : (askedBy.shift() ?? 'another') };
    },
  });
  const among = (): (string | null)[] => pulls.map(({ audience }) => audience);
  return { pulls, answers, askedBy, reader, among };
}

const turn = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('the feed as one subscriber reads it', () => {
  it('is asked for with the own token first, and then with the others of the audience', async () => {
    const { reader, among } = harness();
    await reader.read('c0', 'more');
    expect(await reader.read('c0', 'event')).toEqual(pageFor('officers'));
    expect(among()).toEqual([null, 'officers']);
  });

  it('takes no page that was made for another audience, and none that was refused to another', async () => {
    for (const others of [pageFor('chiefs'), refused('FORBIDDEN'), refused('UNAUTHENTICATED')]) {
      const { answers, reader, among } = harness();
      await reader.read('c0', 'more');
      answers.push(others, others);
      expect(await reader.read('c0', 'event')).toEqual(pageFor('officers'));
      expect(among()).toEqual([null, 'officers', 'officers', null]);
    }
  });

  it('takes no page when its own audience became another while the page was on its way', async () => {
    const { answers, reader, among } = harness();
    await reader.read('c0', 'more');
    answers.push(async () => {
      await reader.check();
      return pageFor('officers');
    }, pageFor('me'));
    expect(await reader.read('c0', 'event')).toEqual(pageFor('officers'));
    expect(among()).toEqual([null, 'officers', null, 'me', null]);
  });

  it('takes no page when something about the subscriber changed while it was on its way', async () => {
    const { answers, reader, among } = harness();
    await reader.read('c0', 'more');
    answers.push(() => {
      reader.forget();
      return Promise.resolve(pageFor('officers'));
    }, refused('FORBIDDEN'));
    expect(await reader.read('c0', 'event')).toEqual(refused('FORBIDDEN'));
    expect(among()).toEqual([null, 'officers', null]);
  });

  it('learns nothing from an answer that was asked for before the change', async () => {
    const { answers, reader, among } = harness();
    answers.push(async () => {
      await turn(5);
      reader.forget();
      return pageFor('officers');
    });
    await reader.read('c0', 'more');
    await turn(5);
    await reader.read('c0', 'event');
    expect(among()).toEqual([null, null]);
  });

  it('learns from its own answer, for whomever it was asked', async () => {
    const { answers, askedBy, reader, among } = harness();
    await reader.read('c0', 'more');
    answers.push(pageFor('me'));
    askedBy.push('me');
    expect(await reader.read('c0', 'event')).toEqual(pageFor('me'));
    await reader.read('c0', 'event');
    expect(among().slice(0, 3)).toEqual([null, 'officers', 'me']);
  });

  it('believes an audience so long and no longer', async () => {
    const { reader, among } = harness({ audienceBelievedMs: 30 });
    await reader.read('c0', 'more');
    await turn(40);
    expect(reader.isDueForCheck(Date.now() - 30)).toBe(true);
    await reader.read('c0', 'event');
    expect(among()).toEqual([null, null]);
    expect(reader.isDueForCheck(Date.now() - 30)).toBe(false);
  });

  it('is asked for alone where the answer depends on the person', async () => {
    const { reader, among } = harness({ isShareable: false });
    await reader.read('c0', 'more');
    await reader.read('c0', 'event');
    expect(among()).toEqual([null, null]);
    expect(reader.isDueForCheck(Date.now())).toBe(false);
  });

  it('is asked for again by all when the service did not answer one', async () => {
    const { answers, reader, among } = harness();
    await reader.read('c0', 'more');
    answers.push(refused('SUBGRAPH_UNAVAILABLE'));
    expect(await reader.read('c0', 'event')).toEqual(refused('SUBGRAPH_UNAVAILABLE'));
    expect(among()).toEqual([null, 'officers']);
  });
});
