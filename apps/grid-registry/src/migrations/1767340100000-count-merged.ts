import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How many reports are merged into an event: counted in its row, since whoever merges may not see all of them. */
export class CountMerged1767340100000 implements MigrationInterface {
  readonly name = 'CountMerged1767340100000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE grid_event ADD COLUMN merged_at timestamptz, ADD COLUMN merged_count integer NOT NULL DEFAULT 0`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE grid_event DROP COLUMN merged_at, DROP COLUMN merged_count`);
  }
}
