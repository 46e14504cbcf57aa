import { interventionDdl } from '@lianxin/journal';
import { commandRequestDdl } from '@lianxin/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** What operators do to the traffic of events is recorded for good. They are the first who command anything here. */
export class RecordInterventions1767226200000 implements MigrationInterface {
  readonly name = 'RecordInterventions1767226200000';

  async up(runner: QueryRunner): Promise<void> {
    const statements = [...commandRequestDdl(APPLICATION_ROLE), ...interventionDdl(APPLICATION_ROLE)];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE journal_intervention, command_request');
  }
}
