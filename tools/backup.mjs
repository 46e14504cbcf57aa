import { existsSync } from 'node:fs';

/** `npm run backup -- --to DIR`: copies everything the running platform stores. Nothing is built: what runs is not replaced. */
const built = new URL('./dist/backup/backup-command.js', import.meta.url);
if (existsSync(built)) {
  const { runBackup } = await import(built.href);
  await runBackup(process.argv.slice(2));
} else {
  console.error('the platform has not been built here yet: run npm start first');
  process.exitCode = 1;
}
