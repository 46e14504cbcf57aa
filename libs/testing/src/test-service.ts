import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@lianxin/access';
import { GrantDirectory } from '@lianxin/access';
import type { EventEnvelope } from '@lianxin/contracts';
import { EventTraffic, EventTransport } from '@lianxin/journal';
import { migrateKeyStore } from '@lianxin/personal-data';
import { Clock, configureSubgraph, GATEWAY_SECRET_HEADER, migrate } from '@lianxin/service-kit';
import type {
  DataSourceSettings,
  FilesConfig,
  PersonalDataConfig,
  SubgraphConfig,
} from '@lianxin/service-kit';
import type { INestApplication, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import type { TestingModuleBuilder } from '@nestjs/testing';
import { Pool } from 'pg';
import { RecordingTransport } from './recording-transport.js';
import { TestClient } from './test-client.js';
import { TestClock } from './test-clock.js';
import { createTestDatabase } from './test-database.js';
import type { TestDatabase } from './test-database.js';
import { startTestIssuer } from './test-issuer.js';
import type { TestIssuer } from './test-issuer.js';

const SECRET = randomBytes(24).toString('base64');
const PORT_NEVER_USED = 65_535;

/** What any service may ask for; each takes only its own part of it. */
export type TestConfig = SubgraphConfig &
  PersonalDataConfig &
  FilesConfig & { readonly FILES_DIRECTORY: string };

export interface ServiceDefinition {
  /** Also names its roles, with underscores. */
  readonly name: string;
  readonly database: Omit<DataSourceSettings, 'url' | 'poolSize'>;
  readonly createModule: (config: TestConfig, options: { isStepped: boolean }) => Type;
  /** Replaces providers for one test file. */
  readonly override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
}

export interface Post {
  readonly role: Role;
  readonly areaCode: string;
  readonly departmentId?: string;
}

/** One service against a real PostgreSQL, stepped by hand: events move only when a test says so. */
export class TestService {
  /** Connections that stay: tests arrange and look all the time. */
  private readonly arranging: Pool;

  constructor(
    readonly app: INestApplication<Server>,
    readonly clock: TestClock,
    readonly transport: RecordingTransport,
    readonly database: TestDatabase,
    readonly issuer: TestIssuer,
    private readonly keys: TestDatabase,
    /** Where the service keeps its files, if it has any. */
    readonly filesDirectory: string,
  ) {
    this.arranging = new Pool({ connectionString: database.superuserUrl, max: 3, idleTimeoutMillis: 0 });
  }

  /** A person with these posts, signed in. */
  async signIn(...posts: readonly Post[]): Promise<TestClient> {
    const subject = randomUUID();
    for (const post of posts) await this.give(subject, post);
    return this.as(subject);
  }

  /** A person already known, signed in. */
  async as(subject: string): Promise<TestClient> {
    const token = await this.issuer.token({ subject });
    return this.client(subject, { authorization: `Bearer ${token}` });
  }

  /** Somebody without a token, or with headers of the test's own. */
  client(subject = '', headers: Record<string, string> = {}): TestClient {
    return new TestClient(this.app, subject, { [GATEWAY_SECRET_HEADER]: SECRET, ...headers });
  }

  /** Arranges a post without a command; the grant's id is answered. */
  async give(subject: string, post: Post): Promise<string> {
    const id = randomUUID();
    await this.sql(
      `INSERT INTO access_grant (id, subject, role, area_code, department_id, valid_from) VALUES ($1, $2, $3, $4, $5, '2020-01-01')`,
      [id, subject, post.role, post.areaCode, post.departmentId ?? null],
    );
    this.app.get(GrantDirectory).forget(subject);
    return id;
  }

  /** Publishes what is committed and answers all that was ever published. */
  async drainOutbox(): Promise<EventEnvelope[]> {
    await this.app.get(EventTraffic).relay.drain();
    return this.transport.events;
  }

  /** Arranges or looks at rows past every row-level policy. */
  async sql<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return (await this.arranging.query(statement, parameters)).rows as Row[];
  }

  async stop(): Promise<void> {
    await Promise.all([this.app.close(), this.arranging.end()]);
    await Promise.all([this.database.drop(), this.keys.drop(), this.issuer.close()]);
    rmSync(this.filesDirectory, { recursive: true, force: true });
  }
}

export async function startTestService(definition: ServiceDefinition): Promise<TestService> {
  const role = definition.name.replaceAll('-', '_');
  const [database, keys, issuer] = await Promise.all([
    createTestDatabase(role, (url) => migrate({ ...definition.database, url })),
    createTestDatabase('keys', migrateKeyStore),
    startTestIssuer(),
  ]);
  const clock = new TestClock();
  const transport = new RecordingTransport();
  const config = configOf(database, keys, issuer);
  const builder = Test.createTestingModule({
    imports: [definition.createModule(config, { isStepped: true })],
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(EventTransport)
    .useValue(transport);
  const testingModule = await (definition.override?.(builder) ?? builder).compile();
  const app = testingModule.createNestApplication<INestApplication<Server>>({
    bodyParser: false,
    logger: ['error', 'fatal'],
  });
  configureSubgraph(app, config.GATEWAY_SECRET);
  await app.init();
  return new TestService(app, clock, transport, database, issuer, keys, config.FILES_DIRECTORY);
}

function configOf(database: TestDatabase, keys: TestDatabase, issuer: TestIssuer): TestConfig {
  return {
    HOST: '127.0.0.1',
    PORT: PORT_NEVER_USED,
    METRICS_PORT: PORT_NEVER_USED,
    LOG_LEVEL: 'error',
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: 'lianxin',
    EVENT_TRANSPORT: 'embedded',
    EVENT_LOG_URL: database.applicationUrl,
    DATABASE_URL: database.applicationUrl,
    DATABASE_POOL_SIZE: 4,
    KEYS_DATABASE_URL: keys.applicationUrl,
    KEY_ENCRYPTION_KEY: randomBytes(32),
    CURSOR_SECRET: randomBytes(32),
    GATEWAY_SECRET: SECRET,
    AREA_SUBTREES: ['361104'],
    SEAL_PRIVATE_KEY: aSealKey(),
    SEAL_PUBLIC_KEYS: [],
    SEALS_DIRECTORY: join(tmpdir(), `seals-${randomUUID()}`),
    SEAL_INTERVAL_S: 60,
    SEAL_MAX_ENTRIES: 1_000,
    ERASURES_FILE: join(tmpdir(), `erasures-${randomUUID()}.jsonl`),
    FILES_DIRECTORY: join(tmpdir(), `files-${randomUUID()}`),
    FILES_S3_REGION: 'us-east-1',
    FILES_TIMEOUT_MS: 10_000,
  };
}

/** A private key as services are told it: PKCS 8 in DER. */
export const aSealKey = (): Buffer<ArrayBuffer> =>
  Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'der' }));
