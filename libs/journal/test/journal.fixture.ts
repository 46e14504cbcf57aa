import { randomUUID } from 'node:crypto';
import { Actor, CODE_RANGE_DDL, Role } from '@lianxin/access';
import { defineEvent, GrantRevoked } from '@lianxin/contracts';
import type { EventDefinition } from '@lianxin/contracts';
import { Database, migrate, postgresOptions } from '@lianxin/service-kit';
import { asSuperuser, createTestDatabase, TestClock } from '@lianxin/testing';
import type { TestDatabase } from '@lianxin/testing';
import { DataSource } from 'typeorm';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import { z } from 'zod';
import { Journal, journalDdl, sealDdl, systemSubject, todaysInboxDdl } from '../src/index.js';
import type { Fact, IncomingMessage } from '../src/index.js';

const ROLE = 'journal_app';

class CreateJournal1767225600000 implements MigrationInterface {
  readonly name = 'CreateJournal1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    const effect = [
      `CREATE TABLE effect (ordinal bigint GENERATED ALWAYS AS IDENTITY, aggregate_id text NOT NULL, sequence integer NOT NULL)`,
      `GRANT SELECT, INSERT ON effect TO ${ROLE}`,
    ];
    for (const statement of [
      CODE_RANGE_DDL,
      ...journalDdl(ROLE),
      ...todaysInboxDdl(ROLE),
      ...sealDdl(ROLE),
      ...effect,
    ])
      await runner.query(statement);
  }

  async down(): Promise<void> {}
}

/** An event that may carry anything, for what must hold of every payload. */
export const SomethingHappened: EventDefinition<{ anything: unknown }> = defineEvent(
  { service: 'journal', aggregate: 'thing' },
  'SomethingHappened',
  { anything: z.unknown() },
);

export const ACTOR = Actor.system(systemSubject('journal-test'), { correlationId: 'test-correlation' });

/** A database with journal and inbox, and no service around them. */
export class JournalFixture {
  readonly clock = new TestClock(new Date('2026-03-02T02:00:00.123Z'));
  readonly journal = new Journal(this.clock);

  private constructor(
    readonly testDatabase: TestDatabase,
    readonly dataSource: DataSource,
    readonly database: Database,
  ) {}

  static async start(): Promise<JournalFixture> {
    const settings = { application: 'journal-test', migrations: [CreateJournal1767225600000] };
    const testDatabase = await createTestDatabase('journal', (url) => migrate({ ...settings, url }));
    const options = postgresOptions({ ...settings, url: testDatabase.applicationUrl, poolSize: 6 });
    const dataSource = await new DataSource(options).initialize();
    return new JournalFixture(testDatabase, dataSource, new Database(dataSource));
  }

  async stop(): Promise<void> {
    await this.dataSource.destroy();
    await this.testDatabase.drop();
  }

  /** Looks or arranges as the superuser. */
  sql<Row>(statement: string, parameters: unknown[] = []): Promise<Row[]> {
    return asSuperuser(
      this.testDatabase.superuserUrl,
      async (client) => (await client.query(statement, parameters)).rows as Row[],
    );
  }

  /** Records a fact as a command would: under the lock of its aggregate, in the caller's transaction. */
  async record(
    tx: EntityManager,
    aggregateId: string,
    over: Partial<Fact<{ anything: unknown }>> = {},
  ): Promise<void> {
    await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 1))`, [aggregateId]);
    await this.journal.record(tx, ACTOR, {
      event: SomethingHappened,
      aggregateId,
      areaCode: '361104111001',
      data: { anything: null },
      grant: { id: randomUUID(), role: Role.SYSTEM, areaCode: '', departmentId: null },
      ...over,
    });
  }

  write(aggregateId: string, over: Partial<Fact<{ anything: unknown }>> = {}): Promise<void> {
    return this.database.write(ACTOR, (tx) => this.record(tx, aggregateId, over));
  }
}

/** The messages of one aggregate, numbered as its producer would. */
export const aMessage = (
  aggregateId: string,
  sequence: number,
  over: { envelope?: Record<string, unknown>; message?: Partial<IncomingMessage> } = {},
): IncomingMessage => ({
  topic: GrantRevoked.topic,
  key: aggregateId,
  offset: sequence,
  value: JSON.stringify({
    specversion: '1.0',
    id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
    source: '/lianxin/grid-registry',
    type: GrantRevoked.type,
    time: '2026-03-02T02:00:00.000Z',
    subject: aggregateId,
    datacontenttype: 'application/json',
    sequence,
    position: sequence,
    areacode: '361104111001',
    correlationid: 'test-correlation',
    data: { grantId: aggregateId, subject: aggregateId, revokedAt: '2026-03-02T02:00:00.000Z' },
    ...over.envelope,
  }),
  ...over.message,
});
