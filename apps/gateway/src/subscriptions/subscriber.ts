import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../graph/request-context.js';
import type { Change, FeedAnswer, FeedPage } from './feed/feed-page.js';
import type { FeedReader } from './feed/feed-reader.js';
import { meaningOf } from './feed/feed-refusal.js';
import { CLOSING_MESSAGES } from './subscription.errors.js';
import type { ClosingCode } from './subscription.errors.js';
import type { SubscriptionRequest } from './endpoints/subscription-request.js';

/** The connection that a subscriber's changes leave by. */
export interface Outlet {
  /** What was given to the connection and has not left yet. */
  bufferedBytes(): number;
  /** Sends a result in JSON; resolves when it has left, or there is nobody to send it to any more. */
  send(json: string): Promise<void>;
  /** Sends `last`, if there is one, behind all that waits, and ends the connection whether or not it is ever read. */
  cutOff(last: ExecutionResult | null): void;
}

export interface SubscriberOptions {
  readonly request: SubscriptionRequest;
  readonly context: GatewayContext;
  readonly subject: string;
  readonly expiresAt: Date;
  readonly slowAfterMs: number;
  readonly slowAboveBytes: number;
  readonly feed: Pick<FeedReader, 'read' | 'check' | 'forget' | 'isDueForCheck'>;
  readonly onEnd: (subscriber: Subscriber, code: ClosingCode | 'COMPLETED' | 'REFUSED') => void;
  /** A look that no event asked for found something, or nothing. */
  readonly onPolled: (isFound: boolean) => void;
}

type Result = ExecutionResult;
type Reason = 'event' | 'poll' | 'more';

