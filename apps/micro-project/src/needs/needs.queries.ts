import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import { PartyRow } from '../parties/party.row.js';
import type { ProjectKind } from '../projects/entity/project.row.js';
import { Need } from './need.entity.js';
import { NeedRow } from './need.row.js';
import type { NeedState } from './need.transitions.js';

/** Every column of the entity under its property's name, over the alias `n`. Days stay days. */
export const NEED_COLUMNS = `${columnsOf(NeedRow, 'n')}, ${columnsOf(PartyRow, 'n')}`
  .replace('n.discussed_on AS', 'n.discussed_on::text AS')
  .replace('n.discussion_due_on AS', 'n.discussion_due_on::text AS');

export interface NeedFilter {
  readonly areaCode?: string | null | undefined;
  readonly states?: readonly NeedState[] | null | undefined;
  readonly kinds?: readonly ProjectKind[] | null | undefined;
  readonly isDiscussionOverdue?: boolean | null | undefined;
  readonly isReconsidered?: boolean | null | undefined;
  /** Those of this person, or that this person speaks for. */
  readonly personId?: string;
}

export interface NeedPage {
  readonly filter: NeedFilter;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  /** YYYY-MM-DD, Asia/Shanghai. */
  readonly today: string;
}

export interface Readable {
  readonly parameters: SqlParameters;
  readonly readable: string;
}

/** S0-09: what is open and late. */
export const LATE = (today: string): string =>
  `n.state = 'SUBMITTED' AND n.discussion_due_on < ${today}::date`;

/** A page of needs that the caller may see, newest first. */
export async function findNeeds(
  tx: EntityManager,
  page: NeedPage,
  { parameters, readable }: Readable,
): Promise<Need[]> {
  const rows = await tx.query<Need[]>(
    `SELECT ${NEED_COLUMNS} FROM need n WHERE ${readable} ${conditions(page, parameters)}
      ORDER BY n.submitted_at DESC, n.id DESC LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
  return rows.map(asNeed);
}

export async function needsOfIds(
  tx: EntityManager,
  ids: readonly string[],
  { parameters, readable }: Readable,
): Promise<(Need | null)[]> {
  const rows = await tx.query<Need[]>(
    `SELECT ${NEED_COLUMNS} FROM need n WHERE n.id = ANY(${parameters.add(ids)}) AND ${readable}`,
    parameters.values,
  );
  const byId = new Map(rows.map((row) => [row.id, asNeed(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The latest 50 that came out of each grid event, newest first. */
export async function needsOfGridEvents(
  tx: EntityManager,
  gridEventIds: readonly string[],
  { parameters, readable }: Readable,
): Promise<Need[][]> {
  const rows = await tx.query<Need[]>(
    `SELECT n.* FROM unnest(${parameters.add(gridEventIds)}::uuid[]) AS asked (id) CROSS JOIN LATERAL (
       SELECT ${NEED_COLUMNS} FROM need n WHERE n.grid_event_id = asked.id AND ${readable}
        ORDER BY n.submitted_at DESC, n.id DESC LIMIT 50) n`,
    parameters.values,
  );
  return gridEventIds.map((id) => rows.filter(({ gridEventId }) => gridEventId === id).map(asNeed));
}

/** How many a meeting on that day had to discuss. */
export async function countOpenNeeds(tx: EntityManager, villageCode: string, until: Date): Promise<number> {
  const [row] = await tx.query<{ count: number }[]>(
    `SELECT count(*)::int AS count FROM need n WHERE n.village_code = $1 AND n.state = 'SUBMITTED' AND n.opened_at <= $2`,
    [villageCode, until],
  );
  return row?.count ?? 0;
}

/** The candidates of a village, the oldest first; at most 500. */
export async function candidatesOf(tx: EntityManager, villageCode: string): Promise<Need[]> {
  const rows = await tx.query<Need[]>(
    `SELECT ${NEED_COLUMNS} FROM need n WHERE n.village_code = $1 AND n.state = 'CANDIDATE'
      ORDER BY n.submitted_at, n.id LIMIT 500`,
    [villageCode],
  );
  return rows.map(asNeed);
}

export const asNeed = (row: object): Need => Object.assign(new Need(), row);

function conditions({ filter, after, today }: NeedPage, parameters: SqlParameters): string {
  const { areaCode, states, kinds, isDiscussionOverdue, isReconsidered, personId } = filter;
  const parts: string[] = [];
  if (areaCode) {
    const { from, to } = subtreeOf(areaCode);
    parts.push(`n.area_code >= ${parameters.add(from)} AND n.area_code < ${parameters.add(to)}`);
  }
  if (personId) {
    const person = `${parameters.add(personId)}::uuid`;
    parts.push(`(n.subject_id = ${person} OR n.proxy_id = ${person})`);
  }
  if (states) parts.push(`n.state = ANY(${parameters.add(states)})`);
  if (kinds) parts.push(`n.kind = ANY(${parameters.add(kinds)})`);
  if (isDiscussionOverdue) parts.push(`(${LATE(parameters.add(today))})`);
  if (isReconsidered) parts.push(`n.reconsideration_count > 0`);
  const [instant, id] = after;
  if (instant !== undefined && id !== undefined)
    parts.push(
      `(n.submitted_at, n.id) < (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  return parts.map((part) => `AND ${part}`).join(' ');
}
