import type { MigrationInterface, QueryRunner } from 'typeorm';

/** S0-25: what was drawn is audited: nobody draws again until the sample pleases. Where there was nothing to draw from, nothing is kept to. */
export class KeepToSpecialAudit1767600740000 implements MigrationInterface {
  readonly name = 'KeepToSpecialAudit1767600740000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE UNIQUE INDEX special_audit_open_key ON special_audit (area_id, year)
         WHERE reported_at IS NULL AND population_count > 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX special_audit_open_key');
  }
}
