import {
  EmbeddedLogTransport,
  KafkaTransport,
  type SubscribeOptions,
  type Subscription,
} from '@lianxin/journal';
import { unruly } from './unruly-delivery.js';

interface Transport {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

/** Wraps what every subscription of this process is given from here on. */
export function wrapTransports(strength: () => number): void {
  for (const transport of [EmbeddedLogTransport, KafkaTransport]) wrap(transport.prototype, strength);
}

function wrap(transport: Transport, strength: () => number): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the transport that it was called on
  const subscribe = transport.subscribe;
  transport.subscribe = function (this: Transport, options) {
    return subscribe.call(this, { ...options, onBatch: unruly(options.onBatch, strength) });
  };
}
