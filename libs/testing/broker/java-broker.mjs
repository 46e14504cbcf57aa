import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endSurvivingKafka, startEmbeddedKafka } from '../../embedded-kafka/dist/index.js';
import { freePort } from '../../embedded-postgres/dist/index.js';

const PREFIX = 'lianxin-test-kafka-';
const STOP_LIMIT_MS = 5_000;
const admin = { name: 'admin', password: 'test-admin' };

/** Throws when there is no Java, or no Maven while the jars are not there yet. */
export async function startJavaBroker() {
  await sweep();
  const dataDir = mkdtempSync(join(tmpdir(), PREFIX));
  const ports = { port: await freePort(), controllerPort: await freePort() };
  const options = { ...ports, dataDir, admin, users: [], heapMb: 256, durable: false };
  let kafka = await startEmbeddedKafka(options).catch((error) => {
    rmSync(dataDir, { recursive: true, force: true });
    throw error;
  });
  return {
    brokers: [kafka.brokers],
    sasl: { username: admin.name, password: admin.password },
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
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends brokers of test runs that were killed; one whose run goes on is left alone. */
async function sweep() {
  for (const name of readdirSync(tmpdir()).filter((each) => each.startsWith(PREFIX))) {
    const directory = join(tmpdir(), name);
    await endSurvivingKafka(directory).then(
      () => rmSync(directory, { recursive: true, force: true }),
      () => undefined,
    );
  }
}
