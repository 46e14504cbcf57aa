import type { Admin } from 'kafkajs';
import { createKafka } from '../kafka.client.js';
import type { KafkaConnection } from '../kafka.client.js';
import { ConfigResourceTypes } from '../kafkajs-names.js';
import { createTopics, entriesOf } from './create-topics.js';
import { reconcilePermissions } from './permissions.js';
import type { KafkaPlan, TopicPlan } from './plan.js';

export interface ProvisionReport {
  readonly topicsMade: readonly string[];
  readonly topicsChanged: readonly string[];
  /** Topics whose number of partitions is another than planned; it is left as it is. */
  readonly topicsUnlike: readonly string[];
  readonly granted: number;
  readonly revoked: number;
}

/**
 * Makes the topics and permissions of a plan where they are missing, and changes what differs; safe to repeat. Nothing of
 * other topics and other users is touched, and no topic is ever deleted. The connection is an administrator's.
 */
export async function provisionKafka(connection: KafkaConnection, plan: KafkaPlan): Promise<ProvisionReport> {
  const admin = createKafka(connection).admin();
  try {
    await admin.connect();
    const existing = new Set(await admin.listTopics());
    const topicsMade = plan.topics.filter(({ name }) => !existing.has(name));
    const kept = plan.topics.filter(({ name }) => existing.has(name));
    await createTopics(admin, topicsMade);
    const topicsChanged = await alignConfigs(admin, kept);
    const topicsUnlike = await unlike(admin, kept);
    const { granted, revoked } = await reconcilePermissions(admin, plan.users, plan.permissions);
    return { topicsMade: namesOf(topicsMade), topicsChanged, topicsUnlike, granted, revoked };
  } finally {
    await admin.disconnect();
  }
}

/** What an operator has set besides stays as it is: the whole list of a topic's own settings is written anew. */
async function alignConfigs(admin: Admin, topics: readonly TopicPlan[]): Promise<string[]> {
  if (topics.length === 0) return [];
  const resources = topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  const changed = topics.flatMap(({ name, config }) => {
    const entries =
      described.resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
    const values = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
    const own = entries.filter(({ configSource }) => Number(configSource) === TOPIC_CONFIG);
    const isSame = Object.entries(config).every(([key, value]) => values.get(key) === value);
    if (isSame) return [];
    const kept = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
    return [{ type: ConfigResourceTypes.TOPIC, name, configEntries: entriesOf({ ...kept, ...config }) }];
  });
  if (changed.length > 0) await admin.alterConfigs({ validateOnly: false, resources: changed });
  return namesOf(changed);
}

/** The source of a setting that was made for this topic, in the answer of the broker. */
const TOPIC_CONFIG = 1;

async function unlike(admin: Admin, topics: readonly TopicPlan[]): Promise<string[]> {
  if (topics.length === 0) return [];
  const metadata = await admin.fetchTopicMetadata({ topics: namesOf(topics) });
  const partitions = new Map(metadata.topics.map((topic) => [topic.name, topic.partitions.length]));
  return namesOf(topics.filter((topic) => partitions.get(topic.name) !== topic.partitions));
}

const namesOf = (named: readonly { readonly name: string }[]) => named.map(({ name }) => name);
