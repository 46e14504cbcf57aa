import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** The posts people hold. Rows are given and revoked, never changed otherwise and never deleted. */
export class CreateGrants1767225800000 implements MigrationInterface {
  readonly name = 'CreateGrants1767225800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE access_grant (
        id uuid NOT NULL,
        subject uuid NOT NULL,
        role text NOT NULL,
        area_code text COLLATE "C" NOT NULL,
        department_id uuid,
        valid_from timestamptz NOT NULL,
        valid_until timestamptz,
        given_by uuid,
        revoked_at timestamptz,
        revoked_by uuid,
        CONSTRAINT access_grant_pkey PRIMARY KEY (id),
        CONSTRAINT access_grant_period_check CHECK (valid_until IS NULL OR valid_until > valid_from)
      )`);
    await runner.query(`CREATE INDEX access_grant_subject_idx ON access_grant (subject)`);
    await runner.query(
      `CREATE INDEX access_grant_area_idx ON access_grant (area_code, id) WHERE revoked_at IS NULL`,
    );
    await runner.query(`GRANT SELECT, INSERT ON access_grant TO ${APPLICATION_ROLE}`);
    await runner.query(`GRANT UPDATE (revoked_at, revoked_by) ON access_grant TO ${APPLICATION_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE access_grant');
  }
}
