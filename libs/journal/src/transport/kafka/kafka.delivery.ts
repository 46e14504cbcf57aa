import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import { delayMs } from '../../retry.js';
import { nameOfError } from '../error-name.js';
import { READING_LIMIT } from '../reading.js';
import { slicesOf } from '../slices.js';
import { MAX_KEY_LENGTH } from '../transport.js';
import type { IncomingMessage, SubscribeOptions } from '../transport.js';

const PULSE_MS = 1_000;
const BACKOFF = { firstMs: 200, ceilingMs: 5_000 };
const STOP_POLL_MS = 200;

const logger = new Logger('KafkaDelivery');

/**
 * Hands on what one fetch brought from one partition, in slices: the offset of a slice is committed when its effects are.
 * The group is told all the while that this member lives, however long a slice takes.
 */
export async function deliver(
  payload: EachBatchPayload,
  options: SubscribeOptions,
  onTaken: (topic: string, partition: number, next: string) => void,
): Promise<void> {
  const { topic, partition } = payload.batch;
  const pulse = setInterval(() => void payload.heartbeat().catch(() => undefined), PULSE_MS);
  try {
    const messages = payload.batch.messages.map((message) => toIncoming(topic, message));
    for (const slice of slicesOf(messages, READING_LIMIT)) {
      if (!(await take(slice, payload, options))) return;
      const last = String(slice.at(-1)?.offset);
      const next = String(Number(last) + 1);
      payload.resolveOffset(last);
      onTaken(topic, partition, next);
      // Not through the consumer's own commit, whose retries hide from kafkajs that the group is being shared out anew.
      if (options.group !== undefined)
        await payload.commitOffsetsIfNecessary({
          topics: [{ topic, partitions: [{ partition, offset: next }] }],
        });
      await payload.heartbeat();
    }
  } finally {
    clearInterval(pulse);
  }
}

/**
 * Tries until the slice is taken. What the consumer throws never reaches kafkajs, which would log it and, for some errors,
 * never start again.
 * @returns false when the place was left before that
 */
async function take(
  slice: readonly IncomingMessage[],
  payload: EachBatchPayload,
  options: SubscribeOptions,
): Promise<boolean> {
  for (let failures = 1; payload.isRunning() && !payload.isStale(); failures += 1) {
    try {
      await options.onBatch(slice);
      return true;
    } catch (error) {
      const { topic, partition } = payload.batch;
      const who = { group: options.group, topic, partition };
      logger.error({ message: 'A batch was not taken', ...who, error: nameOfError(error) });
    }
    const until = Date.now() + delayMs(BACKOFF, failures);
    while (payload.isRunning() && Date.now() < until) await sleep(Math.min(STOP_POLL_MS, until - Date.now()));
    await payload.heartbeat();
  }
  return false;
}

function toIncoming(topic: string, { key, value, offset }: KafkaMessage): IncomingMessage {
  return {
    topic,
    key: textOf(key).slice(0, MAX_KEY_LENGTH),
    value: textOf(value),
    offset: Number(offset),
  };
}

/** A broker takes any bytes from anybody who may write; NUL is the one character that PostgreSQL cannot store. */
const textOf = (bytes: Buffer | null): string => bytes?.toString().replaceAll('\0', '\uFFFD') ?? '';
