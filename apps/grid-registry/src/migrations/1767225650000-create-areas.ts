import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/**
 * `area` holds each area as it stands; what it was before is in `area_version`. Areas are public, so no row-level
 * security; nobody deletes one. A foreign key on the parent would be checked row by row through the import of a whole
 * country: the import joins the parent instead, and without the right to delete none can go missing.
 */
export class CreateAreas1767225650000 implements MigrationInterface {
  readonly name = 'CreateAreas1767225650000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...AREA, ...HISTORY, ...GRANTS]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE area_succession, area_version, area');
    await runner.query('DROP SEQUENCE area_id_seq');
    await runner.query('DROP TYPE area_level, committee_kind');
  }
}

const AREA = [
  `CREATE TYPE area_level AS ENUM ('PROVINCE', 'CITY', 'COUNTY', 'TOWNSHIP', 'VILLAGE')`,
  `CREATE TYPE committee_kind AS ENUM ('VILLAGERS_COMMITTEE', 'RESIDENTS_COMMITTEE')`,
  `CREATE SEQUENCE area_id_seq AS integer`,
  `CREATE TABLE area (
     id integer NOT NULL,
     parent_id integer,
     valid_from date NOT NULL,
     valid_until date,
     level area_level NOT NULL,
     committee_kind committee_kind,
     code text COLLATE "C" NOT NULL,
     name text NOT NULL,
     CONSTRAINT area_pkey PRIMARY KEY (id),
     CONSTRAINT area_parent_check CHECK ((parent_id IS NULL) = (level = 'PROVINCE')),
     CONSTRAINT area_dates_check CHECK (valid_until >= valid_from)
   )`,
  `CREATE UNIQUE INDEX area_code_key ON area (code) WHERE valid_until IS NULL`,
  `CREATE INDEX area_upper_level_idx ON area (level, code) WHERE valid_until IS NULL AND level <> 'VILLAGE'`,
];

const HISTORY = [
  `CREATE TABLE area_version (
     area_id integer NOT NULL,
     valid_from date NOT NULL,
     valid_until date NOT NULL,
     parent_id integer,
     code text COLLATE "C" NOT NULL,
     name text NOT NULL,
     CONSTRAINT area_version_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
     CONSTRAINT area_version_dates_check CHECK (valid_until >= valid_from)
   )`,
  `CREATE INDEX area_version_area_idx ON area_version (area_id, valid_until)`,
  `CREATE INDEX area_version_code_idx ON area_version (code)`,
  `CREATE TABLE area_succession (
     area_id integer NOT NULL,
     successor_id integer NOT NULL,
     effective_from date NOT NULL,
     CONSTRAINT area_succession_pkey PRIMARY KEY (area_id, successor_id),
     CONSTRAINT area_succession_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
     CONSTRAINT area_succession_successor_fkey FOREIGN KEY (successor_id) REFERENCES area (id),
     CONSTRAINT area_succession_other_check CHECK (area_id <> successor_id)
   )`,
];

const GRANTS = [
  `GRANT SELECT, INSERT, UPDATE (code, name, parent_id, valid_from, valid_until, committee_kind) ON area TO ${APPLICATION_ROLE}`,
  `GRANT SELECT, INSERT ON area_version, area_succession TO ${APPLICATION_ROLE}`,
  `GRANT USAGE ON SEQUENCE area_id_seq TO ${APPLICATION_ROLE}`,
];
