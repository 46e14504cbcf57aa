import { EVENTS, envelopeSchema, type EventEnvelope } from '@lianxin/contracts';
import { resetTopics, type IncomingMessage } from '@lianxin/journal';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startBroker } from '../../platform/kafka/broker.js';
import { brokerUsers } from '../../platform/kafka/departments.js';
import { openSecrets } from '../../platform/secrets.js';
import type { ServiceEntry } from '../../platform/services.js';
import { dataLayout, gatewayPort, kafkaControllerPort, kafkaPort } from '../../platform/settings.js';
import { lastStart, onDatabase } from '../place.js';
import { lastPosition } from '../recovery/old-cluster.js';
import type { LostEntries } from './lost-entries.js';

export interface BrokerPlace {
  dataDir: string;
  services: ServiceEntry[];
  superuserUrl: string;
  lost: LostEntries;
}

export interface BrokerReset {
  messagesRemoved: number;
  /** Consumer groups that stand at the heads now. */
  groups: readonly string[];
  /** The highest position per service that any message carries. */
  published: Record<string, number>;
}

const stopLimitMs = 15_000;
const sourcePrefix = '/lianxin/';

/**
 * Reads what the broker's topics hold beyond the restored journals, then empties them: an event that the databases no longer
 * know must reach nobody, and its successor will carry the same sequence. Undefined where no broker has stored anything yet.
 */
export async function resetBroker(place: BrokerPlace): Promise<BrokerReset | undefined> {
  const { dataDir, services } = place;
  const { kafka, logs, secrets } = dataLayout(dataDir);
  if (!existsSync(kafka)) return undefined;
  const port = lastStart(dataDir)?.port ?? gatewayPort();
  const passwords = openSecrets(secrets);
  // Departments are let in again by the next start.
  const users = brokerUsers({ services, secrets: passwords }, []);
  const broker = await startBroker({
    ...{ dataDir: kafka, users, secrets: passwords, durable: true },
    port: kafkaPort(port),
    controllerPort: kafkaControllerPort(port),
    logFile: join(logs, 'kafka.log'),
  });
  try {
    const witness = await Witness.of(place);
    const reset = await resetTopics(
      { clientId: 'lianxin-restore', brokers: [broker.brokers], sasl: broker.admin },
      {
        topics: [...new Set([...EVENTS.values()].map(({ topic }) => topic))],
        onMessages: (messages) => witness.take(messages),
      },
    );
    return { ...reset, published: witness.published };
  } finally {
    await broker.stop(stopLimitMs);
  }
}

/** Remembers how far positions had come, and reports what the restored journals do not know. */
class Witness {
  readonly published: Record<string, number> = {};

  private constructor(
    private readonly place: BrokerPlace,
    private readonly restored: Record<string, number>,
  ) {}

  static async of(place: BrokerPlace): Promise<Witness> {
    const restored = await Promise.all(
      place.services.map(
        async ({ name, database }) => [name, await lastPosition(place.superuserUrl, database)] as const,
      ),
    );
    return new Witness(place, Object.fromEntries(restored));
  }

  async take(messages: readonly IncomingMessage[]): Promise<void> {
    const events = messages.map(envelopeOf).filter((event) => event !== undefined);
    for (const { name, database } of this.place.services) {
      const own = events.filter((event) => serviceOf(event) === name);
      for (const { position } of own) this.published[name] = Math.max(this.published[name] ?? 0, position);
      const beyond = own.filter(({ position }) => position > (this.restored[name] ?? 0));
      if (beyond.length > 0) await this.report({ name, database }, beyond);
    }
  }

  private async report(
    { name, database }: Pick<ServiceEntry, 'name' | 'database'>,
    events: EventEnvelope[],
  ): Promise<void> {
    const entries = events.map(({ id, type, subject, sequence, time, position }) => ({
      ...{ service: name, id, type, sequence, position },
      aggregateId: subject,
      recordedAt: time,
    }));
    await onDatabase(this.place.superuserUrl, database, (client) =>
      this.place.lost.add(client, name, entries),
    );
  }
}

const serviceOf = ({ source }: EventEnvelope): string => source.slice(sourcePrefix.length);

/** Whatever else lies in a topic is removed with the rest: also what claims to be of a service that does not write there. */
function envelopeOf({ topic, value }: IncomingMessage): EventEnvelope | undefined {
  try {
    const envelope = envelopeSchema.safeParse(JSON.parse(value));
    return envelope.success && topic.startsWith(`${serviceOf(envelope.data)}.`) ? envelope.data : undefined;
  } catch {
    return undefined;
  }
}
