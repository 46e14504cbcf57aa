import {
  EmbeddedLogTransport,
  KafkaTransport,
  type SubscribeOptions,
  type Subscription,
} from '@lianxin/journal';
import { readFileSync, statSync } from 'node:fs';
import { calm, CONTROL_VARIABLE, type Disturbance } from './control.js';
import { shiftClock } from './shifted-clock.js';
import { unruly } from './unruly-delivery.js';

/**
 * Loaded into a service before its own code (NODE_OPTIONS=--import): wraps what it gets from the transport and the clock
 * it reads, and looks every so often how unruly both are to be. The product's code knows nothing of this.
 */
const lookEveryMs = 100;
const file = process.env[CONTROL_VARIABLE];

interface Transport {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

if (file) disturb(file);

function disturb(controlFile: string): void {
  let current = calm;
  let readAt = '';
  const look = (): void => {
    try {
      const { mtimeMs, ino } = statSync(controlFile);
      if (`${mtimeMs} ${ino}` === readAt) return;
      current = JSON.parse(readFileSync(controlFile, 'utf8')) as Disturbance;
      readAt = `${mtimeMs} ${ino}`;
    } catch {
      // Being replaced, or the disk is full: as before.
    }
  };
  look();
  setInterval(look, lookEveryMs).unref();
  shiftClock(() => current.clockMs);
  for (const transport of [EmbeddedLogTransport, KafkaTransport])
    wrap(transport.prototype, () => current.strength);
}

function wrap(transport: Transport, strength: () => number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the transport that it was called on
  const subscribe = transport.subscribe;
  transport.subscribe = function (this: Transport, options) {
    return subscribe.call(this, { ...options, onBatch: unruly(options.onBatch, strength) });
  };
}
