import { startEmbeddedKafka, type EmbeddedKafka } from '@lianxin/embedded-kafka';
import type { RoleCredentials } from '@lianxin/embedded-postgres';
import { join } from 'node:path';
import type { StartContext } from '../context.js';
import { kafkaAdmin } from '../environment.js';
import { explainPort } from '../ports.js';
import { timed } from '../preparation.js';
import type { Secrets } from '../secrets.js';
import { dataLayout, kafkaControllerPort, kafkaPort } from '../settings.js';
import { Supervised, type Running } from '../supervisor.js';
import { admitDepartments, brokerUsers, departmentFeeds } from './departments.js';
import { provisionBroker } from './broker-plan.js';
import { kafkaClients } from './clients.js';

export { kafkaClients, provisionBroker };

/** The ceiling of the broker's Java heap in megabytes. */
export const brokerHeapMb = 256;

export interface BrokerOptions {
  dataDir: string;
  port: number;
  controllerPort: number;
  users: readonly RoleCredentials[];
  secrets: Secrets;
  durable: boolean;
  logFile: string;
  log?: (line: string) => void;
}

/** Starts a broker that lets these users in; topics and permissions are made separately. */
export const startBroker = ({ secrets, ...options }: BrokerOptions): Promise<EmbeddedKafka> =>
  startEmbeddedKafka({
    ...options,
    heapMb: brokerHeapMb,
    admin: kafkaAdmin(secrets),
  });

/**
 * Starts the broker of the platform, keeps it running, and resolves once every service can work with it, with the departments
 * that were let in.
 */
export async function superviseBroker(context: StartContext): Promise<readonly string[]> {
  const { dataDir, port, secrets, say, durable } = context;
  const { kafka, logs } = dataLayout(dataDir);
  const optionsNow = async () => ({
    ...{ dataDir: kafka, secrets, durable, log: say },
    users: brokerUsers(context, (await departmentFeeds(context)).names),
    port: kafkaPort(port),
    controllerPort: kafkaControllerPort(port),
    logFile: join(logs, 'kafka.log'),
  });
  try {
    return await timed(context, `Kafka is ready on port ${kafkaPort(port)}`, async () => {
      const { names } = await departmentFeeds(context);
      let next: EmbeddedKafka | undefined = await startBroker(await optionsNow());
      const launch = async (): Promise<Running> => {
        const broker = next ?? (await startBroker(await optionsNow()));
        next = undefined;
        return broker;
      };
      const supervised = new Supervised('kafka', launch, say);
      context.supervised.database.push(supervised);
      await supervised.start();
      await admitDepartments(context, names);
      return names;
    });
  } catch (error) {
    throw explainPort(error, 'Kafka', port);
  }
}
