import { locateJava, resolveJars } from '@lianxin/embedded-kafka';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workspaceRoot } from '../platform/settings.js';

/** Kafka's own programs, by the names of the scripts that a distribution of Kafka starts them with. */
const programs: Record<string, { main: string; configOption: string }> = {
  topics: { main: 'org.apache.kafka.tools.TopicCommand', configOption: '--command-config' },
  acls: { main: 'org.apache.kafka.tools.AclCommand', configOption: '--command-config' },
  'consumer-groups': {
    main: 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand',
    configOption: '--command-config',
  },
  'console-consumer': {
    main: 'org.apache.kafka.tools.consumer.ConsoleConsumer',
    configOption: '--command-config',
  },
  'console-producer': { main: 'org.apache.kafka.tools.ConsoleProducer', configOption: '--command-config' },
  configs: { main: 'kafka.admin.ConfigCommand', configOption: '--command-config' },
};

export const programNames = Object.keys(programs);
const consolePom = join(workspaceRoot, 'tools/kafka/console/pom.xml');
const consoleHeapMb = 256;

/** Runs one of Kafka's programs to its end, signed in by a client file. Resolves to its exit code. */
export async function runConsole(name: string, args: readonly string[], clientFile: string): Promise<number> {
  const program = programs[name];
  if (!program) throw new Error(`there is no program ${name}; there are ${programNames.join(', ')}`);
  if (!existsSync(clientFile)) throw new Error(`${clientFile} is missing: has the broker been started here?`);
  const [, brokers = ''] = /^bootstrap\.servers=(.+)$/m.exec(readFileSync(clientFile, 'utf8')) ?? [];
  const jars = await resolveJars({ pom: consolePom, log: (line) => console.error(line) });
  const flags = [`-Xmx${consoleHeapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
  const connection = ['--bootstrap-server', brokers, program.configOption, clientFile];
  const child = spawn(
    locateJava(),
    [...flags, '-cp', join(jars, '*'), program.main, ...connection, ...args],
    { stdio: 'inherit' },
  );
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => done(code ?? 1));
  });
}
