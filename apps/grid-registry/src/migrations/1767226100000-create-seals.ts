import { SEAL_TABLES, sealDdl } from '@lianxin/journal';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** Seals over the journal, and the positions that a restore lost. */
export class CreateSeals1767226100000 implements MigrationInterface {
  readonly name = 'CreateSeals1767226100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of sealDdl(APPLICATION_ROLE)) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE ${SEAL_TABLES}`);
  }
}
