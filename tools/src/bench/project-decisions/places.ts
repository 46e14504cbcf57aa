import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { findAccount } from '../../issuer/accounts.js';
import { withClient } from '../database.js';

/** Keys in what the township's committee decided, and reads what everybody reads. */
export const recorder = 'party-committee-recorder';

export interface Extent {
  readonly townships: number;
  /** Of the villages that each have an envelope of their own, beside the one whose envelope is hot. */
  readonly villages: number;
  /** Projects that wait for a decision, of the hot village and of all others together. */
  readonly decisions: number;
  readonly year: number;
}

export interface Township {
  readonly code: string;
  readonly memberIds: readonly string[];
  readonly minutesDocumentId: string;
  readonly hot: readonly string[];
  readonly spread: readonly string[];
}

/** Codes that no area has: what is decided there is nobody else's. */
const codeOf = (index: number): string => `3611049${String(index).padStart(2, '0')}`;
const firstAreaId = 8_000_000;
const areasOfTownship = 1_000;
const memberCount = 7;

const AREAS = `
  WITH county AS (SELECT id FROM area WHERE code = '361104' AND valid_until IS NULL)
  INSERT INTO area (id, parent_id, valid_from, level, committee_kind, code, name)
  SELECT $2::int, county.id, date '2020-01-01', 'TOWNSHIP', NULL, $1::text, '测量镇' FROM county
  UNION ALL
  SELECT $2::int + 1 + v, $2::int, date '2020-01-01', 'VILLAGE', 'VILLAGERS_COMMITTEE', $1::text || (100 + v), '测量村' || v
    FROM generate_series(0, $3::int) AS v`;

const GRANT = `
  INSERT INTO access_grant (id, subject, role, area_code, valid_from) VALUES ($1, $2, 'PARTY_COMMITTEE_RECORDER', $3, '2020-01-01')`;

const BODY = `
  INSERT INTO body (id, kind, area_id, area_code, valid_from, member_ids, set_at)
  VALUES ($1, 'TOWNSHIP_PARTY_COMMITTEE', $2, $3, '2020-01-01', $4, now())`;

const DOCUMENT = `
  INSERT INTO document (id, area_id, area_code, purpose, form, media_type, bytes, object_id, content_key, cipher, digest, added_by,
    added_role, added_at)
  VALUES ($1, $2, $3, 'MINUTES', 'SIGNED_SCAN', 'application/pdf', 1000, $4, 'key', 'A256GCM', repeat('a', 64), $5,
    'PARTY_COMMITTEE_RECORDER', now())`;

/**
 * Projects that were decided once and ask for another amount: a decision on each changes what its envelope holds, so each has to
 * have the envelope's row for itself. The first half is the hot village's.
 */
const WAITING = `
  CREATE TEMPORARY TABLE waiting AS
  SELECT gen_random_uuid() AS id, v.number, v.is_hot, n, a.id AS village_id, a.code AS village_code,
         4000000::bigint AS held_fen, 4000000 + 100 * (n + 1)::bigint AS pending_fen
    FROM generate_series(0, $3::int - 1) AS n
   CROSS JOIN LATERAL (VALUES (0, true), (1 + n % $2::int, false)) AS v (number, is_hot)
    JOIN area a ON a.code = $1::text || (100 + v.number)`;

const ENVELOPES = `
  INSERT INTO envelope (id, village_id, village_code, year, larger_limit_fen, small_limit_fen, larger_held_fen, small_held_fen,
    larger_projects, max_larger_projects)
  SELECT gen_random_uuid(), w.village_id, w.village_code, $1, 0, sum(w.pending_fen), 0, sum(w.held_fen), 0, 1
    FROM waiting w GROUP BY w.village_id, w.village_code`;

