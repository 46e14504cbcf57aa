import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { promisify } from 'node:util';
import { freePort } from '../../embedded-postgres/dist/index.js';

const POM = new URL('../../../tools/kafka/pom.xml', import.meta.url);
const ENGINE_LIMIT_MS = 5_000;
const PULL_LIMIT_MS = 300_000;
const READY_LIMIT_MS = 60_000;
const run = promisify(execFile);

/** The official image of the same version, open to this machine alone and without sign-in. */
export async function startDockerBroker() {
  await docker(['version', '--format', '{{.Server.Version}}'], ENGINE_LIMIT_MS).catch(() => {
    throw new Error('no Docker engine answers');
  });
  const port = await freePort();
  const id = await docker(['run', '--detach', ...optionsOf(port), image()], PULL_LIMIT_MS).catch(() => {
    throw new Error(`Docker cannot run ${image()}`);
  });
  const start = async () => {
    await docker(['start', id]);
    await untilOpen(port);
  };
  await untilOpen(port);
  return {
    brokers: [`127.0.0.1:${port}`],
    sasl: undefined,
    kill: () => docker(['kill', id]),
    start,
    pause: () => docker(['pause', id]),
    resume: () => docker(['unpause', id]),
    stop: () => docker(['rm', '--force', '--volumes', id]),
  };
}

function image() {
  const version = /<kafka\.version>([^<]+)</.exec(readFileSync(POM, 'utf8'))?.[1];
  return `apache/kafka:${version}`;
}

function optionsOf(port) {
  const settings = {
    NODE_ID: 1,
    PROCESS_ROLES: 'broker,controller',
    LISTENERS: `PLAINTEXT://:${port},CONTROLLER://:9093`,
    ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
    LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
    TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
    TRANSACTION_STATE_LOG_MIN_ISR: 1,
    GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
    AUTO_CREATE_TOPICS_ENABLE: 'false',
  };
  const variables = Object.entries(settings).flatMap(([name, value]) => ['--env', `KAFKA_${name}=${value}`]);
  return ['--publish', `127.0.0.1:${port}:${port}`, ...variables];
}

async function docker(args, timeout = PULL_LIMIT_MS) {
  return (await run('docker', args, { timeout })).stdout.trim();
}

/** It may answer a little later still; clients try again. */
async function untilOpen(port) {
  for (const end = Date.now() + READY_LIMIT_MS; Date.now() < end;) {
    const isOpen = await new Promise((resolve) => {
      const socket = createConnection({ port, host: '127.0.0.1' });
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('close', () => socket.destroy());
      setTimeout(() => socket.destroy(), 1_000).unref();
    });
    if (isOpen) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error('the broker in Docker does not open its port');
}
