import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';
import { PARTY_COLUMNS_DDL } from '../parties/party.row.js';

const { areas, subject } = ROW_LEVEL;

/** Those who made it or keyed it in, and the offices that answer it or watch them; what everybody may know is a row apart. */
const VISIBLE = `CASE WHEN village_code <@ ${areas} THEN true
  ELSE subject_id = ${subject} OR proxy_id = ${subject} OR keyer_id = ${subject} END`;
const WITH_ITS_REMARK = `EXISTS (SELECT 1 FROM remark r WHERE r.id = remark_id)`;
const WITH_ITS_PROJECT = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id)`;

/** Remarks on projects: who stands behind each, and apart from that what it is and how it was answered (S0-24, S0-27). */
export class CreateRemarks1767600730000 implements MigrationInterface {
  readonly name = 'CreateRemarks1767600730000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...REMARK_TABLE, ...STANDING_TABLE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE remark_standing, remark');
  }
}

const REMARK_TABLE = [
  `CREATE TABLE remark (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     made_at timestamptz NOT NULL,
     policy_version text NOT NULL,
     ${PARTY_COLUMNS_DDL},
     CONSTRAINT remark_pkey PRIMARY KEY (id),
     CONSTRAINT remark_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT remark_slip_key UNIQUE (slip_number)
   )`,
  `CREATE INDEX remark_subject_idx ON remark (subject_id, made_at, id)`,
  `CREATE INDEX remark_proxy_idx ON remark (proxy_id, made_at, id) WHERE proxy_id IS NOT NULL`,
  `CREATE INDEX remark_village_idx ON remark (village_code, made_at, id)`,
  `ALTER TABLE remark ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE remark FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY remark_visible ON remark FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY remark_made ON remark FOR INSERT WITH CHECK (coalesce(keyer_id, subject_id) = ${subject})`,
  `CREATE POLICY remark_recoded ON remark FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code) ON remark TO ${APPLICATION_ROLE}`,
];

/** Days alone, no hours: whoever knows when somebody was at the office learns nothing from it. */
const STANDING_TABLE = [
  `CREATE TABLE remark_standing (
     remark_id uuid NOT NULL,
     project_id uuid NOT NULL,
     lead_body text NOT NULL,
     is_of_committee boolean NOT NULL,
     made_on date NOT NULL,
     answer_by timestamptz NOT NULL,
     answer text,
     answered_on date,
     answered_by uuid,
     answered_role text,
     CONSTRAINT remark_standing_pkey PRIMARY KEY (remark_id),
     CONSTRAINT remark_standing_remark_fkey FOREIGN KEY (remark_id) REFERENCES remark (id),
     CONSTRAINT remark_standing_answer_check CHECK (num_nulls(answer, answered_on, answered_by, answered_role) IN (0, 4))
   )`,
  `CREATE INDEX remark_standing_project_idx ON remark_standing (project_id, made_on, remark_id)`,
  `ALTER TABLE remark_standing ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE remark_standing FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY remark_standing_visible ON remark_standing FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY remark_standing_made ON remark_standing FOR INSERT WITH CHECK (${WITH_ITS_REMARK})`,
  `CREATE POLICY remark_standing_answered ON remark_standing FOR UPDATE USING (${WITH_ITS_REMARK})`,
  `GRANT SELECT, INSERT, UPDATE (answer, answered_on, answered_by, answered_role) ON remark_standing TO ${APPLICATION_ROLE}`,
];
