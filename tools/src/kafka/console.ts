import { locateJava, resolveJars } from '@lianxin/embedded-kafka';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';

/** Kafka's own programs, by the names of the scripts that a distribution of Kafka starts them with. */
const programs: Record<string, string> = {
  topics: 'org.apache.kafka.tools.TopicCommand',
  acls: 'org.apache.kafka.tools.AclCommand',
  'consumer-groups': 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
  'console-consumer': 'org.apache.kafka.tools.consumer.ConsoleConsumer',
  'console-producer': 'org.apache.kafka.tools.ConsoleProducer',
};

export const programNames = Object.keys(programs);
const consolePom = join(workspaceRoot, 'tools/kafka/console/pom.xml');
const consoleHeapMb = 256;

/** Runs one of Kafka's programs to its end, signed in by a client file. Resolves to its exit code. */
export async function runConsole(name: string, args: readonly string[], clientFile: string): Promise<number> {
  const main = programs[name];
  if (!main) throw new Error(`there is no program ${name}; there are ${programNames.join(', ')}`);
  if (!existsSync(clientFile)) throw new Error(`${clientFile} is missing: has the broker been started here?`);
  const [, brokers = ''] = /^bootstrap\.servers=(.+)$/m.exec(readFileSync(clientFile, 'utf8')) ?? [];
  const log = (line: string) => console.error(line);
  const jars = await resolveJars({ pom: consolePom, log });
  const classpath = [join(jars, '*'), ...(await loggingJars(log))].join(delimiter);
  const flags = [`-Xmx${consoleHeapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
  const connection = ['--bootstrap-server', brokers, '--command-config', clientFile];
  const child = spawn(locateJava(), [...flags, '-cp', classpath, main, ...connection, ...args], {
    stdio: 'inherit',
  });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => done(code ?? 1));
  });
}

/** What the programs have to say when the broker refuses them comes through log4j, which the broker's own jars hold. */
async function loggingJars(log: (line: string) => void): Promise<string[]> {
  const jars = await resolveJars({ log });
  const names = readdirSync(jars).filter((name) => name.startsWith('log4j-'));
  return names.map((name) => join(jars, name));
}
