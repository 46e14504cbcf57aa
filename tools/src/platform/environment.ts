import type { DatabaseProvision, EmbeddedPostgres, RoleCredentials } from '@lianxin/embedded-postgres';
import type { Secrets } from './secrets.js';
import { gateway, metricsPort, servicePort, sharedDatabases, type ServiceEntry } from './services.js';
import { dataLayout, issuerPort } from './settings.js';

export type Environment = Record<string, string>;

export interface EnvironmentSource {
  port: number;
  dataDir: string;
  secrets: Secrets;
  services: ServiceEntry[];
  postgres: Pick<EmbeddedPostgres, 'url'>;
  /** The broker that the platform runs itself, if it does. */
  kafka?: { brokers: string };
}

/** What the person starting the platform may set for all processes. */
const passedOn = ['LOG_LEVEL', 'AREA_SUBTREES', 'DATABASE_POOL_SIZE', 'PATH', 'HOME', 'TMPDIR'] as const;

/** The same for every process: nothing else of the launcher's environment reaches them. */
export function commonEnvironment(): Environment {
  const inherited = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value ? [[name, value]] : [];
  });
  return {
    NODE_ENV: 'production',
    TZ: 'UTC',
    LANG: 'C.UTF-8',
    ...fromEntries(inherited),
  };
}

export function serviceEnvironment(source: EnvironmentSource, service: ServiceEntry): Environment {
  const { port, secrets } = source;
  return {
    ...commonEnvironment(),
    ...identityEnvironment(port),
    PORT: String(servicePort(port, service)),
    METRICS_PORT: String(metricsPort(port, service)),
    DATABASE_URL: databaseUrl(source, service.database, 'app'),
    ...transportEnvironment(source, service.name),
    CURSOR_SECRET: secrets('cursor-secret', 'base64'),
    GATEWAY_SECRET: secrets(`gateway/${service.name}`),
    ...sealEnvironment(source, service.name),
    ...(service.keepsPersonalData && personalDataEnvironment(source)),
    ...(service.keepsFiles && filesEnvironment(source)),
    ...(service.servesDepartments && webhookEnvironment()),
  };
}

/** All of this platform listens on loopback, and so do the receivers that try it out; services by themselves refuse both. */
const webhooksOnThisMachine: Environment = {
  WEBHOOK_ALLOWED_RANGES: '127.0.0.0/8',
  WEBHOOK_ALLOW_HTTP: 'true',
  WEBHOOK_PORTS: 'any',
};

/** Where webhooks may go, and how patiently: what the person starting the platform says of it goes first. */
const webhookEnvironment = (): Environment => ({
  ...webhooksOnThisMachine,
  ...fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[0].startsWith('WEBHOOK_') && entry[1] !== undefined,
    ),
  ),
});

/** How this process, and no other, signs in to what carries the events. */
function transportEnvironment(source: EnvironmentSource, name: string): Environment {
  const { kafka, postgres, secrets } = source;
  if (!kafka)
    return {
      EVENT_TRANSPORT: 'embedded',
      EVENT_LOG_URL: postgres.url('event_log', eventLogRole(secrets, name)),
    };
  const user = kafkaUser(secrets, name);
  return {
    EVENT_TRANSPORT: 'kafka',
    KAFKA_BROKERS: kafka.brokers,
    KAFKA_SASL_USERNAME: user.name,
    KAFKA_SASL_PASSWORD: user.password,
  };
}

/** What tells in the embedded log which process it is: it appends to the topics of its own service alone. */
const eventLogRole = (secrets: Secrets, name: string): RoleCredentials => {
  const role = `event_log_${name.replaceAll('-', '_')}`;
  return { name: role, password: secrets(`database/${role}`) };
};

export const kafkaAdmin = (secrets: Secrets): RoleCredentials => kafkaUser(secrets, 'admin');

export const kafkaUser = (secrets: Secrets, name: string): RoleCredentials => ({
  name,
  password: secrets(`kafka/${name}`),
});

