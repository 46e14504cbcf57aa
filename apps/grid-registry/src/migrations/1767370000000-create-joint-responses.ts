import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** Who sees the event sees who was called to it: its subtree, the called departments, and never who is complained of. */
const OF_A_VISIBLE_EVENT = `EXISTS (SELECT FROM grid_event e WHERE e.id = grid_event_id)`;

/** Several departments with one event, each with a deadline of its own (吹哨报到). */
export class CreateJointResponses1767370000000 implements MigrationInterface {
  readonly name = 'CreateJointResponses1767370000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE joint_response_assignment');
    await runner.query('ALTER TABLE grid_event DROP COLUMN awaited_department_ids');
  }
}

const STATEMENTS = [
  `ALTER TABLE grid_event ADD COLUMN awaited_department_ids uuid[] NOT NULL DEFAULT '{}'`,
  `CREATE TABLE joint_response_assignment (
     id uuid NOT NULL,
     grid_event_id uuid NOT NULL,
     department_id uuid NOT NULL,
     called_at timestamptz NOT NULL,
     due_at timestamptz NOT NULL,
     policy_version text NOT NULL,
     reported_at timestamptz,
     done_at timestamptz,
     released_at timestamptz,
     answer text COLLATE "C" GENERATED ALWAYS AS (CASE WHEN released_at IS NOT NULL THEN 'RELEASED'
       WHEN done_at IS NOT NULL THEN 'DONE' WHEN reported_at IS NOT NULL THEN 'REPORTED' ELSE 'CALLED' END) STORED,
     CONSTRAINT joint_response_assignment_pkey PRIMARY KEY (id),
     CONSTRAINT joint_response_assignment_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id),
     CONSTRAINT joint_response_assignment_department_fkey FOREIGN KEY (department_id) REFERENCES department (id),
     CONSTRAINT joint_response_assignment_due_check CHECK (due_at > called_at),
     CONSTRAINT joint_response_assignment_done_check CHECK (done_at IS NULL OR (reported_at <= done_at AND released_at IS NULL))
   )`,
  `CREATE UNIQUE INDEX joint_response_assignment_open_key ON joint_response_assignment (grid_event_id, department_id)
     WHERE done_at IS NULL AND released_at IS NULL`,
  `CREATE INDEX joint_response_assignment_event_idx ON joint_response_assignment (grid_event_id, called_at, id)`,
  `CREATE INDEX joint_response_assignment_department_idx ON joint_response_assignment (department_id, due_at, id)`,
  `CREATE INDEX joint_response_assignment_due_idx ON joint_response_assignment (due_at, id)`,
  `ALTER TABLE joint_response_assignment ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE joint_response_assignment FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY joint_response_assignment_visible ON joint_response_assignment FOR SELECT USING (${OF_A_VISIBLE_EVENT})`,
  `CREATE POLICY joint_response_assignment_called ON joint_response_assignment FOR INSERT WITH CHECK (${OF_A_VISIBLE_EVENT})`,
  `CREATE POLICY joint_response_assignment_answered ON joint_response_assignment FOR UPDATE USING (${OF_A_VISIBLE_EVENT})`,
  `GRANT SELECT, INSERT, UPDATE ON joint_response_assignment TO ${APPLICATION_ROLE}`,
];
