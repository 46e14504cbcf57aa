import { LRUCache } from 'lru-cache';

const HOUR_MS = 3_600_000;
const MAX_PERSONS = 50_000;

interface Used {
  readonly until: Date;
  readonly count: number;
}

/** How often each person did something within an hour. Each process counts for itself. */
export class HourlyAllowance {
  readonly #used = new LRUCache<string, Used>({ max: MAX_PERSONS });

  /** Counts once more. @returns until when nothing is left, or null if something was */
  use(subject: string, allowed: number, now: Date): Date | null {
    const known = this.#used.get(subject);
    const { until, count } =
      known && known.until > now ? known : { until: new Date(now.getTime() + HOUR_MS), count: 0 };
    if (count >= allowed) return until;
    this.#used.set(subject, { until, count: count + 1 });
    return null;
  }
}
