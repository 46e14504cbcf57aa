import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** The desk of duplicates sees every area, as no person does. As a CASE the planner takes it for one row in two, not for one in 200. */
const DESK = `CASE WHEN ${ROW_LEVEL.areas} = '{[,)}'::code_multirange THEN true ELSE false END`;

/**
 * Band hashes of the words of reports: keyed, with village and category in them, so that a row says neither what nor where.
 * Whoever reports writes those of the own report; nobody but the desk reads or forgets any.
 */
const STATEMENTS = [
  `CREATE TABLE grid_event_signature (
     grid_event_id uuid NOT NULL,
     band smallint NOT NULL,
     scheme smallint NOT NULL,
     hash bigint NOT NULL,
     reported_at timestamptz NOT NULL,
     CONSTRAINT grid_event_signature_pkey PRIMARY KEY (grid_event_id, band),
     CONSTRAINT grid_event_signature_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id) ON DELETE CASCADE
   )`,
  `CREATE INDEX grid_event_signature_hash_idx ON grid_event_signature (hash, reported_at)`,
  `CREATE INDEX grid_event_signature_reported_idx ON grid_event_signature (reported_at)`,
  `ALTER TABLE grid_event_signature ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_signature FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_signature_stored ON grid_event_signature FOR INSERT WITH CHECK (true)`,
  `CREATE POLICY grid_event_signature_compared ON grid_event_signature FOR SELECT USING (${DESK})`,
  `CREATE POLICY grid_event_signature_forgotten ON grid_event_signature FOR DELETE USING (${DESK})`,
  `GRANT SELECT, INSERT, DELETE ON grid_event_signature TO ${APPLICATION_ROLE}`,
];

export class SignReports1767340000000 implements MigrationInterface {
  readonly name = 'SignReports1767340000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid_event_signature');
  }
}
