import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';
import { generatedFiles } from './generated-files.js';

/** `npm run deployment:write`: a test fails when what is committed differs. */
for (const { file, content } of await generatedFiles()) {
  const path = resolve(workspaceRoot, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  process.stdout.write(`${file}\n`);
}
