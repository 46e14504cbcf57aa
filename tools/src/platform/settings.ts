import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace, from the built file as well as from the source. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

const defaultPort = 4000;
/** The platform takes ports up to this far above the gateway's. */
const portSpan = 99;

/** LIANXIN_PORT: the gateway's port, from which all others follow. Throws on anything that is not a usable port. */
export function gatewayPort(value = process.env['LIANXIN_PORT']): number {
  if (value === undefined || value === '') return defaultPort;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1024 || port > 65_535 - portSpan) {
    throw new Error(`LIANXIN_PORT must be a port from 1024 to ${65_535 - portSpan}, not ${value}`);
  }
  return port;
}

/** Where the parts that are not services listen, above the gateway's port. */
export const issuerPort = (gateway: number) => gateway + 1;
export const postgresPort = (gateway: number) => gateway + 2;
export const kafkaPort = (gateway: number) => gateway + 3;
export const kafkaControllerPort = (gateway: number) => gateway + 4;

/** LIANXIN_DATA_DIR, by default `.lianxin` in the workspace. */
export function dataDirectory(value = process.env['LIANXIN_DATA_DIR']): string {
  return resolve(workspaceRoot, value || '.lianxin');
}

/** Names under the data directory. */
export const dataLayout = (dataDir: string) => ({
  marker: resolve(dataDir, 'lianxin-data.json'),
  lock: resolve(dataDir, 'platform.lock'),
  processes: resolve(dataDir, 'processes.json'),
  state: resolve(dataDir, 'platform.json'),
  secrets: resolve(dataDir, 'secrets.json'),
  seed: resolve(dataDir, 'seed.json'),
  postgres: resolve(dataDir, 'postgres'),
  kafka: resolve(dataDir, 'kafka'),
  issuer: resolve(dataDir, 'issuer'),
  logs: resolve(dataDir, 'logs'),
  seals: resolve(dataDir, 'seals'),
  erasures: resolve(dataDir, 'erasures.jsonl'),
  files: resolve(dataDir, 'files'),
  cache: resolve(dataDir, 'cache'),
});
