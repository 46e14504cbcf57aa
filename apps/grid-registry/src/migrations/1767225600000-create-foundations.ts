import { CODE_RANGE_DDL } from '@lianxin/access';
import { journalDdl } from '@lianxin/journal';
import { commandRequestDdl } from '@lianxin/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** The journal, the outbox and the request ids: what every later table relies on. */
export class CreateFoundations1767225600000 implements MigrationInterface {
  readonly name = 'CreateFoundations1767225600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT USAGE ON SCHEMA public TO ${APPLICATION_ROLE}`);
    await runner.query(CODE_RANGE_DDL);
    for (const statement of [...journalDdl(APPLICATION_ROLE), ...commandRequestDdl(APPLICATION_ROLE)]) {
      await runner.query(statement);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE journal_position, outbox, relay_state, journal_entry, command_request');
    await runner.query('DROP TYPE code_range');
  }
}
