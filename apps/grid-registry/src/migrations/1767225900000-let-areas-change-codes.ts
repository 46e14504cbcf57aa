import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** An area that gets another code takes its grids, posts, departments and policies along. */
export class LetAreasChangeCodes1767225900000 implements MigrationInterface {
  readonly name = 'LetAreasChangeCodes1767225900000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, column] of CODES)
      await runner.query(`GRANT UPDATE (${column}) ON ${table} TO ${APPLICATION_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [table, column] of CODES)
      await runner.query(`REVOKE UPDATE (${column}) ON ${table} FROM ${APPLICATION_ROLE}`);
  }
}

const CODES = [
  ['grid', 'code'],
  ['access_grant', 'area_code'],
  ['department', 'area_code'],
  ['policy_override', 'area_code'],
] as const;
