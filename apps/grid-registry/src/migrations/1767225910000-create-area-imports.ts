import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** Which files were imported: a file says nothing new the second time, whatever has changed since. */
export class CreateAreaImports1767225910000 implements MigrationInterface {
  readonly name = 'CreateAreaImports1767225910000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE TABLE area_import (
         id uuid NOT NULL,
         file_digest text NOT NULL,
         within text COLLATE "C" NOT NULL,
         valid_from date NOT NULL,
         imported_at timestamptz NOT NULL,
         added_count integer NOT NULL,
         proposed_count integer NOT NULL,
         bad_row_count integer NOT NULL,
         CONSTRAINT area_import_pkey PRIMARY KEY (id)
       )`,
    );
    await runner.query(`CREATE INDEX area_import_file_idx ON area_import (file_digest, within)`);
    await runner.query(`GRANT SELECT, INSERT ON area_import TO ${APPLICATION_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE area_import');
  }
}
