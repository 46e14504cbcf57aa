import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { createTransport } from '../../../src/index.js';
import type { EventTransport } from '../../../src/index.js';
import type { KafkaHarness, TestBroker } from './kafka.harness.js';
import {
  describeOnKafka,
  findTestBroker,
  SHARING_LIMIT_MS,
  startKafkaHarness,
  whyNoBroker,
} from './kafka.harness.js';
import { Reader, until } from '../reader.js';

const broker = findTestBroker();
const tls = broker?.tls;
const whyNot = broker ? 'this broker has no certificate of ours' : whyNoBroker();

describeOnKafka('a broker with TLS', tls !== undefined, whyNot, () => {
  let harness: KafkaHarness;
  let directory: string;
  let transport: EventTransport | undefined;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    directory = mkdtempSync(join(tmpdir(), 'lianxin-test-ca-'));
    if (broker) harness = await startKafkaHarness(broker);
  }, SHARING_LIMIT_MS);
  afterEach(() => transport?.close());
  afterAll(async () => {
    await harness?.stop();
    rmSync(directory, { recursive: true });
  });

  /** As a service has it, by its environment. */
  const open = (door: Required<TestBroker>['tls'], caFile?: string): EventTransport =>
    (transport = createTransport(
      {
        ...{ EVENT_TRANSPORT: 'kafka', KAFKA_BROKERS: [...door.brokers], KAFKA_CA_FILE: caFile },
        ...{ KAFKA_SASL_USERNAME: broker?.sasl?.username, KAFKA_SASL_PASSWORD: broker?.sasl?.password },
      },
      'journal',
    ));

  it('carries messages for who was given the certificate of its authority', async () => {
    if (!tls) return;
    const [topic, reader] = [await harness.topic(), new Reader()];
    const secured = open(tls, tls.caFile);
    await secured.subscribe({ group: `${topic}.reader`, topics: [topic], onBatch: reader.onBatch });
    await secured.send([{ topic, key: 'a', value: 'sealed' }]);
    await until(() => reader.valuesOf('a').includes('sealed'));
    await until(async () => (await secured.lag(`${topic}.reader`, [topic]))[0]?.lag === 0);
  });

  it('is not trusted by who was given another authority’s, and the error says so', async () => {
    if (!tls) return;
    const other = join(directory, 'other.pem');
    writeFileSync(other, rootCertificates[0] ?? '');
    await expect(open(tls, other).send([{ topic: 'any', key: 'a', value: '1' }])).rejects.toThrow(
      /certificate/,
    );
  });

  it('lets nobody in who speaks plain text, and the log tells of the variable that may be missing', async () => {
    if (!tls) return;
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    await expect(open(tls).send([{ topic: 'any', key: 'a', value: '1' }])).rejects.toThrow(
      'Closed connection',
    );
    expect(JSON.stringify(warn.mock.calls)).toContain('KAFKA_CA_FILE');
    warn.mockRestore();
  });

  it('is not even looked for where its authority’s certificate cannot be read', () => {
    if (!tls) return;
    const missing = join(directory, 'missing.pem');
    expect(() => open(tls, missing)).toThrow(`KAFKA_CA_FILE ${missing} cannot be read`);
  });
});
