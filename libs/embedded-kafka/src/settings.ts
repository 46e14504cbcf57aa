import { join } from 'node:path';
import type { Credentials } from './wire/scram.js';

/** Names under the data directory. */
export const layout = (dataDir: string) => ({
  storage: join(dataDir, 'storage'),
  properties: join(dataDir, 'server.properties'),
  logging: join(dataDir, 'log4j2.properties'),
  controllerPassword: join(dataDir, 'controller.password'),
  administrator: join(dataDir, 'administrator.digest'),
  process: join(dataDir, 'broker.json'),
  lock: join(dataDir, 'launcher.lock'),
  log: join(dataDir, 'kafka.log'),
});

/** A second door for clients, with TLS and the same sign-in. */
export interface TlsDoor {
  port: number;
  /** PKCS 12, with the broker's key and certificate. */
  keystore: string;
  password: string;
}

export interface ServerSettings {
  port: number;
  controllerPort: number;
  storage: string;
  admin: Credentials;
  controllerPassword: string;
  durable: boolean;
  tls: TlsDoor | undefined;
}

const controllerUser = 'controller';

/**
 * One node that is broker and controller. All its doors are on loopback and ask for a password; nobody but the
 * administrator may do anything that an ACL does not allow.
 */
export function serverProperties(settings: ServerSettings): Record<string, string> {
  const { controllerPort, storage, admin, controllerPassword } = settings;
  const scram = loginModule('scram.ScramLoginModule', { username: admin.name, password: admin.password });
  const plain = loginModule('plain.PlainLoginModule', {
    username: controllerUser,
    password: controllerPassword,
    [`user_${controllerUser}`]: controllerPassword,
  });
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    ...doors(settings, scram),
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': plain,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': `User:${admin.name};User:${controllerUser}`,
    'auto.create.topics.enable': 'false',
    // One that was killed may come back as soon as the controller has given its former self up.
    'broker.session.timeout.ms': '4000',
    'broker.heartbeat.interval.ms': '1000',
    'group.initial.rebalance.delay.ms': '0',
    'log.dirs': storage,
    ...singleNode,
    ...(settings.durable && { 'log.flush.interval.messages': '1' }),
  };
}

/** Those of clients carry the same users. */
function doors({ port, controllerPort, tls }: ServerSettings, scram: string): Record<string, string> {
  const clients = [`CLIENT://127.0.0.1:${port}`, ...(tls ? [`TLS://127.0.0.1:${tls.port}`] : [])].join();
  return {
    listeners: `${clients},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': clients,
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,TLS:SASL_SSL,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',
    'listener.name.client.scram-sha-512.sasl.jaas.config': scram,
    ...(tls && {
      'listener.name.tls.scram-sha-512.sasl.jaas.config': scram,
      'listener.name.tls.ssl.keystore.type': 'PKCS12',
      'listener.name.tls.ssl.keystore.location': tls.keystore,
      'listener.name.tls.ssl.keystore.password': tls.password,
    }),
  };
}

/** What a cluster spreads over several brokers lies on this one; threads and internal topics are few. */
const singleNode = {
  'default.replication.factor': '1',
  'min.insync.replicas': '1',
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '2',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'num.network.threads': '2',
  'num.io.threads': '4',
  'log.cleaner.dedupe.buffer.size': '16777216',
};

function loginModule(name: string, options: Record<string, string>): string {
  const words = Object.entries(options).map(([key, value]) => `${key}="${quotable(value)}"`);
  return `org.apache.kafka.common.security.${name} required ${words.join(' ')};`;
}

/** Secrets are made here or by an operator; one that would end its own quotation is refused rather than escaped. */
function quotable(value: string): string {
  if (/["\\\s]/.test(value))
    throw new Error('a Kafka password must not contain quotes, backslashes or spaces');
  return value;
}

export const propertiesText = (properties: Record<string, string>) =>
  `${Object.entries(properties)
    .map(([key, value]) => `${key}=${value.replaceAll('\\', '\\\\')}`)
    .join('\n')}\n`;

/** Warnings and errors alone, to the standard output, which the launcher leads to the log file. */
export const loggingText = `
status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d{ISO8601}{UTC}] %p %m (%c{1})%n%throwable{12}
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
logger.start.name = org.apache.kafka.server.util.ShutdownableThread
logger.start.level = error
`.trimStart();
