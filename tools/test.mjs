import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, installWhenNeeded, requireNode, root } from './bootstrap.mjs';

/**
 * Every test of the workspace; ends with one plain line of counts. Further arguments go to jest. One broker is started for
 * the whole run if there is a way to (libs/testing/broker); else a line says why the tests on Kafka are skipped, unless
 * REQUIRE_KAFKA=1, which makes that a failure.
 */
requireNode();
installWhenNeeded();
build();

const directory = mkdtempSync(join(tmpdir(), 'lianxin-tests-'));
const resultFile = join(directory, 'result.json');
const options = (process.env.NODE_OPTIONS ?? '').replace('--experimental-vm-modules', '').trim();
const { status } = spawnSync(
  process.execPath,
  [
    'node_modules/jest/bin/jest.js',
    '--json',
    `--outputFile=${resultFile}`,
    '--silent',
    ...process.argv.slice(2),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      LIANXIN_TEST_BROKER: '1',
      NODE_OPTIONS: `${options} --experimental-vm-modules --no-warnings`.trim(),
    },
  },
);

/** A suite that could not even be loaded has no tests to count, yet is a failure. */
function count() {
  try {
    const result = JSON.parse(readFileSync(resultFile, 'utf8'));
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests + result.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { passed, failed, skipped } = count();
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = status === 0 && failed === 0 && passed > 0 ? 0 : 1;
