import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { gateway, services, sharedDatabases } from '../platform/services.js';
import { PASSWORD_VARIABLE } from './keycloak/realm.js';

export interface Secret {
  /** The variable that docker-compose.yml takes it from. */
  readonly name: string;
  readonly note: string;
  readonly make: () => string;
}

/** 32 letters that no address, connection string or JAAS line has to quote. */
const password = () => randomBytes(24).toString('base64url');
const key = () => randomBytes(32).toString('base64');
const sealKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64');

export const variable = (name: string) => name.toUpperCase().replaceAll('-', '_');

/** Everything secret that the composition needs: one for each purpose, none for two. */
export const secrets: readonly Secret[] = [
  ...passwords("PostgreSQL's superuser", ['POSTGRES_PASSWORD']),
  ...[...services.map(({ database }) => database), ...sharedDatabases].flatMap((database) =>
    passwords(`database ${database}: its owner (migrations) and its service`, [
      `${variable(database)}_OWNER_PASSWORD`,
      `${variable(database)}_APP_PASSWORD`,
    ]),
  ),
  ...passwords(
    'embedded log: one role for each process',
    [...services, gateway].map(({ name }) => `EVENT_LOG_${variable(name)}_PASSWORD`),
  ),
  ...passwords(
    'Kafka: one user for each process, its administrator, its controller',
    [...services, gateway].map(({ name }) => `KAFKA_${variable(name)}_PASSWORD`),
  ),
  ...passwords('', ['KAFKA_ADMIN_PASSWORD', 'KAFKA_CONTROLLER_PASSWORD']),
  ...passwords(
    'what each service knows its gateway by',
    services.map(({ name }) => `${variable(name)}_SECRET`),
  ),
  ...services.map(({ name }) => ({
    name: `${variable(name)}_CURSOR_SECRET`,
    note: `encrypts the cursors of ${name}: 32 bytes, base64`,
    make: key,
  })),
  {
    name: 'KEY_ENCRYPTION_KEY',
    note: "wraps the keys of people's data: 32 bytes, base64. Without it the key store is lost; keep it apart from backups",
    make: key,
  },
  ...services.map(({ name }) => ({
    name: `${variable(name)}_SEAL_PRIVATE_KEY`,
    note: `signs the seals of ${name}'s journal: Ed25519, PKCS 8 in DER, base64`,
    make: sealKey,
  })),
  ...passwords("Keycloak: its administrator, and the demonstration accounts' password", [
    'KEYCLOAK_ADMIN_PASSWORD',
    PASSWORD_VARIABLE,
  ]),
];

function passwords(note: string, names: readonly string[]): Secret[] {
  return names.map((name, index) => ({ name, note: index === 0 ? note : '', make: password }));
}

/** An env file for `docker compose --env-file`; without values unless told how to make them. */
export function envFileOf(valueOf: (secret: Secret) => string = () => ''): string {
  const lines = secrets.flatMap((secret) => [
    ...(secret.note === '' ? [] : ['', `# ${secret.note}`]),
    `${secret.name}=${valueOf(secret)}`,
  ]);
  return `${lines.join('\n').trim()}\n`;
}
