import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { startEmbeddedKafka, whyNoKafka, type EmbeddedKafka } from '@lianxin/embedded-kafka';
import { freePort } from '@lianxin/embedded-postgres';
import { departmentTopicOf, departmentUserOf } from '@lianxin/contracts';
import {
  createKafka,
  kafkaPlan,
  KafkaTransport,
  provisionKafka,
  topicSettings,
  topicsOf,
} from '@lianxin/journal';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaClients } from '../src/platform/kafka/broker.js';
import { services } from '../src/platform/services.js';

jest.setTimeout(240_000);

const missing = whyNoKafka();
if (missing && process.env['REQUIRE_KAFKA'] === '1') throw new Error(missing);
const withKafka = missing ? describe.skip : describe;

const clients = kafkaClients(services);
const admin = { name: 'admin', password: 'admin-secret' };
const passwordOf = (name: string) => `${name}-secret`;
const departments = ['housing', 'housing-construction'];
const ownTopic = 'grid-registry.grid-event';

let dataDir: string;
let broker: EmbeddedKafka;

const connectionOf = (username: string) => ({
  clientId: username,
  brokers: [broker.brokers],
  sasl: { username, password: username === admin.name ? admin.password : passwordOf(username) },
});

/** Sends one message as this user. */
async function send(user: string, topic: string): Promise<void> {
  const producer = createKafka(connectionOf(user)).producer({ allowAutoTopicCreation: false });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: 'k', value: 'v' }] });
  } finally {
    await producer.disconnect();
  }
}

/** Reads a topic from its start as a member of this group until something comes, or until the broker refuses. */
async function read(user: string, topic: string, groupId: string): Promise<string> {
  const consumer = createKafka(connectionOf(user)).consumer({ groupId, maxWaitTimeInMs: 200 });
  await consumer.connect();
  try {
    return await new Promise<string>((resolve, reject) => {
      // What kafkajs tries again by itself, such as a coordinator that is still loading, is no refusal.
      consumer.on(consumer.events.CRASH, ({ payload }) => {
        if (!payload.restart) reject(payload.error);
      });
      consumer
        .subscribe({ topics: [topic], fromBeginning: true })
        .then(() =>
          consumer.run({ eachMessage: async ({ message }) => resolve(message.value?.toString() ?? '') }),
        )
        .catch(reject);
    });
  } finally {
    await consumer.disconnect();
  }
}

/** kafkajs says so when every broker refuses to name the coordinator of a group; each reader has just found its own. */
const noSuchGroup = /find group coordinator|not authorized/i;

beforeAll(async () => {
  if (missing) return;
  dataDir = mkdtempSync(join(tmpdir(), 'lianxin-kafka-spec-'));
  broker = await startEmbeddedKafka({
    ...{ dataDir, port: await freePort(), controllerPort: await freePort(), admin, durable: false },
    users: [...clients.map(({ name }) => name), ...departments.map(departmentUserOf)].map((name) => ({
      name,
      password: passwordOf(name),
    })),
  });
});

afterAll(async () => {
  await broker?.stop(10_000);
  if (dataDir) rmSync(dataDir, { recursive: true, force: true });
});

withKafka('provisionKafka', () => {
  it('makes topics and permissions once, and finds nothing to do when repeated', async () => {
    const plan = kafkaPlan(clients);
    const first = await provisionKafka(connectionOf('admin'), plan);
    expect([...first.topicsMade].sort()).toEqual(plan.topics.map(({ name }) => name));
    expect(first.granted).toBe(plan.permissions.length);
    const nothing = { topicsMade: [], topicsChanged: [], topicsUnlike: [], granted: 0, revoked: 0 };
    expect(await provisionKafka(connectionOf('admin'), plan)).toEqual(nothing);
  });

  it('follows a plan that changed, and leaves partitions as they are', async () => {
    const other = clients.map((client) => ({ ...client, produces: true }));
    const changed = await provisionKafka(
      connectionOf('admin'),
      kafkaPlan(other, { partitions: 5, retentionDays: 1 }),
    );
    const topics = kafkaPlan(clients).topics.map(({ name }) => name);
    expect(changed).toMatchObject({
      topicsMade: [],
      topicsChanged: topics,
      topicsUnlike: topics,
      granted: 1,
    });
    const back = await provisionKafka(connectionOf('admin'), kafkaPlan(clients));
    expect(back).toMatchObject({ topicsChanged: topics, topicsUnlike: [], granted: 0, revoked: 1 });
  });
});

