import { metrics } from '@lianxin/service-kit';
import { Counter, Histogram } from 'prom-client';
import type { Answer } from './webhook-sender.js';

const attempts = new Counter({
  name: 'lianxin_webhook_attempts_total',
  help: 'Attempts to send a change to an endpoint, by what they came to',
  labelNames: ['outcome'],
  registers: [metrics],
});

const seconds = new Histogram({
  name: 'lianxin_webhook_attempt_seconds',
  help: 'Time of one attempt, from the look-up of the name to the last byte that was read',
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30],
  registers: [metrics],
});

export function countAttempt({ outcome, durationMs }: Answer): void {
  attempts.inc({ outcome });
  seconds.observe(durationMs / 1_000);
}
