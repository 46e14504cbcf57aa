import { interventionDdl } from '@lianxin/journal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** What operators do to the traffic of events is recorded for good. */
export class RecordInterventions1767226200000 implements MigrationInterface {
  readonly name = 'RecordInterventions1767226200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of interventionDdl(APPLICATION_ROLE)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE journal_intervention');
  }
}