withKafka('a service on the broker', () => {
  it('writes its own topics, and another reads what it consumes', async () => {
    await send('grid-registry', ownTopic);
    expect(await read('assessment', ownTopic, 'assessment.facts')).toBe('v');
    expect(await read('gateway', ownTopic, 'gateway.reader')).toBe('v');
  });

  it('cannot write another’s topics, and the gateway none', async () => {
    for (const user of ['assessment', 'gateway'])
      for (const topic of topicsOf('grid-registry'))
        await expect(send(user, topic)).rejects.toThrow(/not authorized/i);
  });

  it('cannot read what it does not consume, nor join another’s group', async () => {
    await expect(read('grid-registry', ownTopic, 'grid-registry.own')).rejects.toThrow(/not authorized/i);
    await expect(read('assessment', ownTopic, 'gateway.reader')).rejects.toThrow(noSuchGroup);
    await expect(read('gateway', ownTopic, 'assessment.facts')).rejects.toThrow(noSuchGroup);
  });

  it('cannot make topics, and none is made by writing to it', async () => {
    const [topic] = kafkaPlan(clients).topics;
    if (!topic) throw new Error('the contracts name no topic');
    const plan = { topics: [{ ...topic, name: 'assessment.new' }], permissions: [], users: [] };
    const refused = { errors: [{ type: expect.stringMatching('AUTHORIZATION_FAILED') }] };
    await expect(provisionKafka(connectionOf('assessment'), plan)).rejects.toMatchObject(refused);
    await expect(send('assessment', 'assessment.other')).rejects.toThrow();
    const known = createKafka(connectionOf('admin')).admin();
    await known.connect();
    const names = await known.listTopics().finally(() => known.disconnect());
    expect(names.filter((name) => name.startsWith('assessment.'))).toEqual([]);
  });

  it('cannot give itself permissions', async () => {
    const { permissions, users } = kafkaPlan(clients.map((client) => ({ ...client, produces: true })));
    const plan = { topics: [], permissions, users };
    await expect(provisionKafka(connectionOf('gateway'), plan)).rejects.toThrow(/authoriz/i);
    await expect(send('gateway', ownTopic)).rejects.toThrow(/not authorized/i);
  });
});

withKafka('a department on the broker', () => {
  const [housing = '', construction = ''] = departments;
  const [topic, othersTopic] = [departmentTopicOf(housing), departmentTopicOf(construction)];

  beforeAll(async () => {
    if (!missing) await provisionKafka(connectionOf('admin'), kafkaPlan(clients, topicSettings, departments));
  });

  it('reads its own topic, which grid-registry writes', async () => {
    await send('grid-registry', topic);
    await send('grid-registry', othersTopic);
    expect(await read('dept-housing', topic, 'dept-housing.app')).toBe('v');
    expect(await read('dept-housing-construction', othersTopic, 'dept-housing-construction.app')).toBe('v');
  });

  it('is refused another department’s topic, and those of services', async () => {
    for (const other of [othersTopic, ...topicsOf('grid-registry')])
      await expect(read('dept-housing', other, 'dept-housing.app')).rejects.toThrow(/not authorized/i);
  });

  it('joins no group but its own, not even of a department whose name begins like its own', async () => {
    for (const group of ['dept-housing-construction.app', 'assessment.facts', 'dept-housing'])
      await expect(read('dept-housing', topic, group)).rejects.toThrow(noSuchGroup);
  });

  it('writes nothing, its own topic neither', async () => {
    for (const other of [topic, othersTopic, ownTopic])
      await expect(send('dept-housing', other)).rejects.toThrow(/not authorized/i);
  });

  it('has its topic made by grid-registry as it comes, and by nobody else', async () => {
    const made = new KafkaTransport(connectionOf('grid-registry'));
    await made.ensureTopics([departmentTopicOf('water'), topic]);
    await made.send([{ topic: departmentTopicOf('water'), key: 'k', value: 'first' }]);
    await made.close();
    const refused = new KafkaTransport(connectionOf('assessment'));
    await expect(refused.ensureTopics([departmentTopicOf('forestry')])).rejects.toMatchObject({
      errors: [{ type: 'TOPIC_AUTHORIZATION_FAILED' }],
    });
    await refused.close();
    await expect(send('assessment', topic)).rejects.toThrow(/not authorized/i);
  });
});
