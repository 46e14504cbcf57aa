import { lookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { Agent, buildConnector } from 'undici';
import type { AddressPolicy } from './address-policy.js';

/** Before anything was sent: the name leads to where webhooks may not go. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

type Callback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

const KEEP_ALIVE_MS = 4_000;

/**
 * Connections for webhooks. The address is judged where it is connected to, in the look-up of the connection itself: a name that
 * leads elsewhere at its next look-up gains nothing by it.
 */
export function guardedAgent(policy: AddressPolicy, timeoutMs: number): Agent {
  const connect = buildConnector({ timeout: timeoutMs, lookup: guardedLookup(policy) });
  return new Agent({
    connections: 2,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MS,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    connect(options, callback) {
      // An address in the place of a name is never looked up.
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !policy.allows(host)) return callback(new AddressRefusedError(), null);
      return connect(options, callback);
    },
  });
}

/** One address among several that is refused refuses the name: it was set so, or somebody tries. */
function guardedLookup(policy: AddressPolicy) {
  return (hostname: string, options: LookupOptions, callback: Callback): void =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const [first] = addresses;
      if (!first || addresses.some(({ address }) => !policy.allows(address)))
        return callback(new AddressRefusedError(), []);
      if (options.all) return callback(null, addresses);
      return callback(null, first.address, first.family);
    });
}