/** For `migrate` and `seed`, which work as the owner of the database. */
export function ownerEnvironment(
  source: EnvironmentSource,
  service: ServiceEntry,
  seedFile: string,
): Environment {
  return {
    ...serviceEnvironment(source, service),
    OWNER_DATABASE_URL: databaseUrl(source, service.database, 'owner'),
    SEED_FILE: seedFile,
  };
}

/** For the databases that libraries own. */
export function sharedMigrationEnvironment(source: EnvironmentSource): Environment {
  const urls = sharedDatabases.map((database) => [
    ownerUrlVariable(database),
    databaseUrl(source, database, 'owner'),
  ]);
  return { ...commonEnvironment(), ...fromEntries(urls) };
}

export const ownerUrlVariable = (database: string) => `${variable(database)}_OWNER_URL`;

export function gatewayEnvironment(source: EnvironmentSource): Environment {
  const { port, secrets } = source;
  const subgraphs = source.services.flatMap((service) => [
    [`${variable(service.name)}_URL`, `http://127.0.0.1:${servicePort(port, service)}/graphql`],
    [`${variable(service.name)}_SECRET`, secrets(`gateway/${service.name}`)],
  ]);
  return {
    ...commonEnvironment(),
    ...identityEnvironment(port),
    PORT: String(servicePort(port, gateway)),
    METRICS_PORT: String(metricsPort(port, gateway)),
    ...transportEnvironment(source, gateway.name),
    ...fromEntries(subgraphs),
  };
}

/** Every database of the platform with its two roles. */
export function databaseProvisions(secrets: Secrets, services: ServiceEntry[]): DatabaseProvision[] {
  return [...services.map((service) => service.database), ...sharedDatabases].map((database) => ({
    database,
    owner: credentials(secrets, database, 'owner'),
    application: credentials(secrets, database, 'app'),
    ...(database === 'event_log' && { others: eventLogRoles(secrets, services) }),
  }));
}

export const eventLogRoles = (secrets: Secrets, services: ServiceEntry[]): RoleCredentials[] =>
  [...services, gateway].map(({ name }) => eventLogRole(secrets, name));

export function databaseUrl(
  source: Pick<EnvironmentSource, 'postgres' | 'secrets'>,
  database: string,
  role: 'owner' | 'app',
): string {
  return source.postgres.url(database, credentials(source.secrets, database, role));
}

function credentials(secrets: Secrets, database: string, role: 'owner' | 'app'): RoleCredentials {
  return { name: `${database}_${role}`, password: secrets(`database/${database}_${role}`) };
}

const personalDataEnvironment = (source: EnvironmentSource): Environment => ({
  KEYS_DATABASE_URL: databaseUrl(source, 'keys', 'app'),
  KEY_ENCRYPTION_KEY: source.secrets('key-encryption-key', 'base64'),
  ERASURES_FILE: dataLayout(source.dataDir).erasures,
});

/** One place for all: an object is named by chance and opened by its service's row alone. */
const filesEnvironment = ({ dataDir }: EnvironmentSource): Environment => ({
  FILES_DIRECTORY: dataLayout(dataDir).files,
});

/** Each service seals with a key of its own, which is on no database's disk. */
const sealEnvironment = ({ secrets, dataDir }: EnvironmentSource, name: string): Environment => {
  const seed = Buffer.from(secrets(`seal/${name}`, 'base64'), 'base64');
  return {
    SEAL_PRIVATE_KEY: Buffer.concat([ed25519Pkcs8Prefix, seed]).toString('base64'),
    SEALS_DIRECTORY: dataLayout(dataDir).seals,
  };
};

/** What stands before the 32 bytes of an Ed25519 private key in PKCS 8 (RFC 8410, section 7). */
const ed25519Pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

const identityEnvironment = (port: number): Environment => ({
  HOST: '127.0.0.1',
  OIDC_ISSUER: `http://127.0.0.1:${issuerPort(port)}`,
  OIDC_AUDIENCE: 'lianxin',
});

const variable = (name: string) => name.toUpperCase().replaceAll('-', '_');

function fromEntries(entries: string[][]): Environment {
  return Object.fromEntries(entries.map(([name = '', value = '']) => [name, value]));
}
