import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

export class CreateGridsAndDepartments1767225810000 implements MigrationInterface {
  readonly name = 'CreateGridsAndDepartments1767225810000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE grid (
        id uuid NOT NULL,
        code text COLLATE "C" NOT NULL,
        area_id integer NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        household_count integer NOT NULL,
        is_synthetic boolean NOT NULL,
        CONSTRAINT grid_pkey PRIMARY KEY (id),
        CONSTRAINT grid_code_key UNIQUE (code),
        CONSTRAINT grid_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
        CONSTRAINT grid_code_check CHECK (code ~ '^[0-9]{15}$'),
        CONSTRAINT grid_household_count_check CHECK (household_count >= 0)
      )`);
    await runner.query(`CREATE INDEX grid_area_idx ON grid (area_id)`);
    await runner.query(`
      CREATE TABLE department (
        id uuid NOT NULL,
        code text NOT NULL,
        name text NOT NULL,
        area_code text COLLATE "C" NOT NULL,
        duties text[] NOT NULL,
        CONSTRAINT department_pkey PRIMARY KEY (id),
        CONSTRAINT department_area_code_key UNIQUE (area_code, code)
      )`);
    await runner.query(`GRANT SELECT, INSERT ON grid, department TO ${APPLICATION_ROLE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE grid, department');
  }
}
