import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** A count of nothing has no row, whether it never was or came back to nothing. */
export class LetEmptyTalliesGo1767226400000 implements MigrationInterface {
  readonly name = 'LetEmptyTalliesGo1767226400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT DELETE ON indicator_tally TO ${APPLICATION_ROLE}`);
    await runner.query('ALTER TABLE indicator_tally NO FORCE ROW LEVEL SECURITY');
    await runner.query('DELETE FROM indicator_tally WHERE numerator = 0 AND denominator = 0');
    await runner.query('ALTER TABLE indicator_tally FORCE ROW LEVEL SECURITY');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE DELETE ON indicator_tally FROM ${APPLICATION_ROLE}`);
  }
}
