import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { IncomingMessage, OutgoingMessage } from '../../src/index.js';

/** Keeps what it was given, and can be told to wait or to fail. */
export class Reader {
  readonly messages: IncomingMessage[] = [];
  /** How many came at a time. */
  readonly counts: number[] = [];
  failures = 0;
  gate: Promise<unknown> = Promise.resolve();
  /** Batches in hand at the same time. */
  concurrency = 0;
  mostConcurrency = 0;

  readonly onBatch = async (batch: readonly IncomingMessage[]): Promise<void> => {
    this.concurrency += 1;
    this.mostConcurrency = Math.max(this.mostConcurrency, this.concurrency);
    try {
      await this.gate;
      if (this.failures > 0) {
        this.failures -= 1;
        // One of those that kafkajs takes for the end of the world.
        throw new TypeError('not now');
      }
      this.counts.push(batch.length);
      this.messages.push(...batch);
    } finally {
      this.concurrency -= 1;
    }
  };

  /** @returns what lets the batches through that come from now on */
  hold(): () => void {
    let letThrough = (): void => undefined;
    this.gate = new Promise<void>((resolve) => (letThrough = resolve));
    return letThrough;
  }

  valuesOf(key: string): string[] {
    return this.messages.filter((message) => message.key === key).map(({ value }) => value);
  }

  /** Without repeats, in the order in which each came first. */
  distinct(key: string): string[] {
    return [...new Set(this.valuesOf(key))];
  }
}

export const numbered = (topic: string, key: string, from: number, count: number): OutgoingMessage[] =>
  Array.from({ length: count }, (_, index) => ({ topic, key, value: String(from + index) }));

export const upTo = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String(index + 1));

/** Waits for a condition; fails when it does not come true within the limit. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 45_000): Promise<void> {
  for (const end = Date.now() + limitMs; !(await isSo()) && Date.now() < end;) await sleep(20);
  expect(await isSo()).toBe(true);
}
