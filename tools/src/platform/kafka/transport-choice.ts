import { existsSync, readFileSync } from 'node:fs';
import { dataLayout } from '../settings.js';

export const transports = ['embedded', 'kafka'] as const;
export type Transport = (typeof transports)[number];

/** How events travelled when a data directory was last started; undefined before its first start has come to its end. */
export function recordedTransport(dataDir: string): Transport | undefined {
  const { state } = dataLayout(dataDir);
  if (!existsSync(state)) return undefined;
  const { transport } = JSON.parse(readFileSync(state, 'utf8')) as { transport?: string };
  return transports.find((each) => each === transport) ?? 'embedded';
}

export interface TransportChoice {
  asked?: Transport | undefined;
  /** Another transport than before is meant. */
  isSwitch?: boolean | undefined;
  say: (line: string) => void;
}

/**
 * How events are to travel now: as asked, else as before. Both logs hold what is on its way to its consumers, so that a
 * start with the other one leaves that behind: refused unless it is meant, and then everything has to be sent again.
 */
export function chooseTransport(dataDir: string, { asked, isSwitch, say }: TransportChoice): Transport {
  const before = recordedTransport(dataDir);
  const now = asked ?? before ?? 'embedded';
  if (!before || now === before) return now;
  if (!isSwitch)
    throw new Error(
      `in ${dataDir} events travel through ${names[before]}: start with --transport ${before}, ` +
        `or change over with --transport ${now} --switch (see docs/kafka.md)`,
    );
  say(`events travel through ${names[now]} from now on; what was on its way has to be sent again:`);
  say('  npm run journal -- republish --service <each service> --from-position 1');
  return now;
}

const names: Record<Transport, string> = { embedded: 'the embedded log', kafka: 'Kafka' };
