import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { Objection, ObjectionStanding } from './objection.row.js';
import { OBJECTION_COLUMNS, OBJECTIONS } from './objections.queries.js';

export interface ObjectionPage {
  readonly isOpen?: boolean | null | undefined;
  readonly isOverdue?: boolean | null | undefined;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  readonly now: Date;
}

export interface ReadableObjections {
  readonly parameters: SqlParameters;
  readonly readable: string;
}

/** Objections in an area that the caller may read, newest first. */
export function findObjectionsIn(
  tx: EntityManager,
  areaCode: string,
  page: ObjectionPage,
  { parameters, readable }: ReadableObjections,
): Promise<Objection[]> {
  const { from, to } = subtreeOf(areaCode);
  const place = `o.village_code >= ${parameters.add(from)} AND o.village_code < ${parameters.add(to)}`;
  return select(tx, `${readable} AND ${place}`, page, parameters);
}

/** What somebody raised, or had raised for them. */
export function findObjectionsOfPerson(
  tx: EntityManager,
  personId: string,
  page: ObjectionPage,
  parameters: SqlParameters,
): Promise<Objection[]> {
  return select(tx, `o.subject_id = ${parameters.add(personId)}`, page, parameters);
}

function select(
  tx: EntityManager,
  whose: string,
  page: ObjectionPage,
  parameters: SqlParameters,
): Promise<Objection[]> {
  const conditions = conditionsOf(page, parameters).map((condition) => `AND ${condition}`);
  return tx.query<Objection[]>(
    `SELECT ${OBJECTION_COLUMNS} ${OBJECTIONS} WHERE ${whose} ${conditions.join(' ')}
      ORDER BY o.raised_at DESC, o.id DESC LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
}

function conditionsOf({ isOpen, isOverdue, after, now }: ObjectionPage, parameters: SqlParameters): string[] {
  const [instant, id] = after;
  const overdue = (): string =>
    `(o.closed_at IS NULL AND o.rule_by < ${parameters.add(now.toISOString())}::timestamptz)`;
  return [
    ...(typeof isOpen === 'boolean' ? [`(o.closed_at IS NULL) = ${isOpen}`] : []),
    ...(typeof isOverdue === 'boolean' ? [`${overdue()} = ${isOverdue}`] : []),
    ...(instant !== undefined && id !== undefined
      ? [`(o.raised_at, o.id) < (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`]
      : []),
  ];
}

const STANDINGS = (column: 'project_id' | 'notice_id'): string => `
  SELECT asked.id AS "askedId", s.objection_id AS id, s.state, s.raised_on::text AS "raisedOn", s.closed_on::text AS "closedOn", s.finding
    FROM unnest($1::uuid[]) AS asked (id) CROSS JOIN LATERAL (
      SELECT * FROM objection_standing s WHERE s.${column} = asked.id ORDER BY s.raised_on DESC, s.objection_id DESC LIMIT 50) s
   ORDER BY s.raised_on, s.objection_id`;

const standingsBy =
  (column: 'project_id' | 'notice_id') =>
  async (tx: EntityManager, ids: readonly string[]): Promise<ObjectionStanding[][]> => {
    const rows = await tx.query<(ObjectionStanding & { askedId: string })[]>(STANDINGS(column), [ids]);
    return ids.map((id) => rows.filter(({ askedId }) => askedId === id));
  };

/** How the latest 50 objections to each project, or each notice, stand; oldest first. */
export const standingsOfProjects = standingsBy('project_id');
export const standingsOfNotices = standingsBy('notice_id');
