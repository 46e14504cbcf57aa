import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

/** What imports found to be different in counties already loaded: proposed, and applied only when decided. */
export class CreateAreaChanges1767225660000 implements MigrationInterface {
  readonly name = 'CreateAreaChanges1767225660000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...STAGING, ...CHANGES]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE area_change, area_import_row');
    await runner.query('DROP TYPE area_change_kind, area_change_state');
  }
}

/** Holds rows only while an import runs; its transaction empties it again, so nothing is lost with it. */
const STAGING = [
  `CREATE UNLOGGED TABLE area_import_row (
     line integer NOT NULL,
     is_usable boolean NOT NULL,
     code text COLLATE "C" NOT NULL,
     name text NOT NULL
   )`,
  `GRANT SELECT, INSERT, DELETE ON area_import_row TO ${APPLICATION_ROLE}`,
];

const CHANGES = [
  `CREATE TYPE area_change_kind AS ENUM ('NEW', 'RENAMED', 'MOVED', 'GONE')`,
  `CREATE TYPE area_change_state AS ENUM ('PROPOSED', 'APPROVED', 'REJECTED', 'SUPERSEDED')`,
  `CREATE TABLE area_change (
     id uuid NOT NULL,
     kind area_change_kind NOT NULL,
     state area_change_state NOT NULL DEFAULT 'PROPOSED',
     area_id integer,
     code text COLLATE "C" NOT NULL,
     new_code text COLLATE "C",
     new_name text,
     line integer,
     file_digest text NOT NULL,
     effective_from date NOT NULL,
     proposed_at timestamptz NOT NULL,
     decided_at timestamptz,
     decided_by uuid,
     decided_as text,
     reason_sealed text,
     CONSTRAINT area_change_pkey PRIMARY KEY (id),
     CONSTRAINT area_change_area_fkey FOREIGN KEY (area_id) REFERENCES area (id),
     CONSTRAINT area_change_area_check CHECK ((area_id IS NULL) = (kind = 'NEW' AND state <> 'APPROVED')),
     CONSTRAINT area_change_name_check CHECK ((new_name IS NULL) = (kind = 'GONE')),
     CONSTRAINT area_change_code_check CHECK ((new_code IS NULL) = (kind IN ('RENAMED', 'GONE'))),
     CONSTRAINT area_change_decision_check CHECK ((decided_at IS NULL) = (state IN ('PROPOSED', 'SUPERSEDED')))
   )`,
  `CREATE UNIQUE INDEX area_change_proposed_key ON area_change (code, kind) WHERE state = 'PROPOSED'`,
  `CREATE INDEX area_change_state_idx ON area_change (state, code, id)`,
  `GRANT SELECT, INSERT, UPDATE (state, area_id, decided_at, decided_by, decided_as, reason_sealed)
     ON area_change TO ${APPLICATION_ROLE}`,
];
