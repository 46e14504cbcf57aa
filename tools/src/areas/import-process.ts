import { spawnSync } from 'node:child_process';
import type { StdioOptions } from 'node:child_process';
import { join } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';

/** Rows of a batch outlive Node's small nursery and would be copied about; in a larger one they die where they are. */
const nodeFlags = ['--max-semi-space-size=64'];

const entry = join(workspaceRoot, 'apps/grid-registry/dist/import-areas.js');

/** Runs grid-registry's own import command, the same for users and for the measurement. */
export function runImport(
  databaseUrl: string,
  args: readonly string[],
  stdio: StdioOptions = 'inherit',
): { status: number; stdout: string; stderr: string } {
  const env = { ...process.env, DATABASE_URL: databaseUrl };
  const { status, stdout, stderr } = spawnSync(process.execPath, [...nodeFlags, entry, ...args], {
    env,
    stdio,
    encoding: 'utf8',
  });
  return { status: status ?? 1, stdout, stderr };
}
