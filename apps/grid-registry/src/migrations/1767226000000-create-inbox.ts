import { inboxDdl, inboxReasonsDdl } from '@lianxin/journal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** The inbox that every service has: what operators ask of one service they can ask of all. */
export class CreateInbox1767226000000 implements MigrationInterface {
  readonly name = 'CreateInbox1767226000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...inboxDdl(APPLICATION_ROLE), ...inboxReasonsDdl(APPLICATION_ROLE)])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox_sequence, inbox_parked');
  }
}
