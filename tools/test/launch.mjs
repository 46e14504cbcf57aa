import { startPlatform } from '../dist/platform/platform.js';

/** A launcher in a process of its own, for tests to kill: its one argument is the start's options as JSON. */
const platform = await startPlatform(JSON.parse(process.argv[2]));
console.log(JSON.stringify(platform.processes()));
