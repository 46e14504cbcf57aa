import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, installWhenNeeded, requireNode, root } from './bootstrap.mjs';

/** Everything a change has to pass. Runs every step even after one fails, and names those that did. */
requireNode();
installWhenNeeded();
build();

const node = process.execPath;
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const steps = [
  ['format', node, ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['lint', node, ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']],
  ['types', node, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ...(scripts['schema:check'] ? [['schema', 'npm', ['run', '-s', 'schema:check']]] : []),
  ...(scripts['contracts:check'] ? [['contracts', 'npm', ['run', '-s', 'contracts:check']]] : []),
  ['tests', node, ['tools/test.mjs']],
];

const failed = steps.filter(([name, program, args]) => {
  console.log(`Checking ${name} ...`);
  return spawnSync(program, args, { cwd: root, stdio: 'inherit' }).status !== 0;
});

console.log(
  failed.length > 0 ? `Failed: ${failed.map(([name]) => name).join(', ')}` : 'Everything checks out',
);
process.exitCode = failed.length > 0 ? 1 : 0;
