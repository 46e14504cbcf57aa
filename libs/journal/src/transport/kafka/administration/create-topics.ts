import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import type { TopicPlan } from './plan.js';

const CREATE_TIMEOUT_MS = 15_000;
const LOOK_MS = 100;

/** Safe to repeat, and for whoever sees no topics but those it may work with. */
export async function createMissingTopics(admin: Admin, topics: readonly TopicPlan[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  await createTopics(
    admin,
    topics.filter(({ name }) => !existing.has(name)),
  );
}

export async function createTopics(admin: Admin, topics: readonly TopicPlan[]): Promise<void> {
  if (topics.length === 0) return;
  await admin.createTopics({
    waitForLeaders: false,
    timeout: CREATE_TIMEOUT_MS,
    topics: topics.map(({ name, partitions, config }) => ({
      topic: name,
      numPartitions: partitions,
      configEntries: entriesOf(config),
    })),
  });
  await waitUntilThere(admin, topics);
}

/** A topic that was just made may be unknown for a moment; kafkajs takes that for an error. */
async function waitUntilThere(admin: Admin, topics: readonly TopicPlan[]): Promise<void> {
  for (const end = performance.now() + CREATE_TIMEOUT_MS; ; await sleep(LOOK_MS)) {
    try {
      const { topics: found } = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      if (found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0))) return;
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    if (performance.now() > end) throw new Error('The broker has made topics and names no leader for them.');
  }
}

export const entriesOf = (config: Readonly<Record<string, string>>): { name: string; value: string }[] =>
  Object.entries(config).map(([name, value]) => ({ name, value }));
