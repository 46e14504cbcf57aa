import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Stored before it was kept: the meeting that was keyed in at the very moment of the confirmation. */
const FROM_MEETINGS = `UPDATE project p SET confirmed_on = d.held_on FROM project_decision d
  WHERE d.project_id = p.id AND d.outcome = 'ADOPTED' AND d.keyed_at = p.confirmed_at`;

/** S0-21: an emergency is confirmed on the day of the meeting, and anew after an objection was upheld. */
export class ConfirmOnADay1767600760000 implements MigrationInterface {
  readonly name = 'ConfirmOnADay1767600760000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE project ADD COLUMN confirmed_on date, ADD COLUMN reopened_at timestamptz');
    await runner.query(FROM_MEETINGS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE project DROP COLUMN confirmed_on, DROP COLUMN reopened_at');
  }
}
