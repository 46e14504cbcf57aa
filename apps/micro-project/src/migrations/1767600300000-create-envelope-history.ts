import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas, subject } = ROW_LEVEL;

const OF_ITS_OFFICERS = `EXISTS (SELECT 1 FROM envelope e WHERE e.id = envelope_id AND e.village_code <@ ${areas})`;

/** What became of each envelope's limits and by whose decision, its sums for everybody, and what was still promised near the year's end. */
export class CreateEnvelopeHistory1767600300000 implements MigrationInterface {
  readonly name = 'CreateEnvelopeHistory1767600300000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...CHANGE_TABLE, ...SUMS, ...LIST_TABLES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION envelope_sums');
    await runner.query('DROP POLICY project_summed ON project');
    await runner.query('DROP TABLE commitment_list_item, commitment_list, envelope_change');
  }
}

/** Every change of a limit with its reason, for everybody to read; nothing is ever changed. */
const CHANGE_TABLE = [
  `CREATE TABLE envelope_change (
     id uuid NOT NULL,
     envelope_id uuid NOT NULL,
     kind text COLLATE "C" NOT NULL,
     quota_class text NOT NULL,
     before_fen bigint NOT NULL,
     limit_fen bigint NOT NULL,
     reason text NOT NULL,
     transfer_id uuid,
     other_envelope_id uuid,
     body text,
     body_area_code text COLLATE "C",
     held_on date,
     minutes_number text,
     minutes_document_id uuid,
     member_count integer,
     present_ids uuid[],
     changed_by uuid NOT NULL,
     changed_role text NOT NULL,
     changed_at timestamptz NOT NULL,
     CONSTRAINT envelope_change_pkey PRIMARY KEY (id),
     CONSTRAINT envelope_change_minutes_key UNIQUE (envelope_id, quota_class, body_area_code, body, held_on, minutes_number),
     CONSTRAINT envelope_change_envelope_fkey FOREIGN KEY (envelope_id) REFERENCES envelope (id),
     CONSTRAINT envelope_change_other_fkey FOREIGN KEY (other_envelope_id) REFERENCES envelope (id),
     CONSTRAINT envelope_change_document_fkey FOREIGN KEY (minutes_document_id) REFERENCES document (id),
     CONSTRAINT envelope_change_meeting_check CHECK ((kind = 'RAISED') = (minutes_document_id IS NOT NULL)),
     CONSTRAINT envelope_change_transfer_check CHECK ((kind IN ('GIVEN', 'RECEIVED')) = (transfer_id IS NOT NULL))
   )`,
  `CREATE INDEX envelope_change_envelope_idx ON envelope_change (envelope_id, changed_at, id)`,
  `CREATE INDEX envelope_change_transfer_idx ON envelope_change (transfer_id) WHERE transfer_id IS NOT NULL`,
  `ALTER TABLE envelope_change ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE envelope_change FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY envelope_change_visible ON envelope_change FOR SELECT USING (true)`,
  `CREATE POLICY envelope_change_made ON envelope_change FOR INSERT
     WITH CHECK (changed_by = ${subject} AND ${OF_ITS_OFFICERS})`,
  `GRANT SELECT, INSERT ON envelope_change TO ${APPLICATION_ROLE}`,
];

/**
 * What the projects of an envelope hold, in sums. These are public also where a project is not yet: the function runs as the
 * owner, who alone sees every project, and tells of none. STABLE, so that it counts in the snapshot of the statement that asks.
 */
const SUMS = [
  `CREATE POLICY project_summed ON project FOR SELECT TO CURRENT_USER USING (true)`,
  `CREATE FUNCTION envelope_sums(asked uuid)
     RETURNS TABLE (quota_class text, holding_state text, held_fen bigint, retained_fen bigint)
     LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
       SELECT p.quota_class, p.holding_state, sum(p.held_fen)::bigint, sum(p.retained_fen)::bigint
         FROM public.project p WHERE p.envelope_id = asked AND p.holding_state <> 'RELEASED'
        GROUP BY p.quota_class, p.holding_state $$`,
  `REVOKE ALL ON FUNCTION envelope_sums FROM PUBLIC`,
  `GRANT EXECUTE ON FUNCTION envelope_sums TO ${APPLICATION_ROLE}`,
];

/** Listed once for each envelope, as it stood that day. */
const LIST_TABLES = [
  `CREATE TABLE commitment_list (
     envelope_id uuid NOT NULL,
     listed_on date NOT NULL,
     listed_at timestamptz NOT NULL,
     open_fen bigint NOT NULL,
     CONSTRAINT commitment_list_pkey PRIMARY KEY (envelope_id),
     CONSTRAINT commitment_list_envelope_fkey FOREIGN KEY (envelope_id) REFERENCES envelope (id)
   )`,
  `ALTER TABLE commitment_list ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE commitment_list FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY commitment_list_visible ON commitment_list FOR SELECT USING (${OF_ITS_OFFICERS})`,
  `CREATE POLICY commitment_list_made ON commitment_list FOR INSERT WITH CHECK (${OF_ITS_OFFICERS})`,
  `GRANT SELECT, INSERT ON commitment_list TO ${APPLICATION_ROLE}`,
  `CREATE TABLE commitment_list_item (
     envelope_id uuid NOT NULL,
     project_id uuid NOT NULL,
     quota_class text NOT NULL,
     holding_state text NOT NULL,
     held_fen bigint NOT NULL,
     paid_fen bigint NOT NULL,
     open_fen bigint NOT NULL,
     CONSTRAINT commitment_list_item_pkey PRIMARY KEY (envelope_id, project_id),
     CONSTRAINT commitment_list_item_list_fkey FOREIGN KEY (envelope_id) REFERENCES commitment_list (envelope_id),
     CONSTRAINT commitment_list_item_project_fkey FOREIGN KEY (project_id) REFERENCES project (id)
   )`,
  `ALTER TABLE commitment_list_item ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE commitment_list_item FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY commitment_list_item_visible ON commitment_list_item FOR SELECT USING (${OF_ITS_OFFICERS})`,
  `CREATE POLICY commitment_list_item_made ON commitment_list_item FOR INSERT WITH CHECK (${OF_ITS_OFFICERS})`,
  `GRANT SELECT, INSERT ON commitment_list_item TO ${APPLICATION_ROLE}`,
];
