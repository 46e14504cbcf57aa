import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

export class CreatePolicyOverrides1767225830000 implements MigrationInterface {
  readonly name = 'CreatePolicyOverrides1767225830000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policy_override (
        id uuid NOT NULL,
        policy_key text NOT NULL,
        area_code text COLLATE "C" NOT NULL,
        value jsonb,
        effective_from date NOT NULL,
        overridden_by uuid NOT NULL,
        CONSTRAINT policy_override_pkey PRIMARY KEY (id)
      )`);
    await runner.query(`GRANT SELECT, INSERT ON policy_override TO ${APPLICATION_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE policy_override');
  }
}
