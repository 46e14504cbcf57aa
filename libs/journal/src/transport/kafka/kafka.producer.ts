import { Partitioners } from 'kafkajs';
import type { Kafka, Producer } from 'kafkajs';
import { STOP_LIMIT_MS, within } from '../reading.js';
import { slicesOf } from '../slices.js';
import { MAX_MESSAGE_BYTES } from '../transport.js';
import type { OutgoingMessage } from '../transport.js';

/** A request as a whole, so that no partition's share of it is more than a broker takes (1 MB by default). */
const REQUEST_LIMIT = { messages: 5_000, bytes: MAX_MESSAGE_BYTES } as const;
const DISCONNECT_LIMIT_MS = 5_000;

/** A whole CloudEvent is in the value: the structured mode of CloudEvents on Kafka. */
const HEADERS = { 'content-type': 'application/cloudevents+json; charset=UTF-8' } as const;

interface Sent {
  readonly key: string;
  readonly value: string;
  readonly headers: typeof HEADERS;
}

interface Sending {
  readonly messages: readonly OutgoingMessage[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Sends in order, one request at a time. What is asked for while a request is on its way goes together in the next one:
 * under load that saves more round trips than a delay would, and without load nobody waits.
 */
export class KafkaProducer {
  private producer: Promise<Producer> | undefined;
  private waiting: Sending[] = [];
  private running: Promise<void> | undefined;
  private isClosed = false;

  constructor(private readonly kafka: Kafka) {}

  send(messages: readonly OutgoingMessage[]): Promise<void> {
    if (this.isClosed) return Promise.reject(new Error('The transport is closed'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ messages, resolve, reject });
      this.running ??= this.run();
    });
  }

  /** Waits for what is on its way, within a limit: the sender sends it again when it was not acknowledged. */
  async close(): Promise<void> {
    this.isClosed = true;
    await within(STOP_LIMIT_MS, this.running ?? Promise.resolve());
    await this.discard();
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const sendings = this.waiting;
      this.waiting = [];
      try {
        await this.sendAll(sendings.flatMap(({ messages }) => messages));
        for (const { resolve } of sendings) resolve();
      } catch (error) {
        await this.discard();
        for (const { reject } of sendings) reject(error);
      }
    }
    this.running = undefined;
  }

  private async sendAll(messages: readonly OutgoingMessage[]): Promise<void> {
    for (const slice of slicesOf(messages, REQUEST_LIMIT)) {
      const producer = await (this.producer ??= this.connect());
      try {
        await producer.sendBatch({ topicMessages: byTopic(slice), acks: -1 });
      } finally {
        // A request that outlives the closing connects anew, and nobody else would end that.
        if (this.isClosed) await within(DISCONNECT_LIMIT_MS, producer.disconnect());
      }
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: Partitioners.DefaultPartitioner,
      metadataMaxAge: 60_000,
    });
    try {
      await producer.connect();
      return producer;
    } catch (error) {
      await within(DISCONNECT_LIMIT_MS, producer.disconnect());
      throw error;
    }
  }

  /**
   * A producer that failed is not used again. It would give the numbers of the failed request to other messages, and a
   * broker that had stored that request after all would take them for repeats and drop them.
   */
  private async discard(): Promise<void> {
    const failed = this.producer;
    this.producer = undefined;
    if (failed)
      await within(
        DISCONNECT_LIMIT_MS,
        failed.then((producer) => producer.disconnect()),
      );
  }
}

function byTopic(messages: readonly OutgoingMessage[]): { topic: string; messages: Sent[] }[] {
  const topics = new Map<string, Sent[]>();
  for (const { topic, key, value } of messages) {
    const batch = topics.get(topic) ?? [];
    batch.push({ key, value, headers: HEADERS });
    topics.set(topic, batch);
  }
  return [...topics].map(([topic, batch]) => ({ topic, messages: batch }));
}
