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

/**
 * How events are to travel now: as asked, else as before. Both logs hold what is on its way to its consumers, so that a
 * start with the other one would leave that behind: refused.
 */
export function chooseTransport(dataDir: string, asked?: Transport): Transport {
  const before = recordedTransport(dataDir);
  if (before && asked && asked !== before) {
    throw new Error(
      `in ${dataDir} events travel through ${names[before]}: start with --transport ${before}, ` +
        `or switch as docs/kafka.md says`,
    );
  }
  return asked ?? before ?? 'embedded';
}

const names: Record<Transport, string> = { embedded: 'the embedded log', kafka: 'Kafka' };
