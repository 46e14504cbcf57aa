/**
 * How often subscribers look at the feed without having been told to. Slowly while events arrive; as soon as a look finds
 * what no event announced, quickly, until a few looks in a row found nothing.
 */
export class PollPace {
  delayMs: number;

  constructor(
    private readonly shortestMs: number,
    private readonly longestMs: number,
  ) {
    this.delayMs = longestMs;
  }

  polled(isFound: boolean): void {
    this.delayMs = isFound ? this.shortestMs : Math.min(this.delayMs * 1.5, this.longestMs);
  }
}
