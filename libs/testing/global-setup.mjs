import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startEmbeddedPostgres } from '../embedded-postgres/dist/index.js';

/** Where Linux keeps files in memory; a container may have given it next to nothing. */
const IN_MEMORY = '/dev/shm';
const ENOUGH_BYTES = 6 * 2 ** 30;

/**
 * Starts one forgetful PostgreSQL for the whole test run, and one broker if it is asked for (LIANXIN_TEST_BROKER=1, as by
 * `npm test`), given (KAFKA_BROKERS) or required (REQUIRE_KAFKA=1). Needs `nx build embedded-postgres,embedded-kafka`.
 */
export default async function globalSetup() {
  // Long ones take turns from run to run (tools/test: chaos, bench).
  if (isWhole()) process.env.LIANXIN_TEST_DRAW ??= Math.random() < 0.5 ? 'chaos' : 'bench';
  const directory = process.env.TMPDIR ? null : inMemory();
  if (directory) process.env.TMPDIR = directory;
  const started = await Promise.allSettled([startPostgres(), startBroker()]);
  globalThis.stopTestServers = async () => {
    await Promise.all(started.map(({ value: stop }) => stop?.()));
    if (directory) rmSync(directory, { recursive: true, force: true });
  };
  const failure = started.find(({ status }) => status === 'rejected');
  if (!failure) return;
  await globalThis.stopTestServers();
  throw failure.reason;
}

/** Whether this is a run of all tests, and not of some that somebody named. */
const isWhole = () =>
  process.argv
    .slice(2)
    .every((argument) => /^--(json|silent|ci|outputFile=.*|maxWorkers=.*)$/.test(argument));

/** Hundreds of databases come and go: on a disk their files are a good part of the time. TMPDIR, where it is set, is kept to. */
function inMemory() {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < ENOUGH_BYTES) return null;
    const directory = mkdtempSync(join(IN_MEMORY, 'lianxin-'));
    chmodSync(directory, 0o711); // as root PostgreSQL runs under an account of its own
    return directory;
  } catch {
    return null;
  }
}

async function startPostgres() {
  const dataDir = mkdtempSync(join(tmpdir(), 'lianxin-test-'));
  const postgres = await startEmbeddedPostgres({ dataDir, port: await freePort(), durable: false });
  process.env.LIANXIN_TEST_POSTGRES = postgres.superuserUrl;
  return async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}

/** Tests on Kafka find their broker in LIANXIN_TEST_KAFKA, or why there is none in LIANXIN_TEST_KAFKA_MISSING. */
async function startBroker() {
  const { LIANXIN_TEST_BROKER, KAFKA_BROKERS, REQUIRE_KAFKA } = process.env;
  if (LIANXIN_TEST_BROKER !== '1' && !KAFKA_BROKERS && REQUIRE_KAFKA !== '1') return async () => undefined;
  const { startBroker } = await import('./broker/start-broker.mjs');
  const { broker, reason, stop } = await startBroker();
  if (broker) {
    process.env.LIANXIN_TEST_KAFKA = JSON.stringify(broker);
    return stop;
  }
  if (REQUIRE_KAFKA === '1') throw new Error(`REQUIRE_KAFKA is set and there is no broker: ${reason}`);
  process.stderr.write(`The tests on Kafka are skipped: ${reason}\n`);
  process.env.LIANXIN_TEST_KAFKA_MISSING = reason;
  return async () => undefined;
}
