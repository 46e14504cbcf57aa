import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { subtreeCondition } from '../grid-event-views/grid-events.queries.js';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';

export const JOINT_RESPONSE_ANSWERS = ['CALLED', 'REPORTED', 'DONE', 'RELEASED'] as const;
export type JointResponseAnswer = (typeof JOINT_RESPONSE_ANSWERS)[number];

export interface Assignment {
  readonly id: string;
  readonly gridEventId: string;
  readonly departmentId: string;
  readonly calledAt: Date;
  readonly dueAt: Date;
  readonly reportedAt: Date | null;
  readonly doneAt: Date | null;
  readonly releasedAt: Date | null;
  readonly answer: JointResponseAnswer;
  /** Somebody still waits for it. */
  readonly isOpen: boolean;
}

export interface NewAssignment {
  readonly id: string;
  readonly departmentId: string;
  readonly dueAt: Date;
}

/** Newest first; an event that calls for more than this has been called for time and again. */
const MAX_OF_AN_EVENT = 100;

const IS_OPEN = (openStates: string): string =>
  `(a.done_at IS NULL AND a.released_at IS NULL AND e.state = ANY(${openStates}))`;

const columns = (openStates: string): string =>
  `a.id, a.grid_event_id AS "gridEventId", a.department_id AS "departmentId", a.called_at AS "calledAt", a.due_at AS "dueAt",
   a.reported_at AS "reportedAt", a.done_at AS "doneAt", a.released_at AS "releasedAt", a.answer,
   ${IS_OPEN(openStates)} AS "isOpen"`;

export async function insertAssignments(
  tx: EntityManager,
  call: { gridEventId: string; calledAt: Date; policyVersion: string },
  assignments: readonly NewAssignment[],
): Promise<void> {
  await tx.query(
    `INSERT INTO joint_response_assignment (id, grid_event_id, department_id, called_at, due_at, policy_version)
     SELECT n.id, $1, n.department_id, $2, n.due_at, $3
       FROM unnest($4::uuid[], $5::uuid[], $6::timestamptz[]) AS n (id, department_id, due_at)`,
    [
      call.gridEventId,
      call.calledAt,
      call.policyVersion,
      assignments.map(({ id }) => id),
      assignments.map(({ departmentId }) => departmentId),
      assignments.map(({ dueAt }) => dueAt),
    ],
  );
}

interface Place {
  readonly gridEventId: string;
  readonly departmentId: string;
  readonly at: Date;
}

/** The first time that it says it is there. @returns whether it was the first */
export function markReported(tx: EntityManager, { gridEventId, departmentId, at }: Place): Promise<boolean> {
  return changed(
    tx,
    `UPDATE joint_response_assignment SET reported_at = $3
      WHERE grid_event_id = $1 AND department_id = $2 AND done_at IS NULL AND released_at IS NULL AND reported_at IS NULL`,
    [gridEventId, departmentId, at],
  );
}

/** Who answers is there. */
export function markAnswered(
  tx: EntityManager,
  { gridEventId, departmentId, at }: Place,
  isDone: boolean,
): Promise<boolean> {
  return changed(
    tx,
    `UPDATE joint_response_assignment SET reported_at = coalesce(reported_at, $3), done_at = CASE WHEN $4 THEN $3::timestamptz END
      WHERE grid_event_id = $1 AND department_id = $2 AND done_at IS NULL AND released_at IS NULL`,
    [gridEventId, departmentId, at, isDone],
  );
}

export function markReleased(tx: EntityManager, { gridEventId, departmentId, at }: Place): Promise<boolean> {
  return changed(
    tx,
    `UPDATE joint_response_assignment SET released_at = $3
      WHERE grid_event_id = $1 AND department_id = $2 AND done_at IS NULL AND released_at IS NULL`,
    [gridEventId, departmentId, at],
  );
}

async function changed(tx: EntityManager, update: string, values: readonly unknown[]): Promise<boolean> {
  const rows = await tx.query<unknown[]>(`WITH u AS (${update} RETURNING 1) SELECT FROM u`, [...values]);
  return rows.length > 0;
}

/** Whether the department was ever there, in this call or an earlier one. */
export async function hasReported(
  tx: EntityManager,
  gridEventId: string,
  departmentId: string,
): Promise<boolean> {
  const rows = await tx.query<unknown[]>(
    `SELECT FROM joint_response_assignment WHERE grid_event_id = $1 AND department_id = $2 AND reported_at IS NOT NULL LIMIT 1`,
    [gridEventId, departmentId],
  );
  return rows.length > 0;
}

/** Who was called to each event, oldest call first; at most the latest 100. */
export async function assignmentsOfEvents(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Assignment[][]> {
  const rows = await tx.query<Assignment[]>(
    `SELECT n.* FROM unnest($1::uuid[]) AS event (id) CROSS JOIN LATERAL (
       SELECT ${columns('$2')} FROM joint_response_assignment a JOIN grid_event e ON e.id = a.grid_event_id
        WHERE a.grid_event_id = event.id ORDER BY a.called_at DESC, a.id DESC LIMIT ${MAX_OF_AN_EVENT}) n
      ORDER BY n."calledAt", n.id`,
    [ids, OPEN_STATES],
  );
  return ids.map((id) => rows.filter(({ gridEventId }) => gridEventId === id));
}

export interface AssignmentPage {
  readonly departmentId: string | null;
  readonly areaCode: string | null;
  readonly isOpen: boolean | null;
  readonly isOverdue: boolean | null;
  readonly now: Date;
  readonly first: number;
  /** [deadline, id] of the last one seen, or nothing. */
  readonly after: readonly (string | number)[];
}

/** One more than asked for, if there is one, by deadline; of events that the caller may see. */
export function findAssignments(
  tx: EntityManager,
  page: AssignmentPage,
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<Assignment[]> {
  const openStates = parameters.add(OPEN_STATES);
  const isOpen = IS_OPEN(openStates);
  const parts = [readable];
  if (page.departmentId !== null) parts.push(`a.department_id = ${parameters.add(page.departmentId)}::uuid`);
  if (page.areaCode !== null) parts.push(subtreeCondition(page.areaCode, parameters));
  if (page.isOpen !== null) parts.push(page.isOpen ? isOpen : `NOT ${isOpen}`);
  if (page.isOverdue !== null) {
    const overdue = `(${isOpen} AND a.due_at < ${parameters.add(page.now)})`;
    parts.push(page.isOverdue ? overdue : `NOT ${overdue}`);
  }
  const [dueAt, id] = page.after;
  if (dueAt !== undefined)
    parts.push(`(a.due_at, a.id) > (${parameters.add(dueAt)}::timestamptz, ${parameters.add(id)}::uuid)`);
  return tx.query<Assignment[]>(
    `SELECT ${columns(openStates)} FROM joint_response_assignment a JOIN grid_event e ON e.id = a.grid_event_id
      WHERE ${parts.join(' AND ')} ORDER BY a.due_at, a.id LIMIT ${parameters.add(page.first + 1)}`,
    parameters.values,
  );
}
