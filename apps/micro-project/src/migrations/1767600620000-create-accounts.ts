import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

/** S0-19: audits and final accounts, which anybody may read. */
const ACCOUNT_TABLE = [
  `CREATE TABLE project_account (
     project_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     township_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 9)) STORED,
     county_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 6)) STORED,
     final_fen bigint NOT NULL,
     retained_fen bigint NOT NULL,
     effect text NOT NULL,
     audit_document_id uuid NOT NULL,
     final_account_document_id uuid NOT NULL,
     published_by uuid NOT NULL,
     published_at timestamptz NOT NULL,
     CONSTRAINT project_account_pkey PRIMARY KEY (project_id),
     CONSTRAINT project_account_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT project_account_audit_fkey FOREIGN KEY (audit_document_id) REFERENCES document (id),
     CONSTRAINT project_account_document_fkey FOREIGN KEY (final_account_document_id) REFERENCES document (id),
     CONSTRAINT project_account_retained_check CHECK (retained_fen BETWEEN 0 AND final_fen)
   )`,
  `CREATE INDEX project_account_village_idx ON project_account (village_code, published_at, project_id)`,
  `CREATE INDEX project_account_township_idx ON project_account (township_code, published_at, project_id)`,
  `CREATE INDEX project_account_county_idx ON project_account (county_code, published_at, project_id)`,
  `ALTER TABLE project_account ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_account FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_account_visible ON project_account FOR SELECT USING (true)`,
  `CREATE POLICY project_account_published ON project_account FOR INSERT
     WITH CHECK (published_by = ${subject} AND village_code <@ ${areas})`,
  `CREATE POLICY project_account_recoded ON project_account FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code) ON project_account TO ${APPLICATION_ROLE}`,
];

/** What a project cost and what it is good for, as published. */
export class CreateAccounts1767600620000 implements MigrationInterface {
  readonly name = 'CreateAccounts1767600620000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of ACCOUNT_TABLE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE project_account');
  }
}
