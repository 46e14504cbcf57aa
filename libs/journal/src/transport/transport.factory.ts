import type { TransportConfig } from '@lianxin/service-kit';
import { EmbeddedLogTransport } from './embedded/embedded-log.transport.js';
import { KafkaTransport } from './kafka/kafka.transport.js';
import type { EventTransport } from './transport.js';

/** @throws Error that names the variable which the chosen transport needs */
export function createTransport(config: TransportConfig): EventTransport {
  if (config.EVENT_TRANSPORT === 'embedded')
    return new EmbeddedLogTransport(required(config.EVENT_LOG_URL, 'EVENT_LOG_URL'));
  const brokers = required(config.KAFKA_BROKERS, 'KAFKA_BROKERS');
  const { KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = config;
  return new KafkaTransport({ brokers, ...(username && password && { sasl: { username, password } }) });
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Configuration is not usable: EVENT_TRANSPORT needs ${name}`);
  return value;
}
