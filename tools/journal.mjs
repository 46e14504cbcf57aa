import { existsSync } from 'node:fs';

/** `npm run journal -- <command>`: operators' commands on the platform of the data directory. */
const built = new URL('./dist/journal/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('the platform has not been built here yet: run npm start first');
  process.exitCode = 1;
}
