import type { EventEnvelope } from '@lianxin/contracts';
import type { Told } from '../backbone/events.js';

/** What is done about each message: nothing, a row with a statement of its own, or the rows of a transaction with one statement. */
export type Effect = 'none' | 'each' | 'together';

/** What carries events to an effect in a database, until the transaction with the effect commits. */
export interface Side {
  readonly name: string;
  /** Puts all of it there before anybody takes it. */
  prefill(events: readonly EventEnvelope<Told>[]): Promise<void>;
  /** Takes all that is there. Resolves when the last effect is committed. */
  drain(count: number): Promise<void>;
  /** Goes on taking until it is closed. */
  listen(): Promise<void>;
  /** One event, sent and waited for. */
  carry(event: EventEnvelope<Told>): Promise<void>;
  close(): Promise<void>;
}

/** Counts effects that are committed, and tells when there are enough. */
export class Countdown {
  private left = 0;
  private resolve: () => void = () => undefined;

  expect(count: number): Promise<void> {
    this.left = count;
    return new Promise((resolve) => (this.resolve = resolve));
  }

  note(count: number): void {
    this.left -= count;
    if (this.left <= 0) this.resolve();
  }
}
