import { kafkaPlan, provisionKafka } from '@lianxin/journal';
import { loadConfig } from '@lianxin/service-kit';
import { z } from 'zod';
import { kafkaClients } from '../platform/kafka/clients.js';
import { services } from '../platform/services.js';

/** Entry point of the job that makes topics and permissions on a broker of one's own, as its administrator `admin`. */
const config = loadConfig(
  z.object({
    KAFKA_BROKERS: z.string().transform((text) => text.split(',')),
    KAFKA_ADMIN_PASSWORD: z.string().min(16),
  }),
  process.env,
);
const report = await provisionKafka(
  {
    clientId: 'lianxin-provision',
    brokers: config.KAFKA_BROKERS,
    sasl: { username: 'admin', password: config.KAFKA_ADMIN_PASSWORD },
  },
  kafkaPlan(kafkaClients(services)),
);
process.stdout.write(`${JSON.stringify(report)}\n`);
