import { kafkaPlan, provisionKafka, topicSettings } from '@lianxin/journal';
import { loadConfig } from '@lianxin/service-kit';
import { z } from 'zod';
import { kafkaClients } from '../platform/kafka/clients.js';
import { services } from '../platform/services.js';

/** Entry point of the job that makes topics and permissions on a broker of one's own, as its administrator `admin`. */
const config = loadConfig(
  z.object({
    KAFKA_BROKERS: z.string().transform((text) => text.split(',')),
    KAFKA_ADMIN_PASSWORD: z.string().min(16),
    /** Names of the departments' feeds, separated by spaces; each has its topic, and its user may read it. */
    KAFKA_DEPARTMENTS: z
      .string()
      .transform((text) => text.split(' ').filter((name) => name !== ''))
      .pipe(z.array(z.string().regex(/^[a-z0-9_-]{1,90}$/)))
      .prefault(''),
  }),
  process.env,
);
const report = await provisionKafka(
  {
    clientId: 'lianxin-provision',
    brokers: config.KAFKA_BROKERS,
    sasl: { username: 'admin', password: config.KAFKA_ADMIN_PASSWORD },
  },
  kafkaPlan(kafkaClients(services), topicSettings, config.KAFKA_DEPARTMENTS),
);
process.stdout.write(`${JSON.stringify(report)}\n`);
