import { build, installWhenNeeded, requireNode } from './bootstrap.mjs';

/** `npm run restore -- --from DIR`: puts a backup in the place of what the stopped platform stores. */
requireNode();
installWhenNeeded();
build();
const { runRestore } = await import('./dist/backup/restore-command.js');
await runRestore(process.argv.slice(2));
