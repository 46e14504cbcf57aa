import { startEmbeddedKafka } from '@lianxin/embedded-kafka';
import { kafkaPlan, provisionKafka, type KafkaConnection } from '@lianxin/journal';
import { join } from 'node:path';
import { kafkaControllerPort, kafkaPort } from '../../platform/settings.js';
import type { Lab } from '../lab.js';

const admin = { name: 'bench', password: 'bench' };
const stopLimitMs = 20_000;

/** A durable broker with every topic of the contracts, for one client that may do everything. */
export async function openBareBroker(lab: Lab): Promise<KafkaConnection> {
  const base = await lab.freeBase();
  const kafka = await startEmbeddedKafka({
    dataDir: join(lab.directory, 'kafka'),
    ...{ port: kafkaPort(base), controllerPort: kafkaControllerPort(base), users: [], admin },
  });
  lab.keep({ stop: () => kafka.stop(stopLimitMs) });
  const connection = { clientId: 'bench', brokers: [kafka.brokers], sasl: kafka.admin };
  await provisionKafka(connection, kafkaPlan([]));
  return connection;
}
