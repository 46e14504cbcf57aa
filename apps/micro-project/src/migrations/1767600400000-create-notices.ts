import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas } = ROW_LEVEL;

/** What stands on the notice board: whole, so that what was posted can be read whatever became of the project since. */
export class CreateNotices1767600400000 implements MigrationInterface {
  readonly name = 'CreateNotices1767600400000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of NOTICE_TABLE) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX project_emergency_idx');
    await runner.query('DROP TABLE notice');
  }
}

const OPEN = 'ended_at IS NULL AND voided_at IS NULL';
const LEVELS = ['village', 'township', 'county'] as const;

/** Everybody may read it, signed in or not; it is put up and taken down by posts of its area. */
const NOTICE_TABLE = [
  `CREATE TABLE notice (
     id uuid NOT NULL,
     project_id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     township_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 9)) STORED,
     county_code text COLLATE "C" GENERATED ALWAYS AS (left(village_code, 6)) STORED,
     terms_version integer NOT NULL,
     title text NOT NULL,
     content text NOT NULL,
     place text NOT NULL,
     due_on date NOT NULL,
     budget_fen bigint NOT NULL,
     effect text NOT NULL,
     decision_id uuid NOT NULL,
     posted_at timestamptz NOT NULL,
     ends_at timestamptz NOT NULL,
     is_afterwards boolean NOT NULL,
     policy_version text NOT NULL,
     ended_at timestamptz,
     voided_at timestamptz,
     CONSTRAINT notice_pkey PRIMARY KEY (id),
     CONSTRAINT notice_terms_fkey FOREIGN KEY (project_id, terms_version) REFERENCES project_terms (project_id, version),
     CONSTRAINT notice_decision_fkey FOREIGN KEY (decision_id) REFERENCES project_decision (id),
     CONSTRAINT notice_time_check CHECK (ends_at > posted_at),
     CONSTRAINT notice_closed_check CHECK (ended_at IS NULL OR voided_at IS NULL)
   )`,
  `CREATE UNIQUE INDEX notice_open_key ON notice (project_id) WHERE ${OPEN}`,
  `CREATE INDEX notice_project_idx ON notice (project_id, posted_at)`,
  ...LEVELS.flatMap((level) => [
    `CREATE INDEX notice_${level}_idx ON notice (${level}_code, posted_at, id)`,
    `CREATE INDEX notice_${level}_open_idx ON notice (${level}_code, posted_at, id) WHERE ${OPEN}`,
  ]),
  `CREATE INDEX project_emergency_idx ON project (village_code, started_at) WHERE is_emergency AND notice_ends_at IS NULL`,
  `ALTER TABLE notice ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE notice FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY notice_visible ON notice FOR SELECT USING (true)`,
  `CREATE POLICY notice_posted ON notice FOR INSERT WITH CHECK (village_code <@ ${areas})`,
  `CREATE POLICY notice_changed ON notice FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code, ends_at, ended_at, voided_at) ON notice TO ${APPLICATION_ROLE}`,
];
