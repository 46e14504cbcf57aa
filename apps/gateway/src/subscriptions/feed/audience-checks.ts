import type { Subscriber } from '../subscriber.js';

/** Rounds in the time between two looks at one subscriber: each takes a few of those that are due, never all at once. */
const ROUNDS = 400;
/** Twice the even share, so that who came at the same time is spread out and nobody is late. */
const SHARE = 2;

/** Has what each subscriber may see together with others asked for again in time, evenly, so that events do not wait behind it. */
export class AudienceChecks {
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly subscribers: ReadonlySet<Subscriber>,
    private readonly everyMs: number,
  ) {
    this.timer = setInterval(() => this.round(), Math.max(everyMs / ROUNDS, 1));
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private round(): void {
    const before = Date.now() - this.everyMs;
    let left = Math.ceil((SHARE * this.subscribers.size) / ROUNDS);
    for (const subscriber of this.subscribers) {
      if (left === 0) return;
      if (!subscriber.isDueForCheck(before)) continue;
      left -= 1;
      void subscriber.check();
    }
  }
}
