import type { Admin, Kafka } from 'kafkajs';
import { within } from '../reading.js';
import { createMissingTopics } from './administration/create-topics.js';
import type { TopicPlan } from './administration/plan.js';
import type { TopicLag } from '../transport.js';

const DISCONNECT_LIMIT_MS = 5_000;

/** The next offset of each partition, by `<topic>/<partition>`. */
export type Positions = Map<string, string>;

export const positionKey = (topic: string, partition: number): string => `${topic}/${partition}`;

/** What a transport asks the broker about besides messages. Connects when it is first asked. */
export class KafkaAdmin {
  private admin: Promise<Admin> | undefined;

  constructor(private readonly kafka: Kafka) {}

  async lag(group: string, topics: readonly string[]): Promise<TopicLag[]> {
    return this.ask(async (admin) => {
      const existing = new Set(await admin.listTopics());
      return Promise.all(
        topics.map(async (topic) => ({
          topic,
          lag: existing.has(topic) ? await lagOf(admin, group, topic) : 0,
        })),
      );
    });
  }

  /** Where the topics end now. */
  heads(topics: readonly string[]): Promise<Positions> {
    return this.ask(async (admin) => {
      const positions: Positions = new Map();
      for (const topic of topics)
        for (const { partition, high } of await admin.fetchTopicOffsets(topic))
          positions.set(positionKey(topic, partition), high);
      return positions;
    });
  }

  /** Makes those that are missing; the others stay as they are. */
  ensureTopics(topics: readonly TopicPlan[]): Promise<void> {
    return this.ask((admin) => createMissingTopics(admin, topics));
  }

  /** Takes back a group that only one process ever used. The broker forgets it in time if this fails. */
  async forget(group: string): Promise<void> {
    await within(
      DISCONNECT_LIMIT_MS,
      this.ask((admin) => admin.deleteGroups([group])),
    );
  }

  async close(): Promise<void> {
    const admin = this.admin;
    this.admin = undefined;
    if (admin)
      await within(
        DISCONNECT_LIMIT_MS,
        admin.then((connected) => connected.disconnect()),
      );
  }

  private async ask<Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    try {
      return await question(await (this.admin ??= this.connect()));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async connect(): Promise<Admin> {
    const admin = this.kafka.admin();
    await admin.connect();
    return admin;
  }
}

async function lagOf(admin: Admin, group: string, topic: string): Promise<number> {
  const [taken] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  const ends = await admin.fetchTopicOffsets(topic);
  return ends.reduce((sum, { partition, low, high }) => {
    const offset = Number(taken?.partitions.find((own) => own.partition === partition)?.offset ?? -1);
    return sum + Math.max(0, Number(high) - Math.max(offset, Number(low)));
  }, 0);
}
