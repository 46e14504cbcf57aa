import { randomUUID } from 'node:crypto';
import { AssignerProtocol, Kafka, Partitioners } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { describe, it } from '@jest/globals';
import { Client } from 'pg';
import { createKafka, KafkaTransport } from '../../../src/index.js';
import type { KafkaConnection } from '../../../src/index.js';
import { watchOf } from '../harness.js';
import type { Outage, ReadingWatch, Started } from '../harness.js';
import { until } from '../reader.js';

/** A few, so that keys are spread and members share. */
const PARTITIONS = 3;

/** The broker of this test run, as the global set-up tells of it. */
export interface TestBroker {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly username: string; readonly password: string };
  /** Its door with TLS, if it has one, and the file with the certificate of who signed its own. */
  readonly tls?: { readonly brokers: readonly string[]; readonly caFile: string };
  /** Where the broker can be killed and started again, if it is ours. */
  readonly controls?: string;
}

export function findTestBroker(): TestBroker | null {
  const told = process.env['LIANXIN_TEST_KAFKA'];
  return told ? (JSON.parse(told) as TestBroker) : null;
}

export const whyNoBroker = (): string =>
  process.env['LIANXIN_TEST_KAFKA_MISSING'] ?? 'npm test and npm run test:kafka start a broker';

/** A suite that needs the broker: skipped without one, unless REQUIRE_KAFKA=1, with which it fails. */
export function describeOnKafka(what: string, isThere: boolean, whyNot: string, suite: () => void): void {
  if (isThere) return describe(what, suite);
  if (process.env['REQUIRE_KAFKA'] !== '1') return describe.skip(`${what} (skipped: ${whyNot})`, suite);
  it(what, () => {
    throw new Error(`REQUIRE_KAFKA is set, and this cannot run: ${whyNot}`);
  });
}

export const connectionOf = ({ brokers, sasl }: TestBroker, clientId = 'journal'): KafkaConnection => ({
  clientId,
  brokers,
  ...(sasl && { sasl }),
});

/** How long a spec may wait until the others let it have the broker. */
export const SHARING_LIMIT_MS = 300_000;

/** Every spec that uses the broker shares it, but one that takes it away from everybody has it alone. */
async function hold(how: 'shared' | 'alone'): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: process.env['LIANXIN_TEST_POSTGRES'] });
  await client.connect();
  const lock = how === 'alone' ? 'pg_advisory_lock' : 'pg_advisory_lock_shared';
  await client.query(`SELECT ${lock}(hashtext('the broker of the tests'))`);
  return () => client.end();
}

export type KafkaHarness = Started & {
  /** Makes the platform's own topics, whose names are given. @throws Error on a broker where somebody uses them */
  ownTopics(topics: readonly string[]): Promise<void>;
};

