import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSurvivingKafka, startEmbeddedKafka } from '../../embedded-kafka/dist/index.js';
import { freePort, lockDirectory } from '../../embedded-postgres/dist/index.js';
import { certificateFiles, makeCertificate } from './test-certificate.mjs';

const PREFIX = 'lianxin-test-kafka-';
const STOP_LIMIT_MS = 5_000;
const admin = { name: 'admin', password: 'test-admin' };

/** Throws when there is no Java, or no Maven while the jars are not there yet. */
export async function startJavaBroker() {
  await sweep();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  const release = hold(directory);
  const remove = () => {
    rmSync(directory, { recursive: true, force: true });
    release();
  };
  try {
    return await startIn(directory, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

/** For as long as the test run lives, and not just its broker, which tests of outages take away. */
const hold = (directory) => lockDirectory(directory, join(directory, 'test-run.lock'));

const dataIn = (directory) => join(directory, 'data');

async function startIn(directory, remove) {
  const { keystore, caFile } = certificateFiles(directory);
  const tls = { port: await freePort(), keystore, password: await makeCertificate(directory) };
  const ports = { port: await freePort(), controllerPort: await freePort(), tls };
  const options = { ...ports, dataDir: dataIn(directory), admin, users: [], heapMb: 256, durable: false };
  let kafka = await startEmbeddedKafka(options);
  return {
    brokers: [kafka.brokers],
    sasl: { username: admin.name, password: admin.password },
    tls: { brokers: [`127.0.0.1:${tls.port}`], caFile },
    kill: async () => {
      process.kill(kafka.pid, 'SIGKILL');
      await kafka.exited;
    },
    start: async () => {
      kafka = await startEmbeddedKafka(options);
    },
    pause: async () => process.kill(kafka.pid, 'SIGSTOP'),
    resume: async () => process.kill(kafka.pid, 'SIGCONT'),
    stop: async () => {
      await kafka.stop(STOP_LIMIT_MS);
      remove();
    },
  };
}

/** Ends brokers of test runs that were killed; one whose run goes on is left alone. */
async function sweep() {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name);
    try {
      hold(directory);
      await endSurvivingKafka(dataIn(directory));
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Its run lives, or is just making it or taking it away.
    }
  }
}
