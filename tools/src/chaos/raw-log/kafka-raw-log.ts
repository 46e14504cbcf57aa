import { EVENTS } from '@lianxin/contracts';
import { locateJava, resolveJars } from '@lianxin/embedded-kafka';
import type { OutgoingMessage } from '@lianxin/journal';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.js';
import { workspaceRoot } from '../../platform/settings.js';
import type { RawLog } from './raw-log.js';

const consolePom = join(workspaceRoot, 'tools/kafka/console/pom.xml');
const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
const producer = 'org.apache.kafka.tools.ConsoleProducer';
const mostBytes = 2_000_000;
/** The topics are read to their ends when nothing more comes for this long. */
const silenceMs = 10_000;
const runLimitMs = 120_000;

type Broker = NonNullable<Platform['kafka']>;

/** A broker as Kafka's own console programs see it, signed in as the administrator. */
export class KafkaRawLog implements RawLog {
  private constructor(
    private readonly brokers: string,
    private readonly java: string,
    private readonly jars: string,
    private readonly settings: string,
  ) {}

  static async open({ brokers, admin }: Broker, directory: string): Promise<KafkaRawLog> {
    const settings = join(directory, 'console.properties');
    const login = `username="${admin.username}" password="${admin.password}"`;
    const lines = [
      'security.protocol=SASL_PLAINTEXT',
      'sasl.mechanism=SCRAM-SHA-512',
      `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`,
    ];
    writeFileSync(settings, `${lines.join('\n')}\n`, { mode: 0o600 });
    return new KafkaRawLog(brokers, locateJava(), await resolveJars({ pom: consolePom }), settings);
  }

  async append({ topic, key, value }: OutgoingMessage): Promise<void> {
    const properties = ['--reader-property', 'parse.key=true', '--reader-property', 'key.separator=\t'];
    const limits = ['--command-property', `max.request.size=${mostBytes}`, '--sync'];
    const said = await this.run(producer, ['--topic', topic, ...properties, ...limits], `${key}\t${value}\n`);
    // It ends well even when the broker took nothing.
    if (said.errors.includes('ERROR') || said.errors.includes('Exception'))
      throw new Error(`the console producer failed: ${said.errors.slice(0, 300)}`);
  }

  async readAll(): Promise<OutgoingMessage[]> {
    const topics = [...new Set([...EVENTS.values()].map(({ topic }) => topic))];
    const { output } = await this.run(consumer, [
      ...['--include', topics.map((topic) => topic.replaceAll('.', '\\.')).join('|')],
      ...['--from-beginning', '--timeout-ms', String(silenceMs)],
      ...['--formatter-property', 'print.key=true', '--formatter-property', 'key.separator=\t'],
    ]);
    return output.split('\n').flatMap((line) => {
      const end = line.indexOf('\t');
      return end < 0 ? [] : [messageOf(line.slice(0, end), line.slice(end + 1))];
    });
  }

  private async run(
    program: string,
    args: string[],
    input = '',
  ): Promise<{ output: string; errors: string }> {
    const common = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(this.jars, '*')];
    const target = ['--bootstrap-server', this.brokers, '--command-config', this.settings];
    const child = spawn(this.java, [...common, program, ...target, ...args], {
      env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
      stdio: 'pipe',
      timeout: runLimitMs,
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    await new Promise<void>((done, reject) => {
      child.once('error', reject);
      child.once('close', () => done());
    });
    return { output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() };
  }
}

/** The console consumer names no topics: an event's type says where it belongs. */
function messageOf(key: string, value: string): OutgoingMessage {
  const type = /"type":"([^"]+)"/.exec(value)?.[1] ?? '';
  return { topic: EVENTS.get(type)?.topic ?? 'unknown', key, value };
}
