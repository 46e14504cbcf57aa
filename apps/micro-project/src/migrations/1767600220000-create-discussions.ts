import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;
const WITH_ITS_DISCUSSION = `EXISTS (SELECT 1 FROM needs_discussion d WHERE d.id = discussion_id)`;

/** S0-09: meetings of the two committees about what was collected, and what they made of each need. */
export class CreateDiscussions1767600220000 implements MigrationInterface {
  readonly name = 'CreateDiscussions1767600220000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...DISCUSSION_TABLE, ...OUTCOME_TABLE]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE need_outcome, needs_discussion');
  }
}

const DISCUSSION_TABLE = [
  `CREATE TABLE needs_discussion (
     id uuid NOT NULL,
     village_id integer NOT NULL,
     village_code text COLLATE "C" NOT NULL,
     held_on date NOT NULL,
     minutes_number text NOT NULL,
     minutes_document_id uuid NOT NULL,
     member_count integer NOT NULL,
     present_ids uuid[] NOT NULL,
     open_count integer NOT NULL,
     discussed_count integer NOT NULL,
     left_out_count integer NOT NULL,
     keyed_by uuid NOT NULL,
     keyed_role text NOT NULL,
     keyed_at timestamptz NOT NULL,
     CONSTRAINT needs_discussion_pkey PRIMARY KEY (id),
     CONSTRAINT needs_discussion_minutes_key UNIQUE (village_id, held_on, minutes_number),
     CONSTRAINT needs_discussion_document_fkey FOREIGN KEY (minutes_document_id) REFERENCES document (id)
   )`,
  `CREATE INDEX needs_discussion_village_idx ON needs_discussion (village_code, held_on, id)`,
  `ALTER TABLE needs_discussion ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE needs_discussion FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY needs_discussion_visible ON needs_discussion FOR SELECT USING (village_code <@ ${areas})`,
  `CREATE POLICY needs_discussion_recorded ON needs_discussion FOR INSERT
     WITH CHECK (keyed_by = ${subject} AND village_code <@ ${areas})`,
  `CREATE POLICY needs_discussion_recoded ON needs_discussion FOR UPDATE USING (village_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (village_code) ON needs_discussion TO ${APPLICATION_ROLE}`,
];

const OUTCOME_TABLE = [
  `CREATE TABLE need_outcome (
     discussion_id uuid NOT NULL,
     need_id uuid NOT NULL,
     outcome text NOT NULL,
     priority text,
     CONSTRAINT need_outcome_pkey PRIMARY KEY (discussion_id, need_id),
     CONSTRAINT need_outcome_discussion_fkey FOREIGN KEY (discussion_id) REFERENCES needs_discussion (id),
     CONSTRAINT need_outcome_need_fkey FOREIGN KEY (need_id) REFERENCES need (id),
     CONSTRAINT need_outcome_priority_check CHECK ((outcome = 'CANDIDATE') = (priority IS NOT NULL))
   )`,
  `CREATE INDEX need_outcome_need_idx ON need_outcome (need_id)`,
  `ALTER TABLE need_outcome ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE need_outcome FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY need_outcome_visible ON need_outcome FOR SELECT USING (${WITH_ITS_DISCUSSION})`,
  `CREATE POLICY need_outcome_recorded ON need_outcome FOR INSERT WITH CHECK (${WITH_ITS_DISCUSSION})`,
  `GRANT SELECT, INSERT ON need_outcome TO ${APPLICATION_ROLE}`,
];
