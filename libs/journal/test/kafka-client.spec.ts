import { createRequire } from 'node:module';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createKafka } from '../src/index.js';

interface RequestQueue {
  pending: unknown[];
  throttledUntil: number;
  scheduleCheckPendingRequests(): void;
  maybeThrottle(ms: number): void;
  destroy(): void;
}
type Options = Record<string, unknown>;

describe('the client of Kafka', () => {
  afterEach(() => void jest.restoreAllMocks());

  const aQueue = (): RequestQueue => {
    const path = 'kafkajs/src/network/requestQueue/index.js';
    const Queue = createRequire(import.meta.url)(path) as new (options: Options) => RequestQueue;
    return new Queue({
      maxInFlightRequests: 1,
      requestTimeout: 1_000,
      clientId: 'journal',
      broker: '127.0.0.1:1',
      logger: { debug: () => undefined },
    });
  };

  it('sets no timer of a negative delay, of which Node warns, and still looks at what is queued', () => {
    const timers = jest.spyOn(globalThis, 'setTimeout');
    const queue = aQueue();
    queue.scheduleCheckPendingRequests();
    expect(timers).not.toHaveBeenCalled();
    queue.pending.push({});
    queue.scheduleCheckPendingRequests();
    expect(timers.mock.calls.map(([, delay]) => delay)).toEqual([10]);
    queue.destroy();
    queue.maybeThrottle(500);
    queue.scheduleCheckPendingRequests();
    expect(timers.mock.calls.at(-1)?.[1]).toBeGreaterThan(400);
    queue.destroy();
  });

  it('says what is wrong with a broker and never what it carried', () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    const kafka = createKafka({ clientId: 'journal', brokers: ['127.0.0.1:1'] });
    kafka.logger().error('Error when calling eachBatch', {
      groupId: 'journal.reader',
      error: new Error('王大爷'),
      stack: '王大爷',
      payload: Buffer.from('王大爷'),
    });
    kafka.logger().warn('Limiting retries for the idempotent producer may invalidate EoS guarantees');
    expect(warn).toHaveBeenCalledTimes(1);
    expect(JSON.stringify(warn.mock.calls)).toContain('journal.reader');
    expect(JSON.stringify(warn.mock.calls)).not.toContain('王大爷');
  });
});
