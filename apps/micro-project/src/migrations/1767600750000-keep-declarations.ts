import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * S0-03: what was declared when a project was proposed. Of the projects so far nobody said that other public money pays for them, since
 * that is refused; what they were said to touch is known only of those that a village leads without a resolution: nothing.
 */
export class KeepDeclarations1767600750000 implements MigrationInterface {
  readonly name = 'KeepDeclarations1767600750000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of DECLARATIONS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE project DROP COLUMN is_invested_elsewhere, DROP COLUMN collective_matters',
    );
  }
}

/** By rewriting the table: an UPDATE would stop at the row-level security that binds the owner too. */
const DECLARATIONS = [
  `ALTER TABLE project ADD COLUMN is_invested_elsewhere boolean NOT NULL DEFAULT false, ADD COLUMN collective_matters text[]`,
  `ALTER TABLE project ALTER COLUMN is_invested_elsewhere DROP DEFAULT, ALTER COLUMN collective_matters TYPE text[]
     USING CASE WHEN lead_body = 'VILLAGE' AND NOT is_resolution_required THEN '{}'::text[] END`,
];
