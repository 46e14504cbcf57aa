import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Actor, CODE_RANGE_DDL, Role } from '@lianxin/access';
import { GrantRevoked } from '@lianxin/contracts';
import {
  lockDirectory,
  provisionDatabases,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '@lianxin/embedded-postgres';
import {
  ConsumerRunner,
  EmbeddedLogTransport,
  EventConsumer,
  Journal,
  journalDdl,
  KafkaTransport,
  migrateEventLog,
  on,
  ParkedMessages,
  Relay,
  sealDdl,
  Sealer,
  systemSubject,
  inboxDdl,
  inboxDiscardedDdl,
  inboxReasonsDdl,
  type Delivery,
  type EventTransport,
  type KafkaConnection,
} from '@lianxin/journal';
import { KeyStore, migrateKeyStore } from '@lianxin/personal-data';
import { Clock, Database, postgresOptions } from '@lianxin/service-kit';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { EmbeddedKafka } from '@lianxin/embedded-kafka';
import {
  databaseProvisions,
  databaseUrl,
  kafkaUser,
  serviceEnvironment,
} from '../../src/platform/environment.js';
import { kafkaClients, provisionBroker, startBroker } from '../../src/platform/kafka/broker.js';
import { brokerUsers } from '../../src/platform/kafka/departments.js';
import type { Transport } from '../../src/platform/kafka/transport-choice.js';
import type { PlatformPlan } from '../../src/platform/plan.js';
import { openSecrets, type Secrets } from '../../src/platform/secrets.js';
import { services } from '../../src/platform/services.js';
import { dataLayout, kafkaControllerPort, kafkaPort, postgresPort } from '../../src/platform/settings.js';
import { freeBase } from '../free-base.js';

/** No programs to run: databases alone. */
export const databasesAlone: PlatformPlan = {
  root: '/nowhere',
  services,
  sharedMigrationScript: '',
  issuerScript: '',
};

const ACTOR = Actor.system(systemSubject('backup-test'), { correlationId: 'backup-test' });

class NotingConsumer extends EventConsumer {
  readonly name = 'assessment.noting';
  readonly handlers = [on(GrantRevoked, (delivery) => this.note(delivery))];

  private async note({ tx, event }: Delivery<unknown>): Promise<void> {
    await tx.query('INSERT INTO effect (aggregate_id, sequence) VALUES ($1, $2)', [
      event.subject,
      event.sequence,
    ]);
  }
}

/** A data directory as `npm start` makes it, with real databases and the library's own parts instead of services. */
export class SmallPlatform {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'lianxin-backup-spec-'));
  readonly layout = dataLayout(this.dataDir);
  private readonly journal = new Journal(new Clock());
  private readonly secrets: Secrets;
  private server: EmbeddedPostgres | undefined;
  private broker: EmbeddedKafka | undefined;
  private release = (): void => undefined;

  constructor(private readonly transport: Transport = 'embedded') {
    writeFileSync(this.layout.marker, '{}');
    mkdirSync(this.layout.logs);
    this.secrets = openSecrets(this.layout.secrets);
  }

  async start(): Promise<void> {
    const gatewayPort = await freeBase();
    this.release = lockDirectory(this.dataDir, this.layout.lock);
    this.server = await startEmbeddedPostgres({
      ...{ dataDir: this.layout.postgres, durable: true },
      port: postgresPort(gatewayPort),
    });
    writeFileSync(this.layout.state, JSON.stringify({ port: gatewayPort, transport: this.transport }));
    await provisionDatabases(this.server.superuserUrl, databaseProvisions(this.secrets, services));
    await migrateEventLog(this.url('event_log', 'owner'));
    await migrateKeyStore(this.url('keys', 'owner'));
    for (const { database } of services) await this.migrate(database);
    if (this.transport === 'kafka') await this.startKafka(gatewayPort);
  }

  /** As the platform does it, under the same users, so that a restore finds the broker it expects. */
  private async startKafka(gatewayPort: number): Promise<void> {
    const clients = kafkaClients(services);
    this.broker = await startBroker({
      ...{ dataDir: this.layout.kafka, secrets: this.secrets, durable: true },
      users: brokerUsers({ services, secrets: this.secrets }, []),
      port: kafkaPort(gatewayPort),
      controllerPort: kafkaControllerPort(gatewayPort),
      logFile: join(this.layout.logs, 'kafka.log'),
    });
    await provisionBroker(this.broker, { clients, say: () => undefined });
  }

  /** How this user reaches the broker; without a name, its administrator. */
  brokerAs(user?: string): KafkaConnection {
    if (!this.broker) throw new Error('there is no broker');
    const { admin, brokers } = this.broker;
    const { name, password } = user ? kafkaUser(this.secrets, user) : { ...admin, name: admin.username };
    return { clientId: 'backup-test', brokers: [brokers], sasl: { username: name, password } };
  }

  private transportOf(service: string): EventTransport {
    return this.transport === 'kafka'
      ? new KafkaTransport(this.brokerAs(service))
      : new EmbeddedLogTransport(this.url('event_log', 'app'));
  }

  async stop(): Promise<void> {
    await this.broker?.stop(10_000);
    this.broker = undefined;
    await this.server?.stop();
    this.server = undefined;
    this.release();
  }

  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  url(database: string, role: 'owner' | 'app'): string {
    if (!this.server) throw new Error('the platform is stopped');
    return databaseUrl({ postgres: this.server, secrets: this.secrets }, database, role);
  }

  /** Looks as the superuser. */
  async rows<Row extends pg.QueryResultRow>(database: string, sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: this.server?.url(database) });
    await client.connect();
    try {
      return (await client.query<Row>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Records the next fact of each of these aggregates. */
  async record(...aggregateIds: string[]): Promise<void> {
    await this.withDatabase('grid_registry', async (database) => {
      for (const aggregateId of aggregateIds)
        await database.write(ACTOR, async (tx) => {
          await this.journal.record(tx, ACTOR, {
            ...{ event: GrantRevoked, aggregateId, areaCode: '361104111001' },
            data: { grantId: aggregateId, subject: randomUUID(), revokedAt: new Date().toISOString() },
            grant: { id: randomUUID(), role: Role.SYSTEM, areaCode: '', departmentId: null },
          });
        });
    });
  }

  /** Gives positions and sends; no more than what is committed by now. */
  async publish(): Promise<void> {
    const transport = this.transportOf('grid-registry');
    const relay = new Relay(
      { service: 'grid-registry', databaseUrl: this.url('grid_registry', 'app') },
      transport,
    );
    await relay.drain();
    await relay.stop();
    await transport.close();
  }

  async seal(): Promise<void> {
    const [service] = services;
    if (!service) throw new Error('there is no service');
    const source = { port: 0, dataDir: this.dataDir, secrets: this.secrets, services };
    const environment = serviceEnvironment({ ...source, postgres: { url: () => '' } }, service);
    const sealer = new Sealer(
      {
        ...{ service: service.name, databaseUrl: this.url(service.database, 'app') },
        seals: {
          SEAL_PRIVATE_KEY: Buffer.from(environment['SEAL_PRIVATE_KEY'] ?? '', 'base64'),
          SEAL_PUBLIC_KEYS: [],
          SEALS_DIRECTORY: this.layout.seals,
          SEAL_INTERVAL_S: 1,
          SEAL_MAX_ENTRIES: 100,
        },
      },
      new Clock(),
    );
    await sealer.drain();
    await sealer.stop();
  }

  /** Lets the consumer take until it has noted as many effects as told. */
  async consumeUntil(effects: number): Promise<void> {
    const transport = this.transportOf('assessment');
    await this.withDatabase('assessment', async (database, dataSource) => {
      const parked = new ParkedMessages(dataSource);
      const runner = new ConsumerRunner(new NotingConsumer(), {
        ...{ database, parked, transport },
        clock: new Clock(),
      });
      await runner.start();
      for (let attempt = 0; (await this.effects()).length < effects; attempt += 1) {
        if (attempt > 400) throw new Error('the consumer does not get there');
        await new Promise((done) => setTimeout(done, 50));
      }
      await runner.stop();
    });
    await transport.close();
  }

  effects(): Promise<{ aggregate_id: string; sequence: number }[]> {
    return this.rows('assessment', 'SELECT aggregate_id, sequence FROM effect ORDER BY ordinal');
  }

  positions(): Promise<{ position: string; aggregate_id: string; sequence: number }[]> {
    return this.rows(
      'grid_registry',
      `SELECT p.position::text, j.aggregate_id, j.sequence FROM journal_position p JOIN journal_entry j ON j.id = p.entry_id ORDER BY p.position`,
    );
  }

  /** The key store as grid-registry opens it. */
  async withKeys<T>(work: (keys: KeyStore) => Promise<T>): Promise<T> {
    const keys = new KeyStore({
      keysUrl: this.url('keys', 'app'),
      keyEncryptionKey: Buffer.from(this.secrets('key-encryption-key', 'base64'), 'base64'),
      erasuresFile: this.layout.erasures,
    });
    try {
      return await work(keys);
    } finally {
      await keys.close();
    }
  }

  private async withDatabase(
    name: string,
    work: (database: Database, dataSource: DataSource) => Promise<void>,
  ): Promise<void> {
    const url = this.url(name, 'app');
    const dataSource = await new DataSource(
      postgresOptions({ application: 'backup-test', url, poolSize: 4 }),
    ).initialize();
    try {
      await work(new Database(dataSource), dataSource);
    } finally {
      await dataSource.destroy();
    }
  }

  private async migrate(database: string): Promise<void> {
    const role = `${database}_app`;
    const [found] = await this.rows<{ name: string | null }>(
      database,
      `SELECT to_regclass('effect')::text AS name`,
    );
    if (found?.name) return;
    const client = new pg.Client({ connectionString: this.url(database, 'owner') });
    await client.connect();
    const statements = [
      CODE_RANGE_DDL,
      ...journalDdl(role),
      ...inboxDdl(role),
      ...inboxReasonsDdl(role),
      ...inboxDiscardedDdl(role),
      ...sealDdl(role),
      'CREATE TABLE effect (ordinal bigint GENERATED ALWAYS AS IDENTITY, aggregate_id text NOT NULL, sequence integer NOT NULL)',
      `GRANT SELECT, INSERT ON effect TO ${role}`,
    ];
    for (const statement of statements) await client.query(statement);
    await client.end();
  }

  hasRestoreLeft(): boolean {
    return existsSync(join(this.dataDir, 'restore-unfinished.json'));
  }
}
