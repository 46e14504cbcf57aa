import { Clock } from '@lianxin/service-kit';

/** A clock that a test moves by hand. */
export class TestClock extends Clock {
  constructor(private time = new Date()) {
    super();
  }

  override now(): Date {
    return new Date(this.time);
  }

  set(instant: string): void {
    this.time = new Date(instant);
  }

  advance(amount: { days?: number; hours?: number; minutes?: number }): void {
    const minutes = (amount.minutes ?? 0) + 60 * ((amount.hours ?? 0) + 24 * (amount.days ?? 0));
    this.time = new Date(this.time.getTime() + minutes * 60_000);
  }
}
