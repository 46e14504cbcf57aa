import { shiftClock } from '../../../clocks/shifted-clock.js';
import { toldByFile } from '../../../clocks/told-by-file.js';
import { Random } from '../../random.js';
import { calm, CONTROL_VARIABLE, SEED_VARIABLE } from './control.js';

/**
 * Loaded into a service before its own code (NODE_OPTIONS=--import): wraps what it gets from the transport and the clock
 * it reads, and looks every so often how unruly both are to be. The product's code knows nothing of this.
 */
const file = process.env[CONTROL_VARIABLE];

if (file) await disturb(file);

async function disturb(controlFile: string): Promise<void> {
  const current = toldByFile(controlFile, calm);
  shiftClock(() => current().clockMs);
  // Only now: whatever is loaded after this takes the moved clock for the real one.
  const { wrapTransports } = await import('./unruly-transports.js');
  wrapTransports(() => current().strength, new Random(Number(process.env[SEED_VARIABLE])));
}
