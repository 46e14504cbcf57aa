import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import type { Consumer, EachBatchPayload, Producer } from 'kafkajs';
import { EventTransport } from '../transport.js';
import type { IncomingMessage, OutgoingMessage, SubscribeOptions, Subscription } from '../transport.js';

export interface KafkaTransportOptions {
  readonly brokers: readonly string[];
  readonly sasl?: { readonly username: string; readonly password: string };
}

const REQUEST_TIMEOUT_MS = 30_000;
const CONNECTION_TIMEOUT_MS = 5_000;
const RETRY = { initialRetryTime: 200, maxRetryTime: 30_000, retries: 8 };

/** Events through Apache Kafka. Offsets are committed by hand, after the effects are. */
export class KafkaTransport extends EventTransport {
  private readonly kafka: Kafka;
  private readonly subscriptions = new Set<Subscription>();
  private producer: Promise<Producer> | undefined;

  constructor(options: KafkaTransportOptions) {
    super();
    this.kafka = new Kafka({
      clientId: 'lianxin',
      brokers: [...options.brokers],
      logLevel: logLevel.WARN,
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      retry: RETRY,
      ...(options.sasl && { sasl: { mechanism: 'scram-sha-512' as const, ...options.sasl } }),
    });
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    const producer = await this.connectedProducer();
    const topics = [...new Set(messages.map((message) => message.topic))];
    const topicMessages = topics.map((topic) => ({
      topic,
      messages: messages
        .filter((message) => message.topic === topic)
        .map(({ key, value }) => ({ key, value })),
    }));
    await producer.sendBatch({ topicMessages, acks: -1 });
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    const consumer = this.kafka.consumer({
      groupId: options.group ?? `reader-${randomUUID()}`,
      retry: RETRY,
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...options.topics], fromBeginning: options.group !== undefined });
    await consumer.run({ autoCommit: false, eachBatch: (payload) => deliver(consumer, payload, options) });
    const subscription = { stop: () => consumer.disconnect() };
    this.subscriptions.add(subscription);
    return subscription;
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await (await this.producer)?.disconnect();
  }

  private connectedProducer(): Promise<Producer> {
    return (this.producer ??= this.connectProducer().catch((error: unknown) => {
      this.producer = undefined;
      throw error;
    }));
  }

  private async connectProducer(): Promise<Producer> {
    const producer = this.kafka.producer({ idempotent: true, maxInFlightRequests: 1, retry: RETRY });
    await producer.connect();
    return producer;
  }
}

async function deliver(
  consumer: Consumer,
  payload: EachBatchPayload,
  options: SubscribeOptions,
): Promise<void> {
  const { batch } = payload;
  if (!payload.isRunning() || payload.isStale()) return;
  const messages: IncomingMessage[] = batch.messages.map((message) => ({
    topic: batch.topic,
    key: message.key?.toString() ?? '',
    value: message.value?.toString() ?? '',
    offset: Number(message.offset),
  }));
  await options.onBatch(messages);
  await payload.heartbeat();
  const next = (BigInt(batch.lastOffset()) + 1n).toString();
  if (options.group)
    await consumer.commitOffsets([{ topic: batch.topic, partition: batch.partition, offset: next }]);
}
