import { runPlatform } from '../dist/platform/start.js';

/** `npm start` without its install and build. */
await runPlatform(process.argv.slice(2));
