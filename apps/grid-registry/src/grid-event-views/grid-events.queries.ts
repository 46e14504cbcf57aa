import { subtreeOf } from '@lianxin/access';
import type { SqlParameters } from '@lianxin/access';
import { columnsOf } from '@lianxin/service-kit';
import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

/** Every column of the entity under its property's name, over the alias `e`. */
export const EVENT_COLUMNS = columnsOf(GridEventRow, 'e');

/** What the rules for reading compare, as SQL over the alias `e`. */
export const READABLE_EVENTS = {
  action: 'read',
  subject: 'GridEvent',
  columns: {
    sightCode: 'e.sight_code',
    realm: 'e.realm',
    departmentId: 'e.department_id',
    departmentIds: {
      list: 'e.department_ids',
      holding: (departmentId: string) =>
        `e.id = ANY(ARRAY(SELECT d.grid_event_id FROM grid_event_department d WHERE d.department_id = ${departmentId}::uuid)) AND ${departmentId}::uuid = ANY(e.department_ids)`,
    },
    concernedIds: {
      list: 'e.concerned_ids',
      holding: (personId: string) => `${personId}::uuid = ANY(e.concerned_ids)`,
    },
    reporterId: 'e.reporter_id',
    proxyId: 'e.proxy_id',
  },
};

export const EVENT_ORDERS = ['NEWEST_FIRST', 'OLDEST_FIRST', 'DUE_FIRST'] as const;
export type EventOrder = (typeof EVENT_ORDERS)[number];

const ORDERS: Readonly<
  Record<EventOrder, { column: string; direction: 'ASC' | 'DESC'; comparison: '<' | '>' }>
> = {
  NEWEST_FIRST: { column: 'e.reported_at', direction: 'DESC', comparison: '<' },
  OLDEST_FIRST: { column: 'e.reported_at', direction: 'ASC', comparison: '>' },
  DUE_FIRST: { column: 'e.due_at', direction: 'ASC', comparison: '>' },
};

export interface EventFilter {
  readonly states?: readonly GridEventState[] | null;
  readonly categories?: readonly GridEventCategory[] | null;
  readonly kinds?: readonly GridEventKind[] | null;
  readonly departmentId?: string | null;
  readonly isOverdue?: boolean | null;
  readonly hasAnswerToConfirm?: boolean | null;
  readonly reportedFrom?: Date | null;
  readonly reportedTo?: Date | null;
}

export interface EventPage {
  readonly filter: EventFilter;
  readonly order: EventOrder;
  readonly first: number;
  /** [instant, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
  readonly now: Date;
}

/** Codes of each length have a column of their own, so that an area's newest events are the first rows of one index. */
const COLUMN_OF_LENGTH: Readonly<Record<number, string>> = {
  12: 'e.village_code',
  9: 'e.township_code',
  6: 'e.county_code',
};

/**
 * A page of events for each area, in one statement.
 * @param codes all of one level
 */
export async function eventsOfAreas(
  tx: EntityManager,
  codes: readonly string[],
  page: EventPage,
  scope: { parameters: SqlParameters; readable: string },
): Promise<GridEvent[][]> {
  const { parameters } = scope;
  const inArea = areaCondition(codes[0]?.length ?? 0);
  const rows = await tx.query<(GridEvent & { parentCode: string })[]>(
    `SELECT a.code AS "parentCode", e.* FROM unnest(${parameters.add(codes)}::text[]) AS a (code) CROSS JOIN LATERAL (
       SELECT ${EVENT_COLUMNS} FROM grid_event e WHERE ${inArea} AND ${scope.readable} ${conditions(page, parameters)}
        ORDER BY ${orderBy(page.order)} LIMIT ${parameters.add(page.first + 1)}) e`,
    parameters.values,
  );
  const byCode = new Map<string, GridEvent[]>(codes.map((code) => [code, []]));
  for (const { parentCode, ...event } of rows) byCode.get(parentCode)?.push(event as GridEvent);
  return codes.map((code) => byCode.get(code) ?? []);
}

/** A page of all events that the caller may see, inside an area if one is named. */
export function findEvents(
  tx: EntityManager,
  areaCode: string | null,
  page: EventPage,
  scope: { parameters: SqlParameters; readable: string },
): Promise<GridEvent[]> {
  const { parameters } = scope;
  const inArea = areaCode === null ? '' : `AND ${subtreeCondition(areaCode, parameters)}`;
  return tx.query<GridEvent[]>(
    `SELECT ${EVENT_COLUMNS} FROM grid_event e WHERE ${scope.readable} ${inArea} ${conditions(page, parameters)}
      ORDER BY ${orderBy(page.order)} LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
}

export function findEventsOfIds(
  tx: EntityManager,
  ids: readonly string[],
  scope: { parameters: SqlParameters; readable: string },
): Promise<GridEvent[]> {
  return tx.query<GridEvent[]>(
    `SELECT ${EVENT_COLUMNS} FROM grid_event e WHERE e.id = ANY(${scope.parameters.add(ids)}) AND ${scope.readable}`,
    scope.parameters.values,
  );
}

export function subtreeCondition(areaCode: string, parameters: SqlParameters): string {
  const column = COLUMN_OF_LENGTH[areaCode.length];
  if (column) return `${column} = ${parameters.add(areaCode)}`;
  const { from, to } = subtreeOf(areaCode);
  return `(e.area_code >= ${parameters.add(from)} AND e.area_code < ${parameters.add(to)})`;
}

function areaCondition(codeLength: number): string {
  const column = COLUMN_OF_LENGTH[codeLength];
  return column
    ? `${column} = a.code COLLATE "C"`
    : `e.area_code >= a.code COLLATE "C" AND e.area_code < (a.code || ':') COLLATE "C"`;
}

function orderBy(order: EventOrder): string {
  const { column, direction } = ORDERS[order];
  return `${column} ${direction}, e.id ${direction}`;
}

function conditions({ filter, order, after, now }: EventPage, parameters: SqlParameters): string {
  const parts: string[] = [];
  const [instant, id] = after;
  const { column, comparison } = ORDERS[order];
  if (instant !== undefined)
    parts.push(
      `(${column}, e.id) ${comparison} (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  if (filter.states) parts.push(`e.state = ANY(${parameters.add(filter.states)})`);
  if (filter.categories) parts.push(`e.category = ANY(${parameters.add(filter.categories)})`);
  if (filter.kinds) parts.push(`e.kind = ANY(${parameters.add(filter.kinds)})`);
  if (filter.departmentId) parts.push(`e.department_id = ${parameters.add(filter.departmentId)}::uuid`);
  if (filter.reportedFrom) parts.push(`e.reported_at >= ${parameters.add(filter.reportedFrom)}`);
  if (filter.reportedTo) parts.push(`e.reported_at < ${parameters.add(filter.reportedTo)}`);
  if (typeof filter.isOverdue === 'boolean') parts.push(overdueCondition(filter.isOverdue, now, parameters));
  if (typeof filter.hasAnswerToConfirm === 'boolean')
    parts.push(filter.hasAnswerToConfirm ? 'e.has_answer_to_confirm' : 'NOT e.has_answer_to_confirm');
  return parts.map((part) => `AND ${part}`).join(' ');
}

function overdueCondition(isOverdue: boolean, now: Date, parameters: SqlParameters): string {
  const overdue = `(e.state = ANY(${parameters.add(OPEN_STATES)}) AND e.reported_done_at IS NULL AND e.due_at < ${parameters.add(now)})`;
  return isOverdue ? overdue : `NOT ${overdue}`;
}
