import { readFileSync, statSync } from 'node:fs';
import { Random } from '../../random.js';
import { calm, CONTROL_VARIABLE, SEED_VARIABLE, type Disturbance } from './control.js';
import { shiftClock } from './shifted-clock.js';

/**
 * Loaded into a service before its own code (NODE_OPTIONS=--import): wraps what it gets from the transport and the clock
 * it reads, and looks every so often how unruly both are to be. The product's code knows nothing of this.
 */
const lookEveryMs = 100;
const file = process.env[CONTROL_VARIABLE];

if (file) await disturb(file);

async function disturb(controlFile: string): Promise<void> {
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
  // Only now: whatever is loaded after this takes the moved clock for the real one.
  const { wrapTransports } = await import('./unruly-transports.js');
  wrapTransports(() => current.strength, new Random(Number(process.env[SEED_VARIABLE])));
}
