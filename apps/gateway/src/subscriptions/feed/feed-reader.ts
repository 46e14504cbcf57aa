import type { GatewayContext } from '../../graph/request-context.js';
import type { SubscriptionRequest } from '../endpoints/subscription-request.js';
import type { FeedAnswer } from './feed-page.js';
import type { Pull, Pulled, PullReason } from './feed-puller.js';
import { isTransient } from './feed-refusal.js';

/** Once more with the next one's token, if the first one's was good for it no longer; then each with one's own. */
const SHARED_ATTEMPTS = 2;

export interface FeedReaderOptions {
  readonly request: SubscriptionRequest;
  readonly context: GatewayContext;
  /** Person and acting post. */
  readonly asker: string;
  /** How long an audience is believed after it was learnt, at most. */
  readonly audienceBelievedMs: number;
  readonly pull: (pull: Omit<Pull, 'generation'>) => Promise<Pulled>;
}

/**
 * The feed as one subscriber may see it. grid-registry names the audience that each is part of; one answer is enough for all
 * of an audience, with whosever token it was had. Nobody is given a page of another that was not made for the very audience
 * that one's own token was last found to be of, and that not long ago.
 */
export class FeedReader {
  private audience: string | null = null;
  /** When the audience was asked for, in milliseconds of `Date.now()`. */
  private learntAt = 0;

  constructor(private readonly options: FeedReaderOptions) {}

  async read(cursor: string | null, reason: PullReason): Promise<FeedAnswer> {
    for (let attempt = 0; attempt < SHARED_ATTEMPTS; attempt += 1) {
      const audience = this.audienceNow();
      if (audience === null) break;
      const pulled = await this.pull(audience, cursor, reason);
      if (pulled.askedBy === this.options.asker) return this.learnFrom(pulled);
      const { answer } = pulled;
      if ('page' in answer && answer.page.audience === audience && this.audienceNow() === audience)
        return answer;
      // A service that does not answer one does not answer the others either.
      if ('errors' in answer && isTransient(answer.errors)) return answer;
    }
    return this.readAlone(cursor, reason);
  }

  /** Asks for nothing but today's audience. The errors are why there is none. */
  check(): Promise<FeedAnswer> {
    return this.readAlone(null, 'check');
  }

  /** Something about the subscriber has changed: the next look is one's own. */
  forget(): void {
    this.audience = null;
    // What is being asked just now may still come from before the change.
    this.learntAt = Date.now() + 1;
  }

  /** Whether the audience has to be asked for again, so that it can be believed on. */
  isDueForCheck(before: number): boolean {
    return this.audience !== null && this.learntAt <= before;
  }

  private audienceNow(): string | null {
    return Date.now() - this.learntAt < this.options.audienceBelievedMs ? this.audience : null;
  }

  private async readAlone(cursor: string | null, reason: PullReason): Promise<FeedAnswer> {
    return this.learnFrom(await this.pull(null, cursor, reason));
  }

  private learnFrom({ answer, askedAt }: Pulled): FeedAnswer {
    if ('page' in answer && this.options.request.isShareable && askedAt >= this.learntAt) {
      this.audience = answer.page.audience;
      this.learntAt = askedAt;
    }
    return answer;
  }

  private pull(audience: string | null, cursor: string | null, reason: PullReason): Promise<Pulled> {
    const { request, context, asker, pull } = this.options;
    return pull({ request, context, asker, audience, cursor, reason });
  }
}
