import { metrics } from '@lianxin/service-kit';
import type { ExecutionResult } from 'graphql';
import { LRUCache } from 'lru-cache';
import { Counter } from 'prom-client';
import type { GatewayContext } from '../../graph/request-context.js';
import type { SubscriptionRequest } from '../endpoints/subscription-request.js';
import { readFeedPage } from './feed-page.js';
import type { FeedAnswer } from './feed-page.js';

const pulls = new Counter({
  name: 'lianxin_subscription_pulls_total',
  help: 'Pulls of subscriptions, by why they were made and whether they were executed or shared the execution of another',
  labelNames: ['kind', 'reason'],
  registers: [metrics],
});

/** How long a page is kept for those whose connections are slower than others', and how many pages. */
const KEPT_MS = 1_000;
const MOST_KEPT = 200;

export type PullReason = 'event' | 'poll' | 'more' | 'check';

export interface Pull {
  readonly request: SubscriptionRequest;
  readonly cursor: string | null;
  readonly context: GatewayContext;
  /** Whose token the question would go out with: person and acting post. */
  readonly asker: string;
  /** Among whom one answer is enough; null for the asker alone. */
  readonly audience: string | null;
  /** Counts the batches of events seen so far: a pull may be shared only with those that know as much. */
  readonly generation: number;
  readonly reason: PullReason;
}

export interface Pulled {
  readonly answer: FeedAnswer;
  readonly askedBy: string;
  /** In milliseconds of `Date.now()`, before anything was asked. */
  readonly askedAt: number;
}

export type Execute = (
  query: string,
  variables: Readonly<Record<string, unknown>>,
  context: GatewayContext,
) => Promise<ExecutionResult>;

/** Executes the queries behind subscriptions: equal ones once for all who may share them, and only so many at a time. */
export class FeedPuller {
  private readonly inFlight = new Map<string, Promise<Pulled>>();
  private readonly kept = new LRUCache<string, Promise<Pulled>>({
    ...{ max: MOST_KEPT, ttl: KEPT_MS, ttlAutopurge: true },
  });
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly execute: Execute,
    private readonly concurrency: number,
  ) {}

  /** Who shares an answer must still see to it that it is meant for him too. */
  pull(pull: Pull): Promise<Pulled> {
    const { audience, asker, context, generation, cursor, request, reason } = pull;
    const sharedBy = audience === null ? ['alone', asker] : ['among', audience];
    const key = JSON.stringify([sharedBy, context.language, generation, cursor, request.feedKey]);
    const shared = this.inFlight.get(key) ?? this.kept.get(key);
    pulls.inc({ kind: shared ? 'shared' : 'executed', reason });
    if (shared) return shared;
    const asked = this.run(pull).finally(() => this.inFlight.delete(key));
    this.inFlight.set(key, asked);
    asked.then(
      ({ answer }) => {
        const isKept =
          'page' in answer && answer.page.changes.length > 0 && answer.page.audience === audience;
        if (isKept) this.kept.set(key, asked);
      },
      () => undefined,
    );
    return asked;
  }

  private async run({ request, cursor, context, asker }: Pull): Promise<Pulled> {
    if (this.running >= this.concurrency) await new Promise<void>((start) => this.waiting.push(start));
    else this.running += 1;
    const askedAt = Date.now();
    try {
      const { text, afterVariable } = request.feed;
      const result = await this.execute(text, { ...request.variables, [afterVariable]: cursor }, context);
      return { answer: readFeedPage(result, request), askedBy: asker, askedAt };
    } finally {
      // The place goes to the next in line, if there is one.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
