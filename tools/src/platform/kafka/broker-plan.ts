import type { EmbeddedKafka } from '@lianxin/embedded-kafka';
import { kafkaPlan, provisionKafka, topicSettings, type KafkaClientPlan } from '@lianxin/journal';

export interface BrokerPlan {
  clients: readonly KafkaClientPlan[];
  /** By the names of their feeds. */
  departments?: readonly string[];
  say: (line: string) => void;
}

/** Topics and permissions as the clients and departments need them; says what had to be done in one line. */
export async function provisionBroker(
  { brokers, admin }: Pick<EmbeddedKafka, 'brokers' | 'admin'>,
  { clients, departments = [], say }: BrokerPlan,
): Promise<void> {
  const connection = { clientId: 'lianxin-launcher', brokers: [brokers], sasl: admin };
  const plan = kafkaPlan(clients, topicSettings, departments);
  const { topicsMade, topicsUnlike, granted, revoked } = await provisionKafka(connection, plan);
  if (topicsMade.length + granted + revoked > 0)
    say(`Kafka: ${topicsMade.length} topics made, ${granted} permissions given, ${revoked} taken`);
  if (topicsUnlike.length > 0)
    say(`Kafka: partitions other than planned, left so: ${topicsUnlike.join(', ')}`);
}
