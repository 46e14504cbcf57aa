import { CODE_RANGE_DDL } from '@lianxin/access';
import { inboxDdl, journalDdl } from '@lianxin/journal';
import { REPLICA_TABLES, replicaDdl } from '@lianxin/replicas';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** The journal, the inbox and the read copies: what every later table relies on. */
export class CreateFoundations1767225600000 implements MigrationInterface {
  readonly name = 'CreateFoundations1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT USAGE ON SCHEMA public TO ${APPLICATION_ROLE}`);
    await runner.query(CODE_RANGE_DDL);
    const tables = [journalDdl, inboxDdl, replicaDdl].flatMap((ddl) => ddl(APPLICATION_ROLE));
    for (const statement of tables) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${REPLICA_TABLES}, inbox_sequence, inbox_parked`);
    await runner.query('DROP TABLE journal_position, outbox, relay_state, journal_entry');
    await runner.query('DROP TYPE code_range');
  }
}
