import { inboxDiscardedDdl } from '@lianxin/journal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** What was discarded while it waited for its predecessor is passed over when it comes again. */
export class RememberDiscardedMessages1767226300000 implements MigrationInterface {
  readonly name = 'RememberDiscardedMessages1767226300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of inboxDiscardedDdl(APPLICATION_ROLE)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox_discarded');
  }
}
