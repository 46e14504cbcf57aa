import { DataDirectoryInUseError, PortTakenError } from '@lianxin/embedded-postgres';
import type { EmbeddedKafka } from '@lianxin/embedded-kafka';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { kafkaAdmin } from '../platform/environment.js';
import { kafkaClients, provisionBroker, startBroker } from '../platform/kafka/broker.js';
import { writeClientFiles } from '../platform/kafka/client-files.js';
import { brokerUsers } from '../platform/kafka/departments.js';
import { openSecrets } from '../platform/secrets.js';
import { services } from '../platform/services.js';
import { workspaceRoot } from '../platform/settings.js';
import { runConsole } from './console.js';

export interface KafkaCommand {
  port: number;
  /** Where the broker keeps everything; under the workspace unless absolute. */
  dataDir: string;
  /** Who reads topics of departments, by the names of their feeds. */
  departments?: string[];
  /** One of Kafka's own programs to run instead, with its arguments, signed in as this user. */
  program?: { name: string; args: string[]; user: string };
}

export const defaultDirectory = '.cache/kafka';
const stopLimitMs = 20_000;
const clientsIn = (dataDir: string) => join(dataDir, 'clients');

/** `npm run kafka`: a broker alone, with the users, topics and permissions of the platform, until Ctrl-C. */
export async function runKafka({
  port,
  dataDir: given,
  departments = [],
  program,
}: KafkaCommand): Promise<void> {
  const dataDir = resolve(workspaceRoot, given);
  try {
    if (program) {
      const clientFile = join(clientsIn(dataDir), `${program.user}.properties`);
      process.exitCode = await runConsole(program.name, program.args, clientFile);
    } else {
      await serve(port, given, departments);
    }
  } catch (error) {
    console.error(explain(error, port, dataDir));
    process.exit(1);
  }
}

async function serve(port: number, given: string, departments: readonly string[]): Promise<void> {
  const dataDir = resolve(workspaceRoot, given);
  const stopper = listenForStop();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const secrets = openSecrets(join(dataDir, 'secrets.json'));
  const clients = kafkaClients(services);
  const clientUsers = brokerUsers({ services, secrets }, departments);
  const say = (line: string) => console.log(`  ${line}`);
  const startedAt = performance.now();
  console.log(`Starting Apache Kafka on ${dataDir}`);
  const broker = await startBroker({
    ...{ dataDir, port, secrets, users: clientUsers, log: say },
    controllerPort: port + 1,
    durable: true,
    logFile: join(dataDir, 'kafka.log'),
  });
  stopper.whenAsked(broker);
  await provisionBroker(broker, { clients, departments, say }).catch(async (error: unknown) => {
    await broker.stop(stopLimitMs);
    throw error;
  });
  const users = [kafkaAdmin(secrets), ...clientUsers];
  writeClientFiles(clientsIn(dataDir), broker.brokers, users);
  const directoryOption = given === defaultDirectory ? [] : [`--data-dir ${given}`];
  console.log(summary(broker, dataDir, { users: users.map(({ name }) => name), startedAt, directoryOption }));
  const end = await broker.exited;
  if (stopper.isAsked()) process.exit(0);
  throw new Error(`Kafka ended (${end}): see ${join(dataDir, 'kafka.log')}`);
}

/** The first request to stop is a polite one, the second makes haste. */
function listenForStop() {
  let running: EmbeddedKafka | undefined;
  let requests = 0;
  const stop = () => {
    requests += 1;
    if (requests === 1) console.log('\nStopping ...');
    void running?.stop(requests > 1 ? 0 : stopLimitMs);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  const whenAsked = (broker: EmbeddedKafka) => {
    running = broker;
    if (requests > 0) void broker.stop(stopLimitMs);
  };
  return { whenAsked, isAsked: () => requests > 0 };
}

interface Said {
  users: string[];
  startedAt: number;
  directoryOption: string[];
}

/** Where it is and how to sign in; the passwords stay in their files. */
function summary(
  { brokers, pid }: EmbeddedKafka,
  dataDir: string,
  { users, startedAt, directoryOption }: Said,
): string {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const tool = ['npm run -s kafka --', ...directoryOption].join(' ');
  return [
    '',
    `Kafka is running (process ${pid}, ready after ${seconds} s).`,
    '',
    `  Broker     ${brokers}, SASL_PLAINTEXT with SCRAM-SHA-512, on this machine alone`,
    `  Users      ${users.join(', ')}`,
    `  Passwords  ${clientsIn(dataDir)}/<user>.properties (private files)`,
    '',
    '  In another terminal:',
    `    ${tool} topics --list`,
    `    ${tool} console-consumer --topic grid-registry.grid-event --from-beginning`,
    '',
    'Ctrl-C stops it; what it holds stays.',
  ].join('\n');
}

function explain(error: unknown, port: number, dataDir: string): string {
  if (error instanceof PortTakenError)
    return `port ${error.port} is in use: start with --port set to other than ${port}`;
  if (error instanceof DataDirectoryInUseError)
    return `a broker already runs on ${dataDir} (process ${error.pid})`;
  return error instanceof Error ? error.message : String(error);
}
