import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

const WITH_ITS_PROJECT = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id)`;
const INSIDE = `EXISTS (SELECT 1 FROM project p WHERE p.id = project_id AND p.village_code <@ ${areas})`;
/** The platform itself, which alone sees every area. */
const PLATFORM = `${areas} = '{(,)}'::code_multirange`;

/** Surveys, who drew a token of one, and what was answered: each apart, so that nothing leads from a person to an answer. */
export class CreateSurveys1767600610000 implements MigrationInterface {
  readonly name = 'CreateSurveys1767600610000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...SURVEY_TABLE, ...DRAW_TABLE, ...BOX_TABLE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE survey_box, survey_draw, survey');
  }
}

const SURVEY_TABLE = [
  `CREATE TABLE survey (
     project_id uuid NOT NULL,
     id uuid NOT NULL,
     ends_at timestamptz NOT NULL,
     minimum_sample integer NOT NULL,
     printed_count integer NOT NULL DEFAULT 0,
     CONSTRAINT survey_pkey PRIMARY KEY (project_id),
     CONSTRAINT survey_id_key UNIQUE (id),
     CONSTRAINT survey_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `ALTER TABLE survey ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE survey FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY survey_visible ON survey FOR SELECT USING (${WITH_ITS_PROJECT})`,
  `CREATE POLICY survey_opened ON survey FOR INSERT WITH CHECK (${INSIDE})`,
  `CREATE POLICY survey_printed ON survey FOR UPDATE USING (${INSIDE})`,
  `GRANT SELECT, INSERT, UPDATE (printed_count) ON survey TO ${APPLICATION_ROLE}`,
];

/** That somebody drew, and neither when nor what: everybody sees their own row alone. */
const DRAW_TABLE = [
  `CREATE TABLE survey_draw (
     project_id uuid NOT NULL,
     subject uuid NOT NULL,
     CONSTRAINT survey_draw_pkey PRIMARY KEY (project_id, subject),
     CONSTRAINT survey_draw_survey_fkey FOREIGN KEY (project_id) REFERENCES survey (project_id)
   )`,
  `ALTER TABLE survey_draw ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE survey_draw FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY survey_draw_own ON survey_draw USING (subject = ${subject}) WITH CHECK (subject = ${subject})`,
  `GRANT SELECT, INSERT ON survey_draw TO ${APPLICATION_ROLE}`,
];

/**
 * The ballot box: one row holds everything that was answered, and every answer writes all of it anew. There is no row of an answer
 * whose order, transaction or time could tell whose it is. Old versions of the row are cleaned away soon.
 */
const BOX_TABLE = [
  `CREATE TABLE survey_box (
     project_id uuid NOT NULL,
     is_sealed boolean NOT NULL DEFAULT false,
     answer_count integer NOT NULL DEFAULT 0,
     satisfied_count integer NOT NULL DEFAULT 0,
     spent text[] COLLATE "C" NOT NULL DEFAULT '{}',
     comments text[] COLLATE "C" NOT NULL DEFAULT '{}',
     CONSTRAINT survey_box_pkey PRIMARY KEY (project_id),
     CONSTRAINT survey_box_survey_fkey FOREIGN KEY (project_id) REFERENCES survey (project_id),
     CONSTRAINT survey_box_counts_check CHECK (satisfied_count BETWEEN 0 AND answer_count)
   ) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20)`,
  `ALTER TABLE survey_box ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE survey_box FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY survey_box_counted ON survey_box FOR SELECT USING (${PLATFORM} OR EXISTS (
     SELECT 1 FROM project p WHERE p.id = project_id AND p.evaluated_at IS NOT NULL AND p.village_code <@ ${areas}))`,
  `CREATE POLICY survey_box_set_up ON survey_box FOR INSERT WITH CHECK (answer_count = 0 AND ${INSIDE})`,
  `CREATE POLICY survey_box_filled ON survey_box FOR UPDATE USING (${PLATFORM})`,
  `GRANT SELECT, INSERT, UPDATE (is_sealed, answer_count, satisfied_count, spent, comments) ON survey_box TO ${APPLICATION_ROLE}`,
];
