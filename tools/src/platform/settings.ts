import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the workspace, from the built file as well as from the source. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url));

export interface PlatformPorts {
  gateway: number;
  issuer: number;
  postgres: number;
}

const defaultPort = 4000;
/** The platform takes ports up to this far above the gateway's. */
export const portSpan = 40;

/** LIANXIN_PORT: the gateway's port, from which all others follow. Throws on anything that is not a usable port. */
export function gatewayPort(value = process.env['LIANXIN_PORT']): number {
  if (value === undefined || value === '') return defaultPort;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 1024 || port > 65_535 - portSpan) {
    throw new Error(`LIANXIN_PORT must be a port from 1024 to ${65_535 - portSpan}, not ${value}`);
  }
  return port;
}

export const portsFor = (gateway: number): PlatformPorts => ({
  gateway,
  issuer: gateway + 1,
  postgres: gateway + 2,
});

/** LIANXIN_DATA_DIR, by default `.lianxin` in the workspace. */
export function dataDirectory(value = process.env['LIANXIN_DATA_DIR']): string {
  return resolve(workspaceRoot, value || '.lianxin');
}
