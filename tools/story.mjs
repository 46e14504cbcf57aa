import { existsSync } from 'node:fs';

const built = new URL('./dist/story/main.js', import.meta.url);
if (existsSync(built)) {
  await import(built.href);
} else {
  console.error('the platform has not been built here yet: run npm start first');
  process.exitCode = 1;
}
