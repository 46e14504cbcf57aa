import type { MigrationInterface, QueryRunner } from 'typeorm';

const PLACES = ['village', 'township', 'county'] as const;

/** A board of the projects in one state is the first rows of an index, as that of all of them is. */
export class IndexProjectBoard1767600710000 implements MigrationInterface {
  readonly name = 'IndexProjectBoard1767600710000';

  async up(runner: QueryRunner): Promise<void> {
    for (const place of PLACES)
      await runner.query(
        `CREATE INDEX project_${place}_state_idx ON project (${place}_code, state, proposed_at, id)`,
      );
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const place of PLACES) await runner.query(`DROP INDEX project_${place}_state_idx`);
  }
}
