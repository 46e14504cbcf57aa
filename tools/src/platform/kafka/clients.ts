import type { KafkaClientPlan } from '@lianxin/journal';
import { gateway, type ServiceEntry } from '../services.js';

/** Who signs in to the broker besides its administrator, and what each reads. */
export const kafkaClients = (services: readonly ServiceEntry[]): KafkaClientPlan[] => [
  ...services.map(({ name, consumes, servesDepartments = false }) => ({
    ...{ name, consumes, servesDepartments },
    produces: true,
  })),
  { name: gateway.name, consumes: gateway.consumes, produces: false },
];