const FIRST_RETRY_MS = 500;
/** No longer: a service that is back is to be noticed soon, whatever its outage lasted. */
const LONGEST_RETRY_MS = 4_000;
/** Some two minutes in all; longer, and the subscriber should know. */
const MOST_RETRIES = 31;
const UNREADABLE = { message: 'The feed could not be read.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * One subscription: pulled forward through the feed, one page at a time, and only as fast as its connection takes what it
 * is given. So nothing is skipped, nothing comes twice, and memory stays bounded whatever the subscriber does.
 */
export class Subscriber implements AsyncGenerator<Result, void, undefined> {
  /** Everything up to here was given to the connection. */
  private cursor: string | null;
  private page: Change[] = [];
  private pageEnd: string | null = null;
  private due: Reason | null = null;
  private isPulling = false;
  private isChecking = false;
  private failures = 0;
  private last: Result | null = null;
  private isEnded = false;
  private resume: () => void = () => undefined;
  private outlet: Outlet | undefined;
  private stallTimer: NodeJS.Timeout | undefined;
  private retryTimer: NodeJS.Timeout | undefined;
  private farewellTimer: NodeJS.Timeout | undefined;
  private readonly expiryTimer: NodeJS.Timeout;
  /** When it last looked at the feed, in milliseconds of `Date.now()`. */
  pulledAt = 0;

  constructor(readonly options: SubscriberOptions) {
    this.cursor = options.request.after;
    const lifetimeMs = Math.min(Math.max(options.expiresAt.getTime() - Date.now(), 0), LONGEST_TIMER_MS);
    this.expiryTimer = setTimeout(() => this.close('TOKEN_EXPIRED'), lifetimeMs);
  }

  /** Takes its first page; the errors are why there is no subscription. */
  async open(outlet: Outlet): Promise<readonly GraphQLFormattedError[] | null> {
    this.outlet = outlet;
    const answer = await this.firstPage();
    if ('page' in answer) {
      this.accept(answer.page, 'more');
      return null;
    }
    this.end('REFUSED');
    return answer.errors;
  }

  /** Something may have happened: looks at the feed as soon as its connection has taken what it was given. */
  wake(reason: 'event' | 'poll'): void {
    if (this.due !== 'event') this.due = reason;
    this.resume();
  }

  isDueForCheck(before: number): boolean {
    return !this.isChecking && !this.isEnded && this.options.feed.isDueForCheck(before);
  }

  /** Asks whether the subscriber still is who may see the feed with the others; ends when not allowed to read it at all. */
  async check(): Promise<void> {
    this.isChecking = true;
    const answer = await this.options.feed.check().catch(() => ({ errors: [UNREADABLE] }));
    this.isChecking = false;
    if ('errors' in answer && this.meaningOf(answer.errors) === 'revoked') this.close('GRANT_REVOKED');
  }

  /** Ends with a last result that names the reason and the cursor to go on from. */
  close(code: ClosingCode): void {
    if (this.isEnded || this.last) return;
    this.last = { errors: [this.closingError(code)] } as unknown as Result;
    this.end(code);
    this.expectFarewell();
    this.resume();
  }

  /** Ends a subscriber that does not take what it is given: its connection is told past everything that waits. */
  cutOff(): void {
    if (this.isEnded) return;
    const last = { errors: [this.closingError('SLOW_SUBSCRIBER')] } as unknown as Result;
    this.end('SLOW_SUBSCRIBER');
    this.outlet?.cutOff(last);
    this.resume();
  }

  /** Changes leave by the outlet, as they were written out for all; only the end is told by the generator. */
  async next(): Promise<IteratorResult<Result, void>> {
    for (;;) {
      const end = this.takeEnd();
      if (end) return end;
      const change = this.page.shift();
      if (change) await this.hand(change);
      else {
        this.pullIfDue();
        await new Promise<void>((resume) => (this.resume = resume));
      }
    }
  }

  /** Called when the subscriber has gone or wants no more; unlike a generator's, it does not wait for `next`. */
  return(): Promise<IteratorResult<Result, void>> {
    this.last = null;
    clearTimeout(this.farewellTimer);
    this.end('COMPLETED');
    this.resume();
    return Promise.resolve({ done: true, value: undefined });
  }

  throw(error: unknown): Promise<IteratorResult<Result, void>> {
    void this.return();
    return Promise.reject(error instanceof Error ? error : new Error(String(error)));
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  private async firstPage(): Promise<FeedAnswer> {
    try {
      return await this.pull('more');
    } catch {
      return { errors: [UNREADABLE] };
    }
  }

  private takeEnd(): IteratorResult<Result, void> | null {
    if (this.last) {
      const value = this.last;
      this.last = null;
      return { done: false, value };
    }
    if (this.isEnded) {
      clearTimeout(this.farewellTimer);
      return { done: true, value: undefined };
    }
    return null;
  }

  private async hand(change: Change): Promise<void> {
    this.cursor = change.cursor;
    if (this.page.length === 0) this.cursor = this.pageEnd ?? this.cursor;
    // Besides this change: a large one alone is no sign of slowness.
    const waitingBytes = this.outlet?.bufferedBytes() ?? 0;
    const isSent = this.outlet?.send(change.json);
    if (waitingBytes > this.options.slowAboveBytes) this.cutOff();
    else this.stallTimer = setTimeout(() => this.cutOff(), this.options.slowAfterMs);
    await isSent;
    clearTimeout(this.stallTimer);
  }

  private pullIfDue(): void {
    if (!this.due || this.isPulling || this.retryTimer) return;
    const reason = this.due;
    this.due = null;
    this.isPulling = true;
    this.pull(reason)
      .then((answer) => this.receive(answer, reason))
      .catch(() => this.retry([UNREADABLE]))
      .finally(() => {
        this.isPulling = false;
        this.resume();
      });
  }

  private pull(reason: Reason): Promise<FeedAnswer> {
    this.pulledAt = Date.now();
    return this.options.feed.read(this.cursor, reason);
  }

  private receive(answer: FeedAnswer, reason: Reason): void {
    if (this.isEnded) return;
    if ('page' in answer) return this.accept(answer.page, reason);
    const meaning = this.meaningOf(answer.errors);
    if (meaning === 'revoked') this.close('GRANT_REVOKED');
    else if (meaning === 'later') this.retry(answer.errors);
    else this.refuse(answer.errors);
  }

  private meaningOf(errors: readonly GraphQLFormattedError[]): ReturnType<typeof meaningOf> {
    return meaningOf(errors, this.options.expiresAt.getTime() <= Date.now());
  }

  private refuse(errors: readonly GraphQLFormattedError[]): void {
    this.last = { errors: errors.map((error) => this.withCursor(error)) } as unknown as Result;
    this.end('REFUSED');
    this.expectFarewell();
  }

  /** A connection that does not take the last result either is not kept for it. */
  private expectFarewell(): void {
    this.farewellTimer = setTimeout(() => {
      const { last } = this;
      this.last = null;
      this.outlet?.cutOff(last);
    }, this.options.slowAfterMs);
    this.farewellTimer.unref();
  }

  private accept(page: FeedPage, reason: Reason): void {
    this.failures = 0;
    this.page = [...page.changes];
    this.pageEnd = page.endCursor;
    if (page.changes.length === 0) this.cursor = page.endCursor;
    if (page.hasMore) this.due ??= 'more';
    if (reason === 'poll') this.options.onPolled(page.changes.length > 0);
  }

  /** A subgraph that restarts does not end subscriptions: they go on where they were. */
  private retry(errors: readonly GraphQLFormattedError[]): void {
    this.failures += 1;
    if (this.failures > MOST_RETRIES) return this.refuse(errors);
    const delayMs = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS);
    this.due ??= 'more';
    this.retryTimer = setTimeout(() => {
      this.retryTimer = undefined;
      this.resume();
    }, delayMs);
  }

  private closingError(code: ClosingCode): GraphQLFormattedError {
    return this.withCursor({
      message: CLOSING_MESSAGES[code][this.options.context.language],
      extensions: { code },
    });
  }

  private withCursor(error: GraphQLFormattedError): GraphQLFormattedError {
    const { path: _path, ...rest } = error;
    return { ...rest, extensions: { ...error.extensions, cursor: this.cursor } };
  }

  private end(code: Parameters<SubscriberOptions['onEnd']>[1]): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.page = [];
    clearTimeout(this.expiryTimer);
    clearTimeout(this.stallTimer);
    clearTimeout(this.retryTimer);
    this.options.onEnd(this, code);
  }
}
