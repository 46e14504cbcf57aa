import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { envFileOf } from './secrets.js';

const localFile = 'docker/local.env';

/** `npm run deployment:env`: secrets of its own for this composition, made once; new ones would fit no volume that exists. */
const path = resolve(workspaceRoot, localFile);
if (existsSync(path)) {
  process.stderr.write(`${localFile} is there already: databases and keys were made with its secrets\n`);
  process.exitCode = 1;
} else {
  writeFileSync(
    path,
    envFileOf(({ make }) => make()),
    { mode: 0o600, flag: 'wx' },
  );
  process.stdout.write(`${localFile} written. Keep a copy of it apart from the backups.\n`);
}
