import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

/** What checks found is published; of a project exactly where the project is seen. */
const CHECK_VISIBLE = `CASE WHEN village_code <@ ${areas} THEN true
  ELSE project_id IS NULL OR EXISTS (SELECT 1 FROM project p WHERE p.id = project_id) END`;
/** Nobody who is to be audited knows of it before it is reported. */
const AUDIT_VISIBLE = `CASE WHEN area_code <@ ${areas} THEN true ELSE reported_at IS NOT NULL END`;
const WITH_ITS_AUDIT = `EXISTS (SELECT 1 FROM special_audit a WHERE a.id = audit_id)`;

/** Checks of villages and projects, and special audits of projects drawn at random (S0-24, S0-25, S0-27). */
export class CreateChecksAndAudits1767600720000 implements MigrationInterface {
  readonly name = 'CreateChecksAndAudits1767600720000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CHECK_TABLE, ...AUDIT_TABLES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE special_audit_project, special_audit, project_check');
  }
}

const CHECK_TABLE = [
  `CREATE TABLE project_check (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     project_id uuid,
     year integer NOT NULL,
     kind text NOT NULL,
     result text NOT NULL,
     findings text NOT NULL,
     document_id uuid NOT NULL,
     checked_by uuid NOT NULL,
     checked_role text NOT NULL,
     checked_at timestamptz NOT NULL,
     CONSTRAINT project_check_pkey PRIMARY KEY (id),
     CONSTRAINT project_check_project_fkey FOREIGN KEY (project_id) REFERENCES project (id),
     CONSTRAINT project_check_document_fkey FOREIGN KEY (document_id) REFERENCES document (id)
   )`,
  `CREATE INDEX project_check_village_idx ON project_check (village_code, year, checked_at, id)`,
  `CREATE INDEX project_check_project_idx ON project_check (project_id, year) WHERE project_id IS NOT NULL`,
  `ALTER TABLE project_check ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_check FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_check_visible ON project_check FOR SELECT USING (${CHECK_VISIBLE})`,
  `CREATE POLICY project_check_recorded ON project_check FOR INSERT
     WITH CHECK (checked_by = ${subject} AND village_code <@ ${areas})`,
  `CREATE POLICY project_check_recoded ON project_check FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code) ON project_check TO ${APPLICATION_ROLE}`,
];

const REPORT_COLUMNS = 'village_codes, document_id, reported_on, reported_role, reported_at';

const IS_OPEN = 'reported_at IS NULL AND population_count > 0';

const AUDIT_TABLES = [
  `CREATE TABLE special_audit (
     id uuid NOT NULL,
     area_id integer NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     drawn_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     seed text COLLATE "C" NOT NULL,
     size integer NOT NULL,
     population_count integer NOT NULL,
     population_digest text COLLATE "C" NOT NULL,
     drawn_role text NOT NULL,
     drawn_at timestamptz NOT NULL,
     village_codes text[],
     document_id uuid,
     reported_on date,
     reported_role text,
     reported_at timestamptz,
     CONSTRAINT special_audit_pkey PRIMARY KEY (id),
     CONSTRAINT special_audit_document_fkey FOREIGN KEY (document_id) REFERENCES document (id),
     CONSTRAINT special_audit_report_check CHECK (num_nulls(${REPORT_COLUMNS}) IN (0, 5)),
     CONSTRAINT special_audit_overlap_excl EXCLUDE USING gist (code_range(drawn_code, drawn_code || ':') WITH &&,
       int4range(year, year, '[]') WITH &&) WHERE (${IS_OPEN})
   )`,
  // What was drawn is audited: nobody draws again until the sample pleases, neither there, nor around it, nor within it. Where there was
  // nothing to draw from, nothing is kept to. The code of the day of the draw counts, so that areas are recoded whatever is open.
  `CREATE UNIQUE INDEX special_audit_open_key ON special_audit (area_id, year) WHERE ${IS_OPEN}`,
  `CREATE INDEX special_audit_area_idx ON special_audit (area_code, drawn_at, id)`,
  `ALTER TABLE special_audit ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE special_audit FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY special_audit_visible ON special_audit FOR SELECT USING (${AUDIT_VISIBLE})`,
  `CREATE POLICY special_audit_drawn ON special_audit FOR INSERT WITH CHECK (area_code <@ ${areas})`,
  `CREATE POLICY special_audit_reported ON special_audit FOR UPDATE USING (area_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (area_code, ${REPORT_COLUMNS}) ON special_audit TO ${APPLICATION_ROLE}`,
  `CREATE TABLE special_audit_project (
     audit_id uuid NOT NULL,
     rank integer NOT NULL,
     project_id uuid NOT NULL,
     finding text,
     CONSTRAINT special_audit_project_pkey PRIMARY KEY (audit_id, rank),
     CONSTRAINT special_audit_project_key UNIQUE (audit_id, project_id),
     CONSTRAINT special_audit_project_audit_fkey FOREIGN KEY (audit_id) REFERENCES special_audit (id),
     CONSTRAINT special_audit_project_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `ALTER TABLE special_audit_project ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE special_audit_project FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY special_audit_project_visible ON special_audit_project FOR SELECT USING (${WITH_ITS_AUDIT})`,
  `CREATE POLICY special_audit_project_drawn ON special_audit_project FOR INSERT WITH CHECK (${WITH_ITS_AUDIT})`,
  `CREATE POLICY special_audit_project_found ON special_audit_project FOR UPDATE USING (${WITH_ITS_AUDIT})`,
  `GRANT SELECT, INSERT, UPDATE (finding) ON special_audit_project TO ${APPLICATION_ROLE}`,
];
