import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, EachBatchPayload, Kafka } from 'kafkajs';
import type { IncomingMessage } from '../../transport.js';
import { createKafka } from '../kafka.client.js';
import type { KafkaConnection } from '../kafka.client.js';
import { KafkaJSError } from '../kafkajs-names.js';

export interface TopicsReset {
  readonly messagesRemoved: number;
  /** Consumer groups that begin at the heads now. */
  readonly groups: readonly string[];
}

export interface ResetOptions {
  readonly topics: readonly string[];
  /** Is given every message before any is removed, in order of each key. */
  readonly onMessages: (messages: readonly IncomingMessage[]) => Promise<void>;
}

/** Reading stands still no longer than this: a broker that answers, yet gives nothing, is at fault. */
const STALL_LIMIT_MS = 60_000;
const MEMBERS_LIMIT_MS = 60_000;
const MEMBERS_POLL_MS = 500;
const LEADER_LIMIT_MS = 30_000;
const LEADER_POLL_MS = 200;
const OFFSET_NONE = '-1';

interface End {
  readonly topic: string;
  readonly partition: number;
  readonly low: bigint;
  readonly high: bigint;
}

/**
 * Empties topics after a restore of the databases: what is in them may tell of things that never happened any more. Reads all,
 * removes all, and lets every group begin at the head, where the journals' entries come in again. To be called while nothing else
 * uses the broker, as its administrator; repeating it changes nothing.
 */
export async function resetTopics(connection: KafkaConnection, options: ResetOptions): Promise<TopicsReset> {
  const kafka = createKafka(connection);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const existing = new Set(await admin.listTopics());
    const ends = await endsOf(
      admin,
      options.topics.filter((topic) => existing.has(topic)),
    );
    await readAll(kafka, admin, { ends, onMessages: options.onMessages });
    for (const topic of new Set(ends.map((end) => end.topic)))
      await admin.deleteTopicRecords({
        topic,
        partitions: ends
          .filter((end) => end.topic === topic)
          .map(({ partition, high }) => ({ partition, offset: high.toString() })),
      });
    const messagesRemoved = ends.reduce((sum, { low, high }) => sum + Number(high - low), 0);
    return { messagesRemoved, groups: await forgetPlaces(admin, ends) };
  } finally {
    await admin.disconnect();
  }
}

async function endsOf(admin: Admin, topics: readonly string[]): Promise<End[]> {
  const ends: End[] = [];
  for (const topic of topics)
    for (const { partition, low, high } of await onceLed(() => admin.fetchTopicOffsets(topic)))
      ends.push({ topic, partition, low: BigInt(low), high: BigInt(high) });
  return ends;
}

/** A broker that has just started answers for its topics a moment before it leads them. */
async function onceLed<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + LEADER_LIMIT_MS; ; await sleep(LEADER_POLL_MS)) {
    try {
      return await ask();
    } catch (error) {
      const isPassing = error instanceof KafkaJSError && error.retriable;
      if (!isPassing || Date.now() > end) throw error;
    }
  }
}

interface Reading {
  readonly ends: readonly End[];
  readonly onMessages: ResetOptions['onMessages'];
}

/** In a group that exists for this reading alone. */
async function readAll(kafka: Kafka, admin: Admin, { ends, onMessages }: Reading): Promise<void> {
  const filled = ends.filter(({ low, high }) => high > low);
  if (filled.length === 0) return;
  const groupId = `lianxin-restore-${randomUUID()}`;
  const consumer = kafka.consumer({ groupId });
  const done = new Completion(filled);
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set(filled.map(({ topic }) => topic))], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async (payload) => {
        try {
          await onMessages(messagesOf(payload.batch));
          done.note(payload.batch);
        } catch (error) {
          done.fail(error);
        }
        await payload.heartbeat();
      },
    });
    await done.promise;
  } finally {
    done.end();
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
  }
}

/** Resolves when every partition was read to its end, rejects when nothing comes for too long. */
class Completion {
  private readonly missing: Map<string, bigint>;
  private readonly timer: NodeJS.Timeout;
  private resolve: () => void = () => undefined;
  private reject: (error: Error) => void = () => undefined;
  readonly promise = new Promise<void>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });

  constructor(ends: readonly End[]) {
    this.missing = new Map(ends.map((end) => [keyOf(end), end.high]));
    this.timer = setTimeout(
      () => this.fail(new Error('the broker gives no more messages, though there are some')),
      STALL_LIMIT_MS,
    );
  }

  note(batch: EachBatchPayload['batch']): void {
    this.timer.refresh();
    const end = this.missing.get(keyOf(batch));
    if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) this.missing.delete(keyOf(batch));
    if (this.missing.size === 0) this.resolve();
  }

  fail(error: unknown): void {
    this.reject(error instanceof Error ? error : new Error(String(error)));
  }

  end(): void {
    clearTimeout(this.timer);
  }
}

const messagesOf = ({ topic, messages }: EachBatchPayload['batch']): IncomingMessage[] =>
  messages.map(({ key, value, offset }) => ({
    topic,
    key: key?.toString() ?? '',
    value: value?.toString() ?? '',
    offset: Number(offset),
  }));

const keyOf = ({ topic, partition }: { topic: string; partition: number }): string => `${topic}/${partition}`;

/** A group without a place begins at the first message there is, and that is now the head. */
async function forgetPlaces(admin: Admin, ends: readonly End[]): Promise<string[]> {
  const { groups } = await admin.listGroups();
  const topics = [...new Set(ends.map(({ topic }) => topic))];
  const placed: string[] = [];
  for (const { groupId } of groups) {
    const places = await admin.fetchOffsets({ groupId, topics });
    const isPlaced = places.some(({ partitions }) => partitions.some(({ offset }) => offset !== OFFSET_NONE));
    if (isPlaced) placed.push(groupId);
  }
  for (const groupId of placed) await forgetGroup(admin, groupId);
  return placed;
}

/** A member that was killed belongs to its group until the broker has missed it for long enough. */
async function forgetGroup(admin: Admin, groupId: string): Promise<void> {
  const deadline = Date.now() + MEMBERS_LIMIT_MS;
  for (;;) {
    try {
      await admin.deleteGroups([groupId]);
      return;
    } catch (error) {
      if (Date.now() > deadline)
        throw new Error(`somebody still reads as ${groupId}: stop every service first`, { cause: error });
      await sleep(MEMBERS_POLL_MS);
    }
  }
}
