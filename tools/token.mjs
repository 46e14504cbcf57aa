import { existsSync } from 'node:fs';

const built = new URL('./dist/token.js', import.meta.url);
if (existsSync(built)) {
  const { printToken } = await import(built.href);
  await printToken(process.argv[2]);
} else {
  console.error('the platform has not been built here yet: run npm start first');
  process.exitCode = 1;
}
