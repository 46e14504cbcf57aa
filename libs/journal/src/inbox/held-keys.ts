import { storable } from './storable-message.js';
import type { OutgoingMessage } from '../transport/transport.js';

/** By a faulty message: nothing of the key is tried until a person decided. By one that waits: what comes is tried. */
export type Hold = 'fault' | 'wait';

/** The keys of a batch that are held up; each in its own topic, under the key that is stored. */
export class HeldKeys {
  private readonly holds = new Map<string, Hold>();

  get isEmpty(): boolean {
    return this.holds.size === 0;
  }

  holdOf(message: OutgoingMessage): Hold | undefined {
    return this.holds.get(placeOf(message));
  }

  add(message: OutgoingMessage, hold: Hold): void {
    const place = placeOf(message);
    if (this.holds.get(place) !== 'fault') this.holds.set(place, hold);
  }
}

function placeOf(message: OutgoingMessage): string {
  const { topic, key } = storable(message);
  return `${topic} ${key}`;
}
