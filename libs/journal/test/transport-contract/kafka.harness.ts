import { randomUUID } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { Client } from 'pg';
import { createKafka, KafkaTransport } from '../../src/index.js';
import type { KafkaConnection } from '../../src/index.js';
import type { Outage, Started } from './harness.js';
import { until } from './reader.js';

/** A few, so that keys are spread and members share. */
const PARTITIONS = 3;

/** The broker of this test run, as the global set-up tells of it. */
export interface TestBroker {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly username: string; readonly password: string };
  /** Where the broker can be killed and started again, if it is ours. */
  readonly controls?: string;
}

export function findTestBroker(): TestBroker | null {
  const told = process.env['LIANXIN_TEST_KAFKA'];
  return told ? (JSON.parse(told) as TestBroker) : null;
}

export const whyNoBroker = (): string =>
  process.env['LIANXIN_TEST_KAFKA_MISSING'] ?? 'npm test and npm run test:kafka start a broker';

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

export async function startKafkaHarness(
  broker: TestBroker,
  how: 'shared' | 'alone' = 'shared',
): Promise<Started> {
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
  const createTopic = async (topic: string): Promise<void> => {
    await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: false });
    await until(() => isLed(admin, topic));
  };
  return {
    newName,
    createTopic,
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
    closeAll: async () => {
      await Promise.all([...transports].map((transport) => transport.close()));
      transports.clear();
    },
    ...(broker.controls && { outage: outageOf(broker.controls) }),
    stop: async () => {
      await producer.disconnect();
      await admin.disconnect();
      await release();
    },
  };
}

/** A topic that was just made is not known at once. */
const isLed = (admin: Admin, topic: string): Promise<boolean> =>
  admin.fetchTopicMetadata({ topics: [topic] }).then(
    ({ topics }) => topics[0]?.partitions.every(({ leader }) => leader >= 0) ?? false,
    () => false,
  );

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
