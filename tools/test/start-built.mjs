import { runPlatform } from '../dist/platform/start.js';

/** `npm start` without its install and build. */
await runPlatform({ reset: process.argv.includes('--reset') });
