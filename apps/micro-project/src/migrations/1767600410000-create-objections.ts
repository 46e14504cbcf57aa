import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';
import { PARTY_COLUMNS_DDL } from '../parties/party.row.js';

const { areas, subject } = ROW_LEVEL;

/** Those who raised it or keyed it in, the office that rules and whoever stands above it; the village only if it may know. */
const VISIBLE = `subject_id = ${subject} OR keyer_id = ${subject} OR ruling_code <@ ${areas}
  OR (NOT is_anonymous_to_village AND village_code <@ ${areas})`;
const WHILE_POSTED = `EXISTS (SELECT 1 FROM notice n WHERE n.id = notice_id AND n.ended_at IS NULL AND n.voided_at IS NULL)`;
const WITH_ITS_OBJECTION = `EXISTS (SELECT 1 FROM objection o WHERE o.id = objection_id)`;

/** Objections: who stands behind each, kept from the village, and apart from that how each stands, which everybody may know. */
export class CreateObjections1767600410000 implements MigrationInterface {
  readonly name = 'CreateObjections1767600410000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...OBJECTION_TABLE, ...STANDING_TABLE, ...MARK_TABLE])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE objection_mark, objection_standing, objection');
  }
}

const OBJECTION_TABLE = [
  `CREATE TABLE objection (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     notice_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     ruling_level text NOT NULL,
     ruling_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, CASE ruling_level WHEN 'TOWNSHIP' THEN 9 ELSE 6 END)) STORED,
     is_anonymous_to_village boolean NOT NULL,
     raised_at timestamptz NOT NULL,
     rule_by timestamptz NOT NULL,
     policy_version text NOT NULL,
     closed_at timestamptz,
     ruled_by uuid,
     ${PARTY_COLUMNS_DDL},
     CONSTRAINT objection_pkey PRIMARY KEY (id),
     CONSTRAINT objection_notice_fkey FOREIGN KEY (notice_id) REFERENCES notice (id),
     CONSTRAINT objection_slip_key UNIQUE (slip_number)
   )`,
  `CREATE INDEX objection_ruling_idx ON objection (ruling_code, raised_at, id)`,
  `CREATE INDEX objection_open_idx ON objection (ruling_code, rule_by) WHERE closed_at IS NULL`,
  `CREATE INDEX objection_subject_idx ON objection (subject_id, raised_at, id)`,
  `ALTER TABLE objection ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE objection FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY objection_visible ON objection FOR SELECT USING (${VISIBLE})`,
  `CREATE POLICY objection_raised ON objection FOR INSERT WITH CHECK (subject_id = ${subject} OR keyer_id = ${subject})`,
  `CREATE POLICY objection_closed ON objection FOR UPDATE USING (subject_id = ${subject} OR ruling_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code, closed_at, ruled_by) ON objection TO ${APPLICATION_ROLE}`,
];

/** Days alone, no hours: whoever knows when somebody was at the office learns nothing from it. */
const STANDING_TABLE = [
  `CREATE TABLE objection_standing (
     objection_id uuid NOT NULL,
     project_id uuid NOT NULL,
     notice_id uuid NOT NULL,
     state text NOT NULL,
     raised_on date NOT NULL,
     closed_on date,
     finding text,
     CONSTRAINT objection_standing_pkey PRIMARY KEY (objection_id),
     CONSTRAINT objection_standing_objection_fkey FOREIGN KEY (objection_id) REFERENCES objection (id)
   )`,
  `CREATE INDEX objection_standing_project_idx ON objection_standing (project_id, raised_on, objection_id)`,
  `CREATE INDEX objection_standing_notice_idx ON objection_standing (notice_id, raised_on, objection_id)`,
  `ALTER TABLE objection_standing ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE objection_standing FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY objection_standing_visible ON objection_standing FOR SELECT USING (true)`,
  `CREATE POLICY objection_standing_raised ON objection_standing FOR INSERT WITH CHECK (${WITH_ITS_OBJECTION})`,
  `CREATE POLICY objection_standing_closed ON objection_standing FOR UPDATE USING (${WITH_ITS_OBJECTION})`,
  `GRANT SELECT, INSERT, UPDATE (state, closed_on, finding) ON objection_standing TO ${APPLICATION_ROLE}`,
];

/**
 * Which accounts objected to a notice, as keyed marks that lead to nobody without the service's secret: no objection, no time, and one
 * row for all, written anew by each, so that no row's order or transaction tells whose objection is whose.
 */
const MARK_TABLE = [
  `CREATE TABLE objection_mark (
     notice_id uuid NOT NULL,
     marks text[] COLLATE "C" NOT NULL,
     CONSTRAINT objection_mark_pkey PRIMARY KEY (notice_id),
     CONSTRAINT objection_mark_notice_fkey FOREIGN KEY (notice_id) REFERENCES notice (id)
   ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20)`,
  `ALTER TABLE objection_mark ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE objection_mark FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY objection_mark_visible ON objection_mark FOR SELECT USING (true)`,
  `CREATE POLICY objection_mark_set ON objection_mark FOR INSERT WITH CHECK (${WHILE_POSTED})`,
  `CREATE POLICY objection_mark_added ON objection_mark FOR UPDATE USING (${WHILE_POSTED})`,
  `GRANT SELECT, INSERT, UPDATE (marks) ON objection_mark TO ${APPLICATION_ROLE}`,
];
