import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The meeting that was keyed in at the very moment of the confirmation. The owner reads past row-level security for this statement alone. */
const FROM_MEETINGS = [
  `ALTER TABLE project NO FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE project_decision NO FORCE ROW LEVEL SECURITY`,
  `UPDATE project p SET confirmed_on = d.held_on FROM project_decision d
    WHERE d.project_id = p.id AND d.outcome = 'ADOPTED' AND d.keyed_at = p.confirmed_at`,
  `ALTER TABLE project_decision FORCE ROW LEVEL SECURITY`,
  `ALTER TABLE project FORCE ROW LEVEL SECURITY`,
];

/** S0-21: an emergency is confirmed on the day of the meeting, and anew after an objection was upheld. */
export class ConfirmOnADay1767600760000 implements MigrationInterface {
  readonly name = 'ConfirmOnADay1767600760000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE project ADD COLUMN confirmed_on date, ADD COLUMN reopened_at timestamptz',
    );
    for (const statement of FROM_MEETINGS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE project DROP COLUMN confirmed_on, DROP COLUMN reopened_at');
  }
}
