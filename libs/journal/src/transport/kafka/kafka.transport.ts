import type { Kafka } from 'kafkajs';
import { EventTransport, requireCarriable } from '../transport.js';
import type { OutgoingMessage, SubscribeOptions, Subscription, TopicLag } from '../transport.js';
import { topicPlan } from './administration/plan.js';
import { KafkaAdmin } from './kafka.admin.js';
import { createKafka } from './kafka.client.js';
import type { KafkaConnection } from './kafka.client.js';
import { KafkaProducer } from './kafka.producer.js';
import { KafkaSubscription } from './kafka.subscription.js';

/** Events through Apache Kafka. Nothing here gives up on a broker that is away, and nothing waits for one to start. */
export class KafkaTransport extends EventTransport {
  private readonly kafka: Kafka;
  private readonly producer: KafkaProducer;
  private readonly admin: KafkaAdmin;
  private readonly subscriptions = new Set<Subscription>();
  private closed: Promise<void> | undefined;

  constructor(private readonly connection: KafkaConnection) {
    super();
    this.kafka = createKafka(connection);
    this.producer = new KafkaProducer(this.kafka);
    this.admin = new KafkaAdmin(this.kafka);
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    requireCarriable(messages);
    await this.producer.send(messages);
  }

  override ensureTopics(topics: readonly string[]): Promise<void> {
    return this.admin.ensureTopics(topics.map((name) => topicPlan(name)));
  }

  async subscribe(options: SubscribeOptions): Promise<Subscription> {
    // A client of its own: clients of one group that share it would clear each other's offsets.
    const kafka = createKafka(this.connection);
    const { admin, connection } = this;
    const subscription = new KafkaSubscription({ kafka, admin, clientId: connection.clientId }, options);
    this.subscriptions.add(subscription);
    subscription.start();
    return subscription;
  }

  lag(group: string, topics: readonly string[]): Promise<TopicLag[]> {
    return this.admin.lag(group, topics);
  }

  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    const stopped = [...this.subscriptions].map((subscription) => subscription.stop());
    await Promise.all([...stopped, this.producer.close()]);
    await this.admin.close();
  }
}
