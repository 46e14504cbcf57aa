import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas } = ROW_LEVEL;
const UNDER_WAY = `state IN ('CLEARED', 'IN_PROGRESS', 'STOPPED')`;

/** Counts and sums of projects, kept by their own steps, and what time alone makes of those still open. */
export class TallyProjects1767600700000 implements MigrationInterface {
  readonly name = 'TallyProjects1767600700000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TALLY_TABLE, ...OPEN_INDEXES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE project_tally');
    await runner.query('DROP INDEX project_late_idx, project_review_idx');
    await runner.query(
      'CREATE INDEX project_review_idx ON project (township_code, review_due_at) WHERE review_due_at IS NOT NULL',
    );
  }
}

/** Sums alone: whoever may ask for them, the service's rules say. */
const TALLY_TABLE = [
  `CREATE TABLE project_tally (
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     year integer NOT NULL,
     state text COLLATE "C" NOT NULL,
     kind text COLLATE "C" NOT NULL,
     quota_class text COLLATE "C" NOT NULL,
     projects bigint NOT NULL,
     budget_fen bigint NOT NULL,
     committed_fen bigint NOT NULL,
     paid_fen bigint NOT NULL,
     final_fen bigint NOT NULL,
     completed bigint NOT NULL,
     on_time bigint NOT NULL,
     answers bigint NOT NULL,
     satisfied bigint NOT NULL,
     CONSTRAINT project_tally_pkey PRIMARY KEY (village_id, year, state, kind, quota_class)
   ) WITH (fillfactor = 50)`,
  `CREATE INDEX project_tally_village_idx ON project_tally (village_code, year)`,
  `ALTER TABLE project_tally ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE project_tally FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY project_tally_visible ON project_tally FOR SELECT USING (true)`,
  `CREATE POLICY project_tally_opened ON project_tally FOR INSERT WITH CHECK (village_code <@ ${areas})`,
  `CREATE POLICY project_tally_moved ON project_tally FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE ON project_tally TO ${APPLICATION_ROLE}`,
];

const OPEN_INDEXES = [
  `CREATE INDEX project_late_idx ON project (village_code, due_on) WHERE ${UNDER_WAY}`,
  `DROP INDEX project_review_idx`,
  `CREATE INDEX project_review_idx ON project (village_code, review_due_at) WHERE review_due_at IS NOT NULL`,
];
