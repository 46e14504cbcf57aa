import './request-queue.js';
import { Logger } from '@nestjs/common';
import { Kafka, logLevel } from 'kafkajs';
import type { LogEntry, RetryOptions } from 'kafkajs';

export interface KafkaConnection {
  /** The process, as the broker's log names it; also the prefix of the groups that it makes up. */
  readonly clientId: string;
  readonly brokers: readonly string[];
  readonly sasl?: { readonly username: string; readonly password: string };
  /** Certificates, as PEM, that the broker's is signed with. TLS is on when they are given. */
  readonly ca?: string;
}

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 20_000;
/** Few and quick: who uses the client tries again by itself, with growing delay and for as long as it takes. */
export const RETRY: RetryOptions = { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 };

/** What is said by design: senders that fail are given up, with all that their sequences promised. */
const EXPECTED = /^Limiting retries for the idempotent producer/;

/** All that a broker says to a client which speaks plain text where TLS is spoken. */
const CLOSED = 'Closed connection';
const PERHAPS_TLS = `${CLOSED}; if the broker speaks TLS, KAFKA_CA_FILE has to name its authority's certificate`;

const logger = new Logger('Kafka');

export function createKafka({ clientId, brokers, sasl, ca }: KafkaConnection): Kafka {
  return new Kafka({
    clientId,
    brokers: [...brokers],
    logLevel: logLevel.WARN,
    logCreator: () => (entry) => logLine(entry, ca !== undefined),
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    authenticationTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: RETRY,
    ...(ca && { ssl: { ca: [ca] } }),
    ...(sasl && { sasl: { mechanism: 'scram-sha-512' as const, ...sasl } }),
  });
}

/** The client's own words and whom they are about; never what it was carrying. */
function logLine({ namespace, log }: LogEntry, hasTls: boolean): void {
  if (EXPECTED.test(log.message)) return;
  const message = log.message === CLOSED && !hasTls ? PERHAPS_TLS : log.message;
  const { groupId, broker, topic, partition } = log as Record<string, unknown>;
  logger.warn({ message, namespace, groupId, broker, topic, partition });
}
