import { writeFileSync } from 'node:fs';
import { CLOCK_VARIABLE, seenFile } from './clocks.js';
import { shiftClock } from './shifted-clock.js';
import { toldByFile } from './told-by-file.js';

/** Loaded into a process before its own code (NODE_OPTIONS=--import): its clock is the one that a file tells it. */
const file = process.env[CLOCK_VARIABLE];

if (file) {
  const offsetMs = toldByFile(file, 0, (told) => writeFileSync(seenFile(file), String(told)));
  shiftClock(offsetMs);
}