export async function startKafkaHarness(
  broker: TestBroker,
  how: 'shared' | 'alone' = 'shared',
): Promise<KafkaHarness> {
  const release = await hold(how);
  const connection = connectionOf(broker);
  const kafka = createKafka(connection);
  const admin = kafka.admin();
  await admin.connect();
  const producer = kafka.producer({
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const transports = new Set<KafkaTransport>();
  const newName = (): string => `journal.${randomUUID()}`;
  const made: string[] = [];
  const createTopic = async (topic: string): Promise<void> => {
    const topics = [{ topic, numPartitions: PARTITIONS }];
    if (await admin.createTopics({ topics, waitForLeaders: false })) made.push(topic);
    await until(() => isLed(admin, topic));
  };
  return {
    newName,
    createTopic,
    ownTopics: async (topics) => {
      if (!broker.controls) await requireUnused(admin, topics);
      for (const topic of topics) await createTopic(topic);
    },
    longBatchMs: 12_000,
    open: () => {
      const transport = new KafkaTransport(connection);
      transports.add(transport);
      return transport;
    },
    topic: async () => {
      const topic = newName();
      await createTopic(topic);
      return topic;
    },
    forge: async (messages) => {
      for (const { topic, key, value } of messages)
        await producer.send({ topic, messages: [{ key, value }] });
    },
    empty: (topics) => empty(admin, topics),
    sharing: 'partitions',
    shares: PARTITIONS,
    holdings: (group) => holdings(admin, group),
    watchReading,
    readAheadBytes: MAX_FETCH_BYTES,
    closeAll: async () => {
      await Promise.all([...transports].map((transport) => transport.close()));
      transports.clear();
    },
    ...(broker.controls && { outage: outageOf(broker.controls) }),
    stop: async () => {
      await producer.disconnect();
      // A broker of our own goes as a whole.
      if (!broker.controls && made.length > 0) await admin.deleteTopics({ topics: made });
      await admin.disconnect();
      await release();
    },
  };
}

/**
 * Tests write what no consumer should ever meet, and delete what topics hold.
 * @throws Error when one of the topics holds anything, or ever did: it is in somebody's use
 */
export async function requireUnused(admin: Admin, topics: readonly string[]): Promise<void> {
  const existing = new Set(await admin.listTopics());
  for (const topic of topics.filter((each) => existing.has(each))) {
    const ends = await admin.fetchTopicOffsets(topic);
    if (ends.some(({ high }) => Number(high) > 0))
      throw new Error(
        `The broker of KAFKA_BROKERS is in use: its topic ${topic} is not empty, and the tests would delete what it holds. ` +
          `Name a broker of which nobody needs anything, or unset KAFKA_BROKERS: the tests then start one of their own`,
      );
  }
}

/** A topic that was just made is not known at once, nor its leader to itself. */
const isLed = (admin: Admin, topic: string): Promise<boolean> =>
  admin.fetchTopicOffsets(topic).then(
    (partitions) => partitions.length === PARTITIONS,
    () => false,
  );

async function empty(admin: Admin, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    const ends = await admin.fetchTopicOffsets(topic);
    const partitions = ends.map(({ partition, high }) => ({ partition, offset: high }));
    await admin.deleteTopicRecords({ topic, partitions });
  }
}

/** What the members have once the group is shared out; nobody has anything while it is not. */
async function holdings(admin: Admin, group: string): Promise<string[][]> {
  const [described] = (await admin.describeGroups([group])).groups;
  if (described?.state !== 'Stable') return [];
  return described.members.map(({ memberAssignment }) => {
    const decoded = AssignerProtocol.MemberAssignment.decode(memberAssignment);
    const assignment = Object.entries(decoded?.assignment ?? {});
    return assignment.flatMap(([topic, partitions]) => partitions.map((each) => `${topic}/${each}`));
  });
}

/** An answer without messages is smaller. */
const SMALLEST_FETCH_BYTES = 1_000;
/** What a consumer asks of the broker for at a time, with the frames around it. */
const MAX_FETCH_BYTES = 4_300_000;

/** What the broker gave to the consumers that are made from now on. */
function watchReading(): ReadingWatch {
  const [prototype, sizes] = [Kafka.prototype, [] as number[]];
  const original = prototype.consumer;
  prototype.consumer = function (config) {
    const consumer = original.call(this, config);
    consumer.on(consumer.events.REQUEST, ({ payload: { apiName, size } }) => {
      if (apiName === 'Fetch' && size > SMALLEST_FETCH_BYTES) sizes.push(size);
    });
    return consumer;
  };
  return watchOf(sizes, () => (prototype.consumer = original));
}

function outageOf(controls: string): Outage {
  return {
    begin: () => command(controls, 'kill'),
    end: () => command(controls, 'start'),
    freeze: () => command(controls, 'pause'),
    thaw: () => command(controls, 'resume'),
  };
}

export async function command(controls: string, action: string): Promise<void> {
  const response = await fetch(`${controls}/${action}`, { method: 'POST' });
  if (!response.ok) throw new Error(`The broker cannot ${action}: ${await response.text()}`);
}
