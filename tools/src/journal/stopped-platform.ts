import { existsSync, readFileSync } from 'node:fs';
import type { EnvironmentSource } from '../platform/environment.js';
import { openSecrets } from '../platform/secrets.js';
import { services } from '../platform/services.js';
import { dataDirectory, dataLayout, gatewayPort, kafkaPort, postgresPort } from '../platform/settings.js';

/** What a start wrote down about itself. */
interface State {
  readonly port?: number;
  readonly transport?: 'embedded' | 'kafka';
}

/**
 * What the processes of this data directory's platform are told, whether they run or not. Only its PostgreSQL has to be up.
 * @throws Error of one line when no platform was ever started there
 */
export function platformOf(dataDir = dataDirectory()): EnvironmentSource {
  const { secrets, state } = dataLayout(dataDir);
  if (!existsSync(secrets)) throw new Error(`no platform was started in ${dataDir}: run npm start first`);
  const { port: lastPort, transport } = readState(state);
  const port = process.env['LIANXIN_PORT'] ? gatewayPort() : (lastPort ?? gatewayPort());
  return {
    ...{ port, dataDir, services },
    secrets: openSecrets(secrets),
    postgres: { url: (database, role) => urlOf(port, database, role) },
    ...(transport === 'kafka' && { kafka: { brokers: `127.0.0.1:${kafkaPort(port)}` } }),
  };
}

function readState(file: string): State {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : {};
}

function urlOf(port: number, database: string, role?: { name: string; password: string }): string {
  if (!role) throw new Error('only the roles of the services sign in from here');
  const { name, password } = role;
  return `postgres://${name}:${encodeURIComponent(password)}@127.0.0.1:${postgresPort(port)}/${database}`;
}
