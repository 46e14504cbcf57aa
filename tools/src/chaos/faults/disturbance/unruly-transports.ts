import {
  EmbeddedLogTransport,
  KafkaTransport,
  type SubscribeOptions,
  type Subscription,
} from '@lianxin/journal';
import type { Random } from '../../random.js';
import { unruly } from './unruly-delivery.js';

interface Transport {
  subscribe(options: SubscribeOptions): Promise<Subscription>;
}

/** Wraps what every subscription of this process is given from here on; each has a row of draws of its own. */
export function wrapTransports(strength: () => number, random: Random): void {
  const draws = drawsOf(random);
  for (const transport of [EmbeddedLogTransport, KafkaTransport]) wrap(transport.prototype, strength, draws);
}

/** By what it reads and how many read that before it in this process; groups may be named anew by each process. */
export function drawsOf(random: Random): (topics: readonly string[]) => Random {
  const earlier = new Map<string, number>();
  return (topics) => {
    const name = [...topics].sort().join(' ');
    const count = earlier.get(name) ?? 0;
    earlier.set(name, count + 1);
    return random.fork(`${name} ${count}`);
  };
}

function wrap(transport: Transport, strength: () => number, draws: ReturnType<typeof drawsOf>): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with the transport that it was called on
  const subscribe = transport.subscribe;
  transport.subscribe = function (this: Transport, options) {
    const random = draws(options.topics);
    const onBatch = unruly(options.onBatch, strength, () => random.next());
    return subscribe.call(this, { ...options, onBatch });
  };
}
