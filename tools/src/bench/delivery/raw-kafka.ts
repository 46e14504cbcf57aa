import { randomUUID } from 'node:crypto';
import { Kafka, logLevel, type Admin, type Consumer, type Producer } from 'kafkajs';

const topic = 'bench.round-trip';

/** kafkajs alone, from the sending of a message to its consumer: what the broker and its client take by themselves. */
export class RawRoundTrip {
  private readonly arrivals = new Map<string, (at: number) => void>();

  private constructor(
    private readonly admin: Admin,
    private readonly producer: Producer,
    private readonly consumer: Consumer,
  ) {}

  static async open(brokers: string, sasl: { username: string; password: string }): Promise<RawRoundTrip> {
    const kafka = new Kafka({
      ...{ clientId: 'bench', brokers: [brokers], logLevel: logLevel.NOTHING },
      sasl: { mechanism: 'scram-sha-512', ...sasl },
    });
    const raw = new RawRoundTrip(
      kafka.admin(),
      kafka.producer(),
      kafka.consumer({ groupId: 'bench.round-trip' }),
    );
    await raw.admin.connect();
    await raw.admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: true });
    await Promise.all([raw.producer.connect(), raw.consumer.connect()]);
    await raw.consumer.subscribe({ topics: [topic], fromBeginning: true });
    await raw.consumer.run({
      eachMessage: async ({ message }) => this.arrived(raw, message.key?.toString() ?? ''),
    });
    return raw;
  }

  /** One message of so many bytes. @returns milliseconds */
  async measure(bytes: number): Promise<number> {
    const key = randomUUID();
    const arrival = new Promise<number>((resolve) => this.arrivals.set(key, resolve));
    const startedAt = performance.now();
    await this.producer.send({ topic, acks: -1, messages: [{ key, value: 'x'.repeat(bytes) }] });
    return (await arrival) - startedAt;
  }

  async close(): Promise<void> {
    await Promise.all([this.producer.disconnect(), this.consumer.disconnect(), this.admin.disconnect()]);
  }

  private static arrived(raw: RawRoundTrip, key: string): void {
    raw.arrivals.get(key)?.(performance.now());
    raw.arrivals.delete(key);
  }
}
