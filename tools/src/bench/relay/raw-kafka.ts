import type { KafkaConnection, OutgoingMessage } from '@lianxin/journal';
import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';

/** As on every event, so that the bytes are the same. */
const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };

/** kafkajs by itself, with the settings that its transport uses: the measure of what the relay adds. */
export class RawKafka {
  private constructor(private readonly producer: Producer) {}

  static async open({ clientId, brokers, sasl }: KafkaConnection): Promise<RawKafka> {
    const kafka = new Kafka({
      ...{ clientId, brokers: [...brokers], logLevel: logLevel.NOTHING },
      ...(sasl && { sasl: { mechanism: 'scram-sha-512' as const, ...sasl } }),
    });
    const producer = kafka.producer({
      ...{ idempotent: true, maxInFlightRequests: 1, allowAutoTopicCreation: false },
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    return new RawKafka(producer);
  }

  /** One batch after the other, each acknowledged by every replica. */
  async send(messages: readonly OutgoingMessage[], batchSize: number): Promise<void> {
    const topic = messages[0]?.topic ?? '';
    for (let start = 0; start < messages.length; start += batchSize) {
      const batch = messages
        .slice(start, start + batchSize)
        .map(({ key, value }) => ({ key, value, headers }));
      await this.producer.sendBatch({ topicMessages: [{ topic, messages: batch }], acks: -1 });
    }
  }

  close(): Promise<void> {
    return this.producer.disconnect();
  }
}
