import { locateJava, resolveJars } from '@lianxin/embedded-kafka';
import type { OutgoingMessage } from '@lianxin/journal';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '../../platform/platform.js';
import { workspaceRoot } from '../../platform/settings.js';
import { runConsole, type Said } from './console-program.js';
import { offsetsOf, recordsOf } from './console-records.js';
import type { RawLog } from './raw-log.js';

const consolePom = join(workspaceRoot, 'tools/kafka/console/pom.xml');
const consumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
const offsets = 'org.apache.kafka.tools.GetOffsetShell';
const producer = 'org.apache.kafka.tools.ConsoleProducer';
const mostBytes = 2_000_000;
/** A topic is read to the end that it had when asked, or until nothing more comes for this long. */
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

  /** Topic by topic, for the consumer does not say where a record was. All topics there are, not only the known ones. */
  async readAll(): Promise<OutgoingMessage[]> {
    const starts = await this.offsets('earliest');
    const ends = await this.offsets('latest');
    const records: OutgoingMessage[] = [];
    for (const [topic, end] of ends) {
      const count = end - (starts.get(topic) ?? 0);
      if (count > 0) records.push(...(await this.readTopic(topic, count)));
    }
    return records;
  }

  private async offsets(time: 'earliest' | 'latest'): Promise<Map<string, number>> {
    return offsetsOf((await this.run(offsets, ['--time', time])).output);
  }

  private async readTopic(topic: string, count: number): Promise<OutgoingMessage[]> {
    const { output } = await this.run(consumer, [
      ...['--topic', topic, '--from-beginning'],
      ...['--max-messages', String(count), '--timeout-ms', String(silenceMs)],
      ...['--formatter-property', 'print.key=true', '--formatter-property', 'key.separator=\t'],
    ]);
    const records = recordsOf(topic, output);
    if (records.length < count)
      throw new Error(`the console consumer read ${records.length} of ${count} records of ${topic}`);
    return records;
  }

  /** @throws Error when the program fails or takes too long */
  private async run(program: string, args: readonly string[], input = ''): Promise<Said> {
    const common = ['-Xmx128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(this.jars, '*')];
    const target = ['--bootstrap-server', this.brokers, '--command-config', this.settings];
    const options = { input, limitMs: runLimitMs };
    return runConsole(this.java, [...common, program, ...target, ...args], options).catch((error: Error) => {
      throw new Error(`${program}: ${error.message}`);
    });
  }
}
