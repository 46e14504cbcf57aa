import type { EntityManager } from 'typeorm';
import type { DecidingBody } from '../decisions/meeting.js';
import type { LeadBody, ProjectKind } from '../projects/entity/project.row.js';

/** What stands on the board: a notice, or an emergency that began without one. */
export interface PublicNotice {
  /** The notice's; of an emergency without one the project's. */
  readonly id: string;
  readonly noticeId: string | null;
  readonly projectId: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly kind: ProjectKind;
  readonly leadBody: LeadBody;
  readonly isEmergency: boolean;
  readonly termsVersion: number;
  readonly title: string;
  readonly content: string;
  readonly place: string;
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly dueOn: string;
  readonly budgetFen: number;
  readonly effect: string;
  readonly body: DecidingBody | null;
  readonly bodyAreaCode: string | null;
  readonly heldOn: string | null;
  readonly postedAt: Date;
  readonly endsAt: Date | null;
  readonly isAfterwards: boolean;
  readonly policyVersion: string | null;
  readonly endedAt: Date | null;
  readonly voidedAt: Date | null;
}

export interface NoticePage {
  readonly isPast: boolean;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  readonly now: Date;
}

/** Codes of each length have a column of their own, so that an area's newest notices are the first rows of one index. */
const COLUMN_OF_LENGTH: Readonly<Record<number, string>> = {
  12: 'village_code',
  9: 'township_code',
  6: 'county_code',
};

const PROJECT_COLUMNS = `p.id AS "projectId", p.village_id AS "villageId", p.village_code AS "villageCode", p.kind,
  p.lead_body AS "leadBody", p.is_emergency AS "isEmergency"`;
const DECISION_COLUMNS = `d.body, d.body_area_code AS "bodyAreaCode", d.held_on::text AS "heldOn"`;

const NOTICES = `
  SELECT n.id, n.id AS "noticeId", ${PROJECT_COLUMNS}, n.terms_version AS "termsVersion", n.title, n.content, n.place,
         n.due_on::text AS "dueOn", n.budget_fen AS "budgetFen", n.effect, ${DECISION_COLUMNS}, n.posted_at AS "postedAt",
         n.ends_at AS "endsAt", n.is_afterwards AS "isAfterwards", n.policy_version AS "policyVersion",
         n.ended_at AS "endedAt", n.voided_at AS "voidedAt"
    FROM notice n JOIN project p ON p.id = n.project_id JOIN project_decision d ON d.id = n.decision_id`;

/** S0-21: begun without a notice, and still without one. */
const EMERGENCIES = `
  SELECT p.id, NULL::uuid AS "noticeId", ${PROJECT_COLUMNS}, t.version AS "termsVersion", t.title, t.content, t.place,
         t.due_on::text AS "dueOn", t.budget_fen AS "budgetFen", t.effect, ${DECISION_COLUMNS}, p.started_at AS "postedAt",
         NULL::timestamptz AS "endsAt", false AS "isAfterwards", NULL AS "policyVersion",
         NULL::timestamptz AS "endedAt", NULL::timestamptz AS "voidedAt"
    FROM project p JOIN project_terms t ON t.project_id = p.id AND t.version = p.terms_version
    LEFT JOIN LATERAL (SELECT * FROM project_decision m WHERE m.project_id = p.id AND m.outcome = 'ADOPTED'
                        ORDER BY m.keyed_at DESC, m.id DESC LIMIT 1) d ON true
   WHERE p.is_emergency AND p.notice_ends_at IS NULL AND p.started_at IS NOT NULL AND p.published_at IS NOT NULL
     AND p.regularised_at IS NULL AND p.ended_at IS NULL`;

/**
 * A page of notices for each area, newest first, in one statement. Current are those open to objection, and emergencies
 * without a notice; past is everything else that was ever posted.
 * @param codes all of one level
 */
export async function publicNoticesOf(
  tx: EntityManager,
  codes: readonly string[],
  { isPast, first, after, now }: NoticePage,
): Promise<PublicNotice[][]> {
  const rows = await tx.query<(PublicNotice & { parentCode: string })[]>(
    `SELECT a.code AS "parentCode", b.* FROM unnest($1::text[]) AS a (code) CROSS JOIN LATERAL (
       SELECT * FROM (${boardOf(codes[0]?.length ?? 0, isPast)}) m ORDER BY "postedAt" DESC, id DESC LIMIT $4) b`,
    [codes, after[0] ?? null, after[1] ?? null, first + 1, now],
  );
  const byCode = new Map<string, PublicNotice[]>(codes.map((code) => [code, []]));
  for (const { parentCode, ...notice } of rows) byCode.get(parentCode)?.push(notice);
  return codes.map((code) => byCode.get(code) ?? []);
}

const ONE = `${NOTICES} WHERE n.id = ANY($1)`;

/** Null for an id that no notice has. */
export async function publicNoticesOfIds(
  tx: EntityManager,
  ids: readonly string[],
): Promise<(PublicNotice | null)[]> {
  const rows = await tx.query<PublicNotice[]>(ONE, [ids]);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

function boardOf(codeLength: number, isPast: boolean): string {
  const open = 'n.ended_at IS NULL AND n.voided_at IS NULL';
  const standing = isPast ? `NOT (${open} AND n.ends_at >= $5)` : `${open} AND n.ends_at >= $5`;
  const notices = arm(`${NOTICES} WHERE ${standing} AND ${inPlace('n', codeLength)}`, 'n.posted_at', 'n.id');
  if (isPast) return notices;
  const emergencies = arm(`${EMERGENCIES} AND ${inPlace('p', codeLength)}`, 'p.started_at', 'p.id');
  return `(${notices}) UNION ALL (${emergencies})`;
}

/** Each arm stops at a page of its own, so that neither reads more than it can contribute. */
const arm = (select: string, instant: string, id: string): string =>
  `${select} AND ($2::timestamptz IS NULL OR (${instant}, ${id}) < ($2, $3::uuid)) ORDER BY ${instant} DESC, ${id} DESC LIMIT $4`;

function inPlace(alias: string, codeLength: number): string {
  const column = COLUMN_OF_LENGTH[codeLength];
  return column
    ? `${alias}.${column} = a.code`
    : `${alias}.village_code >= a.code AND ${alias}.village_code < a.code || ':'`;
}
