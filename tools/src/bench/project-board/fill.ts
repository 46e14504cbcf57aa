import { withClient } from '../database.js';
import { secondsOf } from '../statistics.js';
import { boardTownship } from './board.js';

/**
 * The last three years of a township, in all its villages alike. Of a hundred projects one waits for its decision, three are under way
 * and half of these late; the others are closed, three in four of them in time.
 */
const PROJECTS = `
  INSERT INTO project (id, village_id, village_code, kind, lead_body, quota_class, state, last_step_at, terms_version, title,
    budget_fen, due_on, agreed_due_on, need_ids, proposer_ids, proposed_by, proposed_at, is_in_procurement_catalogue, is_invested_elsewhere, is_resolution_required,
    band, deciding_body, splitting, submitted_at, review_due_at, decided_at, policy_version, held_fen, retained_fen, committed_fen,
    paid_fen, final_fen, published_at, open_objection_count, started_at, completed_at, answer_count, satisfied_count, ended_at,
    is_emergency, skipped_steps)
  WITH village AS (
    SELECT id, code, row_number() OVER (ORDER BY code) - 1 AS number, count(*) OVER () AS villages
      FROM area WHERE level = 'VILLAGE' AND valid_until IS NULL AND code >= $2 AND code < $2 || ':'),
  thrown AS (
    SELECT n, $3::timestamptz - (1 + ($1 - n) * 3.0 * 365 / $1) * interval '1 day' AS at,
           CASE WHEN n % 100 = 0 THEN 'SUBMITTED' WHEN n % 100 <= 3 THEN 'IN_PROGRESS' ELSE 'CLOSED' END AS state, n % 200 < 100 AS is_late
      FROM generate_series(1, $1::int) AS n)
  SELECT gen_random_uuid(), v.id, v.code, (ARRAY['CONVENIENCE', 'CIVILISATION', 'PUBLIC_FACILITY', 'SAFETY'])[1 + n % 4], 'VILLAGE', 'SMALL',
         state, at, 1, '路灯改造' || n, 800000 + n,
         due_on, due_on, '{}', '{}', $4, at, false, false, false, 'VILLAGE_DECIDES', 'VILLAGE_TWO_COMMITTEES', 'NONE', at,
         CASE WHEN state = 'SUBMITTED' THEN at + interval '7 days' END, CASE WHEN state <> 'SUBMITTED' THEN at + interval '3 days' END,
         'test', 0, 0, CASE WHEN state = 'SUBMITTED' THEN 0 ELSE 800000 + n END, CASE WHEN state = 'CLOSED' THEN 700000 ELSE 0 END,
         CASE WHEN state = 'CLOSED' THEN 700000 END, CASE WHEN state <> 'SUBMITTED' THEN at + interval '4 days' END, 0,
         CASE WHEN state <> 'SUBMITTED' THEN at + interval '12 days' END,
         CASE WHEN state = 'CLOSED' THEN at + CASE WHEN n % 4 = 0 THEN 100 ELSE 60 END * interval '1 day' END,
         CASE WHEN state = 'CLOSED' THEN 20 END, CASE WHEN state = 'CLOSED' THEN 15 + n % 6 END,
         CASE WHEN state = 'CLOSED' THEN at + interval '120 days' END, false, '{}'
    FROM thrown JOIN village v ON v.number = n % v.villages CROSS JOIN LATERAL (
      SELECT CASE WHEN state = 'CLOSED' THEN at::date + 90 WHEN is_late THEN $3::date - 1 ELSE $3::date + 90 END AS due_on) AS limited
   ORDER BY at`;

/** What the steps of those projects would have kept. */
const TALLIES = `
  INSERT INTO project_tally (village_id, village_code, year, state, kind, quota_class, projects, budget_fen, committed_fen, paid_fen,
    final_fen, completed, on_time, answers, satisfied)
  SELECT village_id, village_code, extract(year FROM proposed_at AT TIME ZONE 'Asia/Shanghai')::int, state, kind, quota_class, count(*),
         sum(budget_fen), sum(committed_fen), sum(paid_fen), coalesce(sum(final_fen), 0), count(completed_at),
         count(*) FILTER (WHERE (completed_at AT TIME ZONE 'Asia/Shanghai')::date <= due_on),
         coalesce(sum(answer_count), 0), coalesce(sum(satisfied_count), 0)
    FROM project GROUP BY 1, 2, 3, 4, 5, 6`;

/** Nobody who has an account: what is one's own is no reason to see these. */
const nobody = '00000000-0000-7000-8000-000000000000';

/** Puts projects into the township as if it had lived them, without their journal. The services must not be running. */
export async function fillWithProjects(
  url: string,
  projects: number,
  log: (line: string) => void,
): Promise<void> {
  const seconds = await secondsOf(() =>
    withClient(url, async (client) => {
      await client.query(PROJECTS, [projects, boardTownship, new Date(), nobody]);
      await client.query(TALLIES);
      await client.query('VACUUM (ANALYZE)');
      await client.query('CHECKPOINT');
    }),
  );
  log(`a township with ${projects} projects is ready (filled in ${seconds.toFixed(1)} s)`);
}
