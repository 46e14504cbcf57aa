import { metrics } from '@lianxin/service-kit';
import { Counter, Gauge } from 'prom-client';
import type { GatewayContext } from '../graph/request-context.js';
import type { Limits } from '../limits/limits.js';
import { AudienceChecks } from './feed/audience-checks.js';
import { FeedPuller } from './feed/feed-puller.js';
import { FeedReader } from './feed/feed-reader.js';
import type { Execute } from './feed/feed-puller.js';
import { PollPace } from './feed/poll-pace.js';
import { Subscriber } from './subscriber.js';
import { TooManySubscriptionsError } from './subscription.errors.js';
import type { SubscriptionRequest } from './endpoints/subscription-request.js';

const openSubscriptions = new Gauge({
  name: 'lianxin_subscriptions_open',
  help: 'Subscriptions open now',
  registers: [metrics],
});
const endedSubscriptions = new Counter({
  name: 'lianxin_subscriptions_ended_total',
  help: 'Subscriptions ended, by reason',
  labelNames: ['reason'],
  registers: [metrics],
});

/** How much longer than the time between two checks an audience is believed, so that one check may be late. */
const BELIEVED = 1.25;

/** A grid event that has just happened, as far as it helps to tell whom it can concern. */
export interface Happening {
  readonly areaCode: string;
  readonly category: string;
  readonly kind: string;
}

export interface Subscribing {
  readonly request: SubscriptionRequest;
  readonly context: GatewayContext;
  readonly subject: string;
  readonly expiresAt: Date;
}

/** The open subscriptions of this gateway. Events wake those they can concern; what they get, the feed decides. */
export class Subscriptions {
  private readonly all = new Set<Subscriber>();
  private readonly byArea = new Map<string, Set<Subscriber>>();
  private readonly bySubject = new Map<string, Set<Subscriber>>();
  private readonly puller: FeedPuller;
  private readonly pace: PollPace;
  private readonly checks: AudienceChecks;
  private pollTimer: NodeJS.Timeout | undefined;
  private generation = 0;
  private isClosing = false;

  constructor(
    execute: Execute,
    private readonly limits: Limits,
  ) {
    this.puller = new FeedPuller(execute, limits.SUBSCRIPTION_PULLS);
    this.pace = new PollPace(limits.SUBSCRIPTION_POLL_MIN_MS, limits.SUBSCRIPTION_POLL_MS);
    this.checks = new AudienceChecks(this.all, limits.AUDIENCE_CHECK_MS);
    this.schedulePoll();
  }

  get size(): number {
    return this.all.size;
  }

  /** @throws TooManySubscriptionsError */
  add({ request, context, subject, expiresAt }: Subscribing): Subscriber {
    this.checkRoom(subject);
    const subscriber = new Subscriber({
      request,
      context,
      subject,
      expiresAt,
      slowAfterMs: this.limits.SLOW_SUBSCRIBER_MS,
      slowAboveBytes: this.limits.SLOW_SUBSCRIBER_BYTES,
      feed: this.readerOf(request, context, subject),
      onEnd: (ended, reason) => this.remove(ended, reason),
      onPolled: (isFound) => this.pace.polled(isFound),
    });
    this.all.add(subscriber);
    addTo(this.byArea, request.filter.areaCode, subscriber);
    addTo(this.bySubject, subject, subscriber);
    openSubscriptions.set(this.all.size);
    if (this.isClosing) subscriber.close('SERVICE_RESTARTING');
    return subscriber;
  }

  /** Events arrived: whoever they can concern looks at the feed. Codes are prefix codes. */
  happened(happenings: readonly Happening[]): void {
    this.generation += 1;
    for (const happening of happenings) {
      for (let length = 0; length <= happening.areaCode.length; length += 1) {
        for (const subscriber of this.byArea.get(happening.areaCode.slice(0, length)) ?? []) {
          if (concerns(happening, subscriber.options.request)) subscriber.wake('event');
        }
      }
    }
  }

  /** A post of this person was revoked: what is open under it ends, and goes on under what remains. */
  revoked(subject: string): void {
    for (const subscriber of [...(this.bySubject.get(subject) ?? [])]) subscriber.close('GRANT_REVOKED');
  }

  /** A post was given to this person: what the others of his audience see is not all any more. */
  given(subject: string): void {
    for (const subscriber of this.bySubject.get(subject) ?? []) subscriber.options.feed.forget();
  }

  /** Ends all with their cursors. */
  close(): void {
    this.isClosing = true;
    clearTimeout(this.pollTimer);
    this.checks.stop();
    for (const subscriber of [...this.all]) subscriber.close('SERVICE_RESTARTING');
  }

  private readerOf(request: SubscriptionRequest, context: GatewayContext, subject: string): FeedReader {
    return new FeedReader({
      ...{ request, context },
      asker: `${subject} ${context.forwarded['lianxin-acting-grant'] ?? ''}`,
      audienceBelievedMs: this.limits.AUDIENCE_CHECK_MS * BELIEVED,
      pull: (pull) => this.puller.pull({ ...pull, generation: this.generation }),
    });
  }

  private schedulePoll(): void {
    this.pollTimer = setTimeout(() => {
      // Half the pace: who looked last time is to look again, though that look came a moment after its timer.
      const before = Date.now() - this.pace.delayMs / 2;
      this.generation += 1;
      for (const subscriber of this.all) if (subscriber.pulledAt <= before) subscriber.wake('poll');
      this.schedulePoll();
    }, this.pace.delayMs);
    this.pollTimer.unref();
  }

  private checkRoom(subject: string): void {
    const { MAX_SUBSCRIPTIONS, MAX_SUBSCRIPTIONS_PER_SUBJECT } = this.limits;
    if (this.all.size >= MAX_SUBSCRIPTIONS) throw new TooManySubscriptionsError('gateway', MAX_SUBSCRIPTIONS);
    if ((this.bySubject.get(subject)?.size ?? 0) >= MAX_SUBSCRIPTIONS_PER_SUBJECT) {
      throw new TooManySubscriptionsError('subject', MAX_SUBSCRIPTIONS_PER_SUBJECT);
    }
  }

  private remove(subscriber: Subscriber, reason: string): void {
    this.all.delete(subscriber);
    removeFrom(this.byArea, subscriber.options.request.filter.areaCode, subscriber);
    removeFrom(this.bySubject, subscriber.options.subject, subscriber);
    openSubscriptions.set(this.all.size);
    endedSubscriptions.inc({ reason });
  }
}

function concerns({ category, kind }: Happening, { filter }: SubscriptionRequest): boolean {
  return (filter.categories?.includes(category) ?? true) && (filter.kinds?.includes(kind) ?? true);
}

function addTo(index: Map<string, Set<Subscriber>>, key: string, subscriber: Subscriber): void {
  const entries = index.get(key);
  if (entries) entries.add(subscriber);
  else index.set(key, new Set([subscriber]));
}

function removeFrom(index: Map<string, Set<Subscriber>>, key: string, subscriber: Subscriber): void {
  const entries = index.get(key);
  entries?.delete(subscriber);
  if (entries?.size === 0) index.delete(key);
}
