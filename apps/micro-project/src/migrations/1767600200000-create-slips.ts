import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** Wrong codes for the slips of needs, objections and remarks. Written by the slips' desk alone, on behalf of nobody. */
export class CreateSlips1767600200000 implements MigrationInterface {
  readonly name = 'CreateSlips1767600200000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of GUARD_TABLE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE slip_guard');
  }
}

const GUARD_TABLE = [
  `CREATE TABLE slip_guard (
     aggregate_id uuid NOT NULL,
     wrong_codes integer NOT NULL,
     locked_until timestamptz,
     CONSTRAINT slip_guard_pkey PRIMARY KEY (aggregate_id)
   )`,
  `ALTER TABLE slip_guard ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE slip_guard FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY slip_guard_desk ON slip_guard USING (${ROW_LEVEL.areas} = '{[,)}'::code_multirange)`,
  `GRANT SELECT, INSERT, UPDATE ON slip_guard TO ${APPLICATION_ROLE}`,
];
