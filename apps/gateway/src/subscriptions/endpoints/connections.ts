import { TooManySubscriptionsError } from '../subscription.errors.js';

/** Counts what is open for subscribing, WebSockets and event streams together. */
export class Connections {
  private open = 0;

  constructor(private readonly max: number) {}

  /**
   * @returns what gives the place back, to be called once or more
   * @throws TooManySubscriptionsError
   */
  take(): () => void {
    if (this.open >= this.max) throw new TooManySubscriptionsError('gateway', this.max);
    this.open += 1;
    let isHeld = true;
    return () => {
      if (isHeld) this.open -= 1;
      isHeld = false;
    };
  }
}
