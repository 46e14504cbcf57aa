import { readFileSync } from 'node:fs';
import { dataDirectory, dataLayout, gatewayPort, issuerPort } from '../platform/settings.js';

/** Where a platform listens. */
export interface PlatformAddress {
  port: number;
  gatewayUrl: string;
  issuerUrl: string;
}

export const addressOf = (port: number): PlatformAddress => ({
  port,
  gatewayUrl: `http://127.0.0.1:${port}`,
  issuerUrl: `http://127.0.0.1:${issuerPort(port)}`,
});

/**
 * The platform of LIANXIN_PORT, else the one last started on LIANXIN_DATA_DIR.
 * @throws Error of one line when it does not answer or is not ready
 */
export async function findRunningPlatform(): Promise<PlatformAddress> {
  const address = addressOf(process.env['LIANXIN_PORT'] ? gatewayPort() : (lastPort() ?? gatewayPort()));
  const status = await fetch(`${address.gatewayUrl}/health/ready`).then(
    (response) => response.status,
    () => null,
  );
  if (status === 200) return address;
  throw new Error(
    status === null
      ? `nothing answers on port ${address.port}: start the platform with npm start (or set LIANXIN_PORT)`
      : `the platform on port ${address.port} is not ready (${status} from /health/ready): see its logs`,
  );
}

function lastPort(): number | undefined {
  try {
    const state = JSON.parse(readFileSync(dataLayout(dataDirectory()).state, 'utf8')) as { port: number };
    return state.port;
  } catch {
    return undefined;
  }
}
