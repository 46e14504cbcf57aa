import { subtreeOf } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { LATE } from '../needs/needs.queries.js';
import type { NeedPriority } from '../needs/need.transitions.js';
import type { NeedOutcome } from './discussion.enums.js';

/** A meeting of the two committees about what was collected. */
export interface Discussion {
  readonly id: string;
  readonly villageId: number;
  readonly villageCode: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly heldOn: string;
  readonly minutesNumber: string;
  readonly minutesDocumentId: string;
  readonly memberCount: number;
  readonly presentIds: readonly string[];
  readonly openCount: number;
  readonly discussedCount: number;
  readonly leftOutCount: number;
  readonly keyedBy: string;
  readonly keyedRole: string;
  readonly keyedAt: Date;
}

export interface Outcome {
  readonly discussionId: string;
  readonly needId: string;
  readonly outcome: NeedOutcome;
  readonly priority: NeedPriority | null;
}

/** How the discussing stands in one village. */
export interface DiscussionStatus {
  readonly villageId: number;
  readonly villageCode: string;
  readonly openCount: number;
  readonly lateCount: number;
  readonly lastHeldOn: string | null;
}

const COLUMNS = `d.id, d.village_id AS "villageId", d.village_code AS "villageCode", d.held_on::text AS "heldOn",
  d.minutes_number AS "minutesNumber", d.minutes_document_id AS "minutesDocumentId", d.member_count AS "memberCount",
  d.present_ids AS "presentIds", d.open_count AS "openCount", d.discussed_count AS "discussedCount",
  d.left_out_count AS "leftOutCount", d.keyed_by AS "keyedBy", d.keyed_role AS "keyedRole", d.keyed_at AS "keyedAt"`;

const INSERT = `
  INSERT INTO needs_discussion (id, village_id, village_code, held_on, minutes_number, minutes_document_id, member_count,
    present_ids, open_count, discussed_count, left_out_count, keyed_by, keyed_role, keyed_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT ON CONSTRAINT needs_discussion_minutes_key DO NOTHING RETURNING 1`;

const INSERT_OUTCOMES = `
  INSERT INTO need_outcome (discussion_id, need_id, outcome, priority)
  SELECT $1, o.need_id, o.outcome, o.priority FROM unnest($2::uuid[], $3::text[], $4::text[]) AS o (need_id, outcome, priority)`;

/** @returns whether these minutes were new */
export async function insertDiscussion(tx: EntityManager, discussion: Discussion): Promise<boolean> {
  const { id, villageId, villageCode, heldOn, minutesNumber, minutesDocumentId } = discussion;
  const { memberCount, presentIds, openCount, discussedCount, leftOutCount } = discussion;
  const { keyedBy, keyedRole, keyedAt } = discussion;
  const rows = await tx.query<unknown[]>(INSERT, [
    ...[id, villageId, villageCode, heldOn, minutesNumber, minutesDocumentId, memberCount],
    ...[presentIds, openCount, discussedCount, leftOutCount, keyedBy, keyedRole, keyedAt],
  ]);
  return rows.length > 0;
}

export async function insertOutcomes(
  tx: EntityManager,
  discussionId: string,
  outcomes: readonly Omit<Outcome, 'discussionId'>[],
): Promise<void> {
  await tx.query(INSERT_OUTCOMES, [
    discussionId,
    outcomes.map(({ needId }) => needId),
    outcomes.map(({ outcome }) => outcome),
    outcomes.map(({ priority }) => priority),
  ]);
}

export async function findDiscussion(tx: EntityManager, id: string): Promise<Discussion | null> {
  const [discussion] = await tx.query<Discussion[]>(
    `SELECT ${COLUMNS} FROM needs_discussion d WHERE d.id = $1`,
    [id],
  );
  return discussion ?? null;
}

/** @param page.after [day, id] of the last one seen, or nothing; newest first */
export function findDiscussions(
  tx: EntityManager,
  areaCode: string,
  page: { first: number; after: readonly (string | number)[] },
): Promise<Discussion[]> {
  const { from, to } = subtreeOf(areaCode);
  const [day, id] = page.after;
  return tx.query<Discussion[]>(
    `SELECT ${COLUMNS} FROM needs_discussion d
      WHERE d.village_code >= $1 AND d.village_code < $2 AND ($4::date IS NULL OR (d.held_on, d.id) < ($4, $5::uuid))
      ORDER BY d.held_on DESC, d.id DESC LIMIT $3`,
    [from, to, page.first + 1, day ?? null, id ?? null],
  );
}

/** At most 100 each. */
export async function outcomesOf(tx: EntityManager, discussionIds: readonly string[]): Promise<Outcome[][]> {
  const rows = await tx.query<Outcome[]>(
    `SELECT o.discussion_id AS "discussionId", o.need_id AS "needId", o.outcome, o.priority
       FROM need_outcome o WHERE o.discussion_id = ANY($1) ORDER BY o.need_id`,
    [discussionIds],
  );
  return discussionIds.map((id) => rows.filter(({ discussionId }) => discussionId === id));
}

/** Every village of the area, also those where nothing was ever asked for; at most 500. */
export function discussionStatusIn(
  tx: EntityManager,
  areaCode: string,
  today: string,
): Promise<DiscussionStatus[]> {
  const { from, to } = subtreeOf(areaCode);
  return tx.query<DiscussionStatus[]>(
    `SELECT a.id AS "villageId", a.code AS "villageCode", counts.open AS "openCount", counts.late AS "lateCount",
            last.held_on::text AS "lastHeldOn"
       FROM area a
      CROSS JOIN LATERAL (
        SELECT count(*)::int AS open, count(*) FILTER (WHERE ${LATE('$3')})::int AS late
          FROM need n WHERE n.village_code = a.code AND n.state = 'SUBMITTED') counts
       LEFT JOIN LATERAL (
        SELECT d.held_on FROM needs_discussion d WHERE d.village_code = a.code ORDER BY d.held_on DESC LIMIT 1) last ON true
      WHERE a.level = 'VILLAGE' AND a.valid_until IS NULL AND a.code >= $1 AND a.code < $2 ORDER BY a.code LIMIT 500`,
    [from, to, today],
  );
}
