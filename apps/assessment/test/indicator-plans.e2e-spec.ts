import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Actor, Role, SqlParameters } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { findRecords } from '../src/indicators/records/records.queries.js';
import { findCounts } from '../src/indicators/counting/counts.queries.js';
import { COUNTY, VILLAGE, villageOf } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';

const TOWNSHIPS = new Map([
  [100, 90],
  [101, 90],
  [111, 91],
]);
const VILLAGES = [...TOWNSHIPS].flatMap(([township, count]) =>
  Array.from({ length: count }, (_, index) => villageOf(township, index + 1)),
);
const NOW = new Date('2026-06-01T00:00:00Z');

/** Each village with some tens of events of each of five years, one in ten open. */
const STORE_EVENTS = `
  INSERT INTO grid_event_fact (grid_event_id, sequence, village_id, village_code, valid_from, due_at, due_year,
    done_at, is_settled_on_the_spot, resolved_at, resolved_year)
  SELECT gen_random_uuid(), 1, a.id, a.code, make_timestamptz(y, 2, 1, 0, 0, 0), make_timestamptz(y, 3, 1, 0, 0, 0), y,
         CASE WHEN n % 10 > 0 THEN make_timestamptz(y, 2, 20, 0, 0, 0) END, false,
         CASE WHEN n % 10 > 0 THEN make_timestamptz(y, 2, 21, 0, 0, 0) END, CASE WHEN n % 10 > 0 THEN y END
    FROM area a, generate_series(2022, 2026) AS y, generate_series(1, 20) AS n WHERE a.level = 'VILLAGE'`;
const STORE_COUNTS = `
  INSERT INTO indicator_tally SELECT village_id, village_code, due_year, 'ON_TIME', count(*), count(*)
    FROM grid_event_fact WHERE done_at IS NOT NULL GROUP BY 1, 2, 3`;
const STORE_DEADLINES = `
  INSERT INTO open_deadline SELECT grid_event_id, village_id, village_code, due_year, due_at
    FROM grid_event_fact WHERE done_at IS NULL`;

/** Each village with a plan, a discussion a month and some projects in each of five years, half of them closed. */
const STORE_PROGRAMME = [
  `INSERT INTO participation SELECT a.id, a.code, y, make_timestamptz(y, 1, 5, 0, 0, 0)
     FROM area a, generate_series(2022, 2026) AS y WHERE a.level = 'VILLAGE'`,
  `INSERT INTO met_duty
   SELECT a.id, a.code, y, 'DISCUSSED_MONTHLY', m, make_timestamptz(y, m, 5, 0, 0, 0), gen_random_uuid(), make_date(y, m, 5)
     FROM area a, generate_series(2022, 2026) AS y, generate_series(1, 12) AS m WHERE a.level = 'VILLAGE'`,
  `INSERT INTO plan_approval
   SELECT gen_random_uuid(), 1, a.id, a.code, y, make_timestamptz(y, 1, 5, 0, 0, 0), ARRAY(
            SELECT gen_random_uuid() FROM generate_series(1, 10) WHERE a.id > 0 AND y > 0)
     FROM area a, generate_series(2022, 2026) AS y WHERE a.level = 'VILLAGE'`,
  `INSERT INTO closed_plan_item
   SELECT village_id, village_code, unnest(item_ids[1:5]), gen_random_uuid(), approved_at FROM plan_approval`,
  `INSERT INTO micro_project_fact
   SELECT gen_random_uuid(), part, 1, a.id, a.code, y, make_timestamptz(y, 2, 1, 0, 0, 0), NULL, 1, 1, 'PROCEDURE_RIGHT',
          make_timestamptz(y, 2, 1, 0, 0, 0), NULL
     FROM area a, generate_series(2022, 2026) AS y, generate_series(1, 10) AS n, unnest('{PROCEDURE,ARCHIVE_COMPLETE}'::text[]) AS part
    WHERE a.level = 'VILLAGE'`,
];

/** What PostgreSQL would do with each statement, instead of its rows. */
class Planner {
  readonly plans: string[] = [];

  constructor(private readonly tx: EntityManager) {}

  async query(statement: string, parameters: unknown[]): Promise<unknown[]> {
    const rows = await this.tx.query<{ 'QUERY PLAN': string }[]>(`EXPLAIN ${statement}`, parameters);
    this.plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
    return [];
  }
}

describe('the plans under row-level security', () => {
  let fixture: AssessmentFixture;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start(TOWNSHIPS);
    for (const statement of [STORE_EVENTS, STORE_COUNTS, STORE_DEADLINES, ...STORE_PROGRAMME, 'ANALYZE'])
      await fixture.service.sql(statement);
  });
  afterAll(() => fixture.stop());

  const planOf = async (areaCode: string, ask: (tx: EntityManager) => Promise<unknown>): Promise<string> => {
    const grant = { id: VILLAGE.code, role: Role.AUDITOR, areaCode, departmentId: null };
    const actor = Actor.person('0198f3a0-0000-7000-8000-000000000002', [grant], {
      correlationId: 'test-correlation',
    });
    return fixture.service.app.get(Database).read(actor, async (tx) => {
      const planner = new Planner(tx);
      await ask(planner as unknown as EntityManager);
      return planner.plans.join('\n');
    });
  };
  const countsOf =
    (areas: readonly { id: number }[], isNow: boolean) =>
    (tx: EntityManager): Promise<unknown> => {
      const keys = areas.map(({ id }) => ({ areaId: id, year: 2026 }));
      return findCounts(tx, { keys, asOf: NOW, isNow, isAllowed: () => 'true' }, new SqlParameters());
    };

  it('read the figures of all villages from the indexes, without looking at a single event', async () => {
    const plan = await planOf(COUNTY.code, countsOf(VILLAGES, true));
    expect(plan).toMatch(/indicator_tally_code_idx/);
    expect(plan).toMatch(/open_deadline_due_idx/);
    expect(plan).toMatch(/participation_code_idx/);
    expect(plan).toMatch(/met_duty_pkey/);
    expect(plan).toMatch(/plan_approval_code_idx/);
    expect(plan).toMatch(/closed_plan_item_pkey/);
    expect(plan).not.toMatch(
      /Seq Scan on (indicator_tally|open_deadline|participation|met_duty|plan_approval)/,
    );
    expect(plan).not.toMatch(/grid_event_fact|micro_project_fact/);
  });

  it('read past figures by village', async () => {
    const plan = await planOf(COUNTY.code, countsOf([VILLAGE], false));
    expect(plan).toMatch(/grid_event_fact_\w+_idx/);
    expect(plan).toMatch(/micro_project_fact_year_idx/);
    expect(plan).not.toMatch(/Seq Scan on (grid_event_fact|micro_project_fact)/);
  });

  it('read the records of a village by village and year', async () => {
    const page = {
      areaCode: VILLAGE.code,
      year: 2026,
      after: '00000000-0000-0000-0000-000000000000',
      count: 21,
    };
    for (const [part, index] of [
      ['ON_TIME', /grid_event_fact_due_idx/],
      ['FOLLOWED_UP', /grid_event_fact_resolved_idx/],
      ['PROCEDURE', /micro_project_fact_year_idx/],
      ['PLAN_DONE', /plan_approval_code_idx/],
      ['DISCUSSED_MONTHLY', /participation_code_idx/],
    ] as const) {
      const selection = { part, role: 'DENOMINATOR' as const, asOf: NOW, isNow: true };
      expect(await planOf(COUNTY.code, (tx) => findRecords(tx, selection, [page]))).toMatch(index);
    }
  });
});
