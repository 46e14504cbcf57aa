import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What mediations, approvals, petitions and refusals have, and who took part in the handling of an event. */
export class TellKindsApart1767350000000 implements MigrationInterface {
  readonly name = 'TellKindsApart1767350000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE grid_event
      DROP COLUMN receipt_number, DROP COLUMN is_mediation_consented, DROP COLUMN is_asked_by_party,
      DROP COLUMN window_department_id, DROP COLUMN refuser_id, DROP COLUMN refused_at_level,
      DROP COLUMN refusal_appeal, DROP COLUMN participant_ids`);
  }
}

const COLUMNS = `ALTER TABLE grid_event
  ADD COLUMN receipt_number text COLLATE "C",
  ADD COLUMN is_mediation_consented boolean,
  ADD COLUMN is_asked_by_party boolean NOT NULL DEFAULT false,
  ADD COLUMN window_department_id uuid,
  ADD COLUMN refuser_id uuid,
  ADD COLUMN refused_at_level text,
  ADD COLUMN refusal_appeal text,
  ADD COLUMN participant_ids uuid[] NOT NULL DEFAULT '{}',
  ADD CONSTRAINT grid_event_receipt_number_key UNIQUE (receipt_number),
  ADD CONSTRAINT grid_event_window_department_fkey FOREIGN KEY (window_department_id) REFERENCES department (id),
  ADD CONSTRAINT grid_event_refusal_appeal_check CHECK (refusal_appeal IN ('PENDING', 'UPHELD', 'OVERTURNED')),
  ADD CONSTRAINT grid_event_refused_at_level_check CHECK (refused_at_level IN ('GRID', 'VILLAGE', 'TOWNSHIP', 'COUNTY'))`;