const PROJECTS = `
  INSERT INTO project (id, village_id, village_code, kind, lead_body, quota_class, state, last_step_at, terms_version, title,
    budget_fen, due_on, agreed_due_on, pending_terms_version, pending_budget_fen, need_ids, proposer_ids, proposed_by, proposed_at,
    is_in_procurement_catalogue, is_invested_elsewhere, is_resolution_required, band, deciding_body, splitting, submitted_at, review_due_at, policy_version,
    envelope_id, envelope_year, holding_state, held_fen, retained_fen, committed_fen, paid_fen, open_objection_count, is_emergency,
    skipped_steps)
  SELECT w.id, w.village_id, w.village_code, 'PUBLIC_FACILITY', 'VILLAGE', 'SMALL', 'SUBMITTED', now() - interval '1 day', 1, '路灯改造',
         w.held_fen, '2099-12-31', '2099-12-31', 2, w.pending_fen, '{}', '{}', $2, now() - interval '2 days',
         false, false, false, 'TOWNSHIP_REVIEWS', 'TOWNSHIP_PARTY_COMMITTEE', 'NONE', now() - interval '1 day', now() + interval '9 days', '',
         e.id, e.year, 'COMMITTED', w.held_fen, 0, w.held_fen, 0, 0, false, '{}'
    FROM waiting w JOIN envelope e ON e.village_id = w.village_id AND e.year = $1`;

const TERMS = `
  INSERT INTO project_terms (project_id, version, title, content, place, effect, budget_fen, due_on, digest, written_at)
  SELECT w.id, t.version, '路灯改造', '更换主路路灯', '主路', '夜间出行更安全', t.fen, '2099-12-31', repeat('a', 64), now()
    FROM waiting w CROSS JOIN LATERAL (VALUES (1, w.held_fen), (2, w.pending_fen)) AS t (version, fen)`;

/** As if it had all been lived through the services. They must not be running. */
export async function arrangeTownships(
  urlOf: (database: string) => string,
  extent: Extent,
): Promise<readonly Township[]> {
  const townships = Array.from({ length: extent.townships }, (_, index) => index);
  const inEach = (database: string, work: (client: pg.Client) => Promise<void>): Promise<void> =>
    withClient(urlOf(database), async (client) => {
      for (const index of townships) await client.query(AREAS, [...areaOf(index, extent)]);
      await work(client);
      await client.query('VACUUM (ANALYZE)');
    });
  await inEach('assessment', () => Promise.resolve());
  const arranged: Township[] = [];
  await inEach('micro_project', async (client) => {
    for (const index of townships) arranged.push(await arrange(client, index, extent));
  });
  return arranged;
}

const areaOf = (index: number, { villages }: Extent): readonly [string, number, number] => [
  codeOf(index),
  firstAreaId + index * areasOfTownship,
  villages,
];

async function arrange(client: pg.Client, index: number, extent: Extent): Promise<Township> {
  const [code, areaId] = areaOf(index, extent);
  const subject = findAccount(recorder)?.subject;
  const memberIds = Array.from({ length: memberCount }, () => randomUUID());
  const minutesDocumentId = randomUUID();
  await client.query(GRANT, [randomUUID(), subject, code]);
  await client.query(BODY, [randomUUID(), areaId, code, memberIds]);
  await client.query(DOCUMENT, [minutesDocumentId, areaId, code, randomUUID(), subject]);
  await client.query(WAITING, [code, extent.villages, extent.decisions]);
  await client.query(ENVELOPES, [extent.year]);
  await client.query(PROJECTS, [extent.year, subject]);
  await client.query(TERMS);
  const { rows } = await client.query<{ id: string; isHot: boolean }>(
    'SELECT id, is_hot AS "isHot" FROM waiting ORDER BY n, number',
  );
  await client.query('DROP TABLE waiting');
  const idsOf = (isHot: boolean): string[] => rows.filter((row) => row.isHot === isHot).map(({ id }) => id);
  return { code, memberIds, minutesDocumentId, hot: idsOf(true), spread: idsOf(false) };
}
