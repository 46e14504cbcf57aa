import { readFileSync } from 'node:fs';
import type { TransportConfig } from '@lianxin/service-kit';
import { EmbeddedLogTransport } from './embedded/embedded-log.transport.js';
import { KafkaTransport } from './kafka/kafka.transport.js';
import type { EventTransport } from './transport.js';

/**
 * @param service names this process to a broker, and the groups of its lone readers
 * @throws Error that names the variable which the chosen transport needs
 */
export function createTransport(config: TransportConfig, service: string): EventTransport {
  if (config.EVENT_TRANSPORT === 'embedded')
    return new EmbeddedLogTransport(required(config.EVENT_LOG_URL, 'EVENT_LOG_URL'));
  const brokers = required(config.KAFKA_BROKERS, 'KAFKA_BROKERS');
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password, KAFKA_CA_FILE: caFile } = config;
  return new KafkaTransport({
    clientId: service,
    brokers,
    ...(username && password && { sasl: { username, password } }),
    ...(caFile && { ca: certificatesIn(caFile) }),
  });
}

function certificatesIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`Configuration is not usable: KAFKA_CA_FILE ${file} cannot be read`, { cause });
  }
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Configuration is not usable: EVENT_TRANSPORT needs ${name}`);
  return value;
}
