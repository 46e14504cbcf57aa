import { AccessModule, AccessRules, Actor, CODE_RANGE_DDL } from '@lianxin/access';
import type { AccessRule } from '@lianxin/access';
import { AreaChanged, AreasImported, GrantGiven } from '@lianxin/contracts';
import { EventTraffic, journalDdl, JournalModule, todaysInboxDdl } from '@lianxin/journal';
import type { ConsumerRunner } from '@lianxin/journal';
import { Database, ServiceKitModule } from '@lianxin/service-kit';
import type { SubgraphConfig } from '@lianxin/service-kit';
import { startTestService } from '@lianxin/testing';
import type { TestService } from '@lianxin/testing';
import { Module } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { z } from 'zod';
import { replicaDdl, ReplicasConsumer, ReplicasModule } from '../src/index.js';

const ROLE = 'replicas_app';
const CARRIER = [
  `CREATE TABLE something (village_id integer NOT NULL, village_code text COLLATE "C" NOT NULL)`,
  `GRANT SELECT, INSERT, UPDATE ON something TO ${ROLE}`,
];

class CreateReplicas1767225600000 implements MigrationInterface {
  readonly name = 'CreateReplicas1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      CODE_RANGE_DDL,
      ...journalDdl(ROLE),
      ...todaysInboxDdl(ROLE),
      ...replicaDdl(ROLE),
      ...CARRIER,
    ]) {
      await runner.query(statement);
    }
  }

  async down(): Promise<void> {}
}

class NoRules extends AccessRules {
  rulesOf(): readonly AccessRule[] {
    return [];
  }
}

const database = { application: 'replicas', migrations: [CreateReplicas1767225600000] };

function createModule(config: SubgraphConfig, options: { isStepped: boolean }): Type {
  const carriers = [{ table: 'something', idColumn: 'village_id', codeColumn: 'village_code' }];
  @Module({
    imports: [
      ServiceKitModule.forRoot(config, database),
      AccessModule.forRoot(config, NoRules),
      JournalModule.forRoot({
        service: 'replicas',
        databaseUrl: config.DATABASE_URL,
        transport: config,
        seals: config,
        ...options,
      }),
      ReplicasModule.forRoot({ service: 'replicas', subtrees: ['361104'], carriers }),
    ],
  })
  class ReplicasTestModule {}
  return ReplicasTestModule;
}

/** A service that keeps the copies and nothing else, fed by hand. */
export class ReplicasFixture {
  readonly runner: ConsumerRunner;

  constructor(readonly service: TestService) {
    this.runner = service.app.get(EventTraffic).runnerOf(service.app.get(ReplicasConsumer));
  }

  static async start(): Promise<ReplicasFixture> {
    return new ReplicasFixture(await startTestService({ name: 'replicas', database, createModule }));
  }

  get<T>(type: Type<T>): T {
    return this.service.app.get(type);
  }

  read<T>(work: (tx: EntityManager) => Promise<T>): Promise<T> {
    return this.get(Database).read(Actor.nobody({ correlationId: 'test-correlation' }), work);
  }
}

export const anImport = (
  rows: z.infer<typeof AreasImported.schema>['rows'],
): z.infer<typeof AreasImported.schema> => ({
  importId: '0198f3a0-0000-7000-8000-000000000001',
  fileDigest: 'a'.repeat(64),
  validFrom: '2023-06-30',
  rows,
});

type Change = z.infer<typeof AreaChanged.schema>;

export const aChange = (change: Pick<Change, 'areaId' | 'change' | 'code'> & Partial<Change>): Change => ({
  formerCode: change.code,
  name: '某村',
  parentId: 5,
  committeeKind: 'VILLAGERS_COMMITTEE',
  effectiveFrom: '2026-03-01',
  successorCodes: [],
  ...change,
});

type Given = z.infer<typeof GrantGiven.schema>;

export const aGrant = (grant: Pick<Given, 'grantId' | 'subject'> & Partial<Given>): Given => ({
  role: 'VILLAGE_OFFICER',
  areaCode: '361104111200',
  departmentId: null,
  validFrom: '2025-01-01T00:00:00.000Z',
  validUntil: null,
  ...grant,
});
