import { ROW_LEVEL } from '@lianxin/access';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPLICATION_ROLE } from '../application-role.js';

const { areas } = ROW_LEVEL;

/** Whoever sees the event sees what hangs on it: the policies of that table hold inside the question. */
const OF_VISIBLE_EVENT = `EXISTS (SELECT 1 FROM grid_event e WHERE e.id = grid_event_id)`;
const OF_VISIBLE_SAMPLE = `EXISTS (SELECT 1 FROM follow_up_sample s WHERE s.id = sample_id)`;

/** Every attempt at a follow-up, every answer and every change of one; and samples by which follow-ups are checked. */
export class KeepFollowUps1767350100000 implements MigrationInterface {
  readonly name = 'KeepFollowUps1767350100000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...FOLLOW_UPS, ...SAMPLES, ...SAMPLED]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE follow_up_sample_event, follow_up_sample, grid_event_follow_up');
  }
}

const FOLLOW_UPS = [
  `CREATE TABLE grid_event_follow_up (
     grid_event_id uuid NOT NULL,
     attempt integer NOT NULL,
     kind text NOT NULL,
     channel text NOT NULL,
     person_id uuid NOT NULL,
     actor_role text NOT NULL,
     is_reached boolean NOT NULL,
     is_solved boolean,
     is_satisfied boolean,
     at timestamptz NOT NULL,
     CONSTRAINT grid_event_follow_up_pkey PRIMARY KEY (grid_event_id, attempt),
     CONSTRAINT grid_event_follow_up_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id),
     CONSTRAINT grid_event_follow_up_kind_check CHECK (kind IN ('ASKED', 'ANSWERED', 'CHANGED', 'LEFT')),
     CONSTRAINT grid_event_follow_up_answers_check CHECK ((is_solved IS NOT NULL) = is_reached AND (is_satisfied IS NOT NULL) = is_reached)
   )`,
  `ALTER TABLE grid_event_follow_up ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE grid_event_follow_up FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY grid_event_follow_up_visible ON grid_event_follow_up FOR SELECT USING (${OF_VISIBLE_EVENT})`,
  `CREATE POLICY grid_event_follow_up_recorded ON grid_event_follow_up FOR INSERT WITH CHECK (${OF_VISIBLE_EVENT})`,
  `GRANT SELECT, INSERT ON grid_event_follow_up TO ${APPLICATION_ROLE}`,
];

const SAMPLES = [
  `CREATE TABLE follow_up_sample (
     id uuid NOT NULL,
     area_code text COLLATE "C" NOT NULL,
     from_day date NOT NULL,
     to_day date NOT NULL,
     seed text COLLATE "C" NOT NULL,
     size integer NOT NULL,
     population_count integer NOT NULL,
     population_digest text COLLATE "C" NOT NULL,
     drawn_role text NOT NULL,
     drawn_at timestamptz NOT NULL,
     CONSTRAINT follow_up_sample_pkey PRIMARY KEY (id),
     CONSTRAINT follow_up_sample_period_check CHECK (from_day < to_day)
   )`,
  `CREATE INDEX follow_up_sample_area_idx ON follow_up_sample (area_code, drawn_at, id)`,
  `CREATE INDEX grid_event_closed_idx ON grid_event (closed_at, id) WHERE state = 'CLOSED'`,
  `ALTER TABLE follow_up_sample ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE follow_up_sample FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY follow_up_sample_visible ON follow_up_sample USING (area_code <@ ${areas}) WITH CHECK (area_code <@ ${areas})`,
  `GRANT SELECT, INSERT, UPDATE (area_code) ON follow_up_sample TO ${APPLICATION_ROLE}`,
];

const SAMPLED = [
  `CREATE TABLE follow_up_sample_event (
     sample_id uuid NOT NULL,
     rank integer NOT NULL,
     grid_event_id uuid NOT NULL,
     is_reached boolean NOT NULL,
     is_solved boolean,
     is_satisfied boolean,
     checked_at timestamptz,
     checker_id uuid,
     checker_role text,
     check_is_reached boolean,
     check_is_solved boolean,
     check_is_satisfied boolean,
     CONSTRAINT follow_up_sample_event_pkey PRIMARY KEY (sample_id, rank),
     CONSTRAINT follow_up_sample_event_event_key UNIQUE (sample_id, grid_event_id),
     CONSTRAINT follow_up_sample_event_sample_fkey FOREIGN KEY (sample_id) REFERENCES follow_up_sample (id),
     CONSTRAINT follow_up_sample_event_event_fkey FOREIGN KEY (grid_event_id) REFERENCES grid_event (id)
   )`,
  `ALTER TABLE follow_up_sample_event ENABLE ROW LEVEL SECURITY`,
  `ALTER TABLE follow_up_sample_event FORCE ROW LEVEL SECURITY`,
  `CREATE POLICY follow_up_sample_event_visible ON follow_up_sample_event USING (${OF_VISIBLE_SAMPLE} AND ${OF_VISIBLE_EVENT})
     WITH CHECK (${OF_VISIBLE_SAMPLE} AND ${OF_VISIBLE_EVENT})`,
  `GRANT SELECT, INSERT, UPDATE (checked_at, checker_id, checker_role, check_is_reached, check_is_solved, check_is_satisfied)
     ON follow_up_sample_event TO ${APPLICATION_ROLE}`,
];
