import { startEmbeddedKafka, type EmbeddedKafka } from '@lianxin/embedded-kafka';
import { kafkaPlan, provisionKafka, type KafkaClientPlan } from '@lianxin/journal';
import { join } from 'node:path';
import type { StartContext } from '../context.js';
import { kafkaAdmin, kafkaUser } from '../environment.js';
import { writeClientFiles } from './client-files.js';
import { explainPort } from '../ports.js';
import { timed } from '../preparation.js';
import type { Secrets } from '../secrets.js';
import { dataLayout, kafkaControllerPort, kafkaPort } from '../settings.js';
import { Supervised, type Running } from '../supervisor.js';
import { kafkaClients } from './clients.js';

export { kafkaClients };

/** The ceiling of the broker's Java heap in megabytes. */
export const brokerHeapMb = 256;

export interface BrokerOptions {
  dataDir: string;
  port: number;
  controllerPort: number;
  clients: readonly KafkaClientPlan[];
  secrets: Secrets;
  durable: boolean;
  logFile: string;
  log?: (line: string) => void;
}

/** Starts a broker with a user for each client; topics and permissions are made separately. */
export const startBroker = ({ clients, secrets, ...options }: BrokerOptions): Promise<EmbeddedKafka> =>
  startEmbeddedKafka({
    ...options,
    heapMb: brokerHeapMb,
    admin: kafkaAdmin(secrets),
    users: clients.map(({ name }) => kafkaUser(secrets, name)),
  });

/** Topics and permissions as the clients need them; says what had to be done in one line. */
export async function provisionBroker(
  { brokers, admin }: EmbeddedKafka,
  clients: readonly KafkaClientPlan[],
  say: (line: string) => void,
): Promise<void> {
  const connection = { clientId: 'lianxin-launcher', brokers: [brokers], sasl: admin };
  const { topicsMade, topicsUnlike, granted, revoked } = await provisionKafka(connection, kafkaPlan(clients));
  if (topicsMade.length + granted + revoked > 0)
    say(`Kafka: ${topicsMade.length} topics made, ${granted} permissions given, ${revoked} taken`);
  if (topicsUnlike.length > 0)
    say(`Kafka: partitions other than planned, left so: ${topicsUnlike.join(', ')}`);
}

/** Starts the broker of the platform, keeps it running, and resolves once every service can work with it. */
export async function superviseBroker(context: StartContext): Promise<void> {
  const { dataDir, port, secrets, services, say, durable } = context;
  const { kafka, logs } = dataLayout(dataDir);
  const clients = kafkaClients(services);
  const options = {
    ...{ dataDir: kafka, clients, secrets, durable, log: say },
    port: kafkaPort(port),
    controllerPort: kafkaControllerPort(port),
    logFile: join(logs, 'kafka.log'),
  };
  try {
    await timed(context, `Kafka is ready on port ${kafkaPort(port)}`, async () => {
      const first = await startBroker(options);
      let next: EmbeddedKafka | undefined = first;
      const launch = async (): Promise<Running> => {
        const broker = next ?? (await startBroker(options));
        next = undefined;
        return broker;
      };
      const supervised = new Supervised('kafka', launch, say);
      context.supervised.database.push(supervised);
      await supervised.start();
      await provisionBroker(first, clients, say);
      const users = [kafkaAdmin(secrets), ...clients.map(({ name }) => kafkaUser(secrets, name))];
      writeClientFiles(join(kafka, 'clients'), first.brokers, users);
    });
  } catch (error) {
    throw explainPort(error, 'Kafka', port);
  }
}
