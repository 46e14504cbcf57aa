import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import { subtreeCondition } from '../grid-event-views/grid-events.queries.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { OutsideSystem } from '../outside-numbers/outside-number.errors.js';
import { STANDING } from '../outside-numbers/outside-numbers.queries.js';

/** How one matter of another system stands. */
export interface OutsideAnswer {
  readonly id: string;
  readonly number: string;
  readonly receivedAt: Date;
  readonly outsideDueAt: Date | null;
  /** What that system is told: state and how often the event was reopened. */
  readonly standing: string;
  readonly state: GridEventState;
  readonly dueAt: Date;
  readonly acceptedAt: Date | null;
  readonly reportedDoneAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly notifiedAt: Date | null;
  readonly followedUpAt: Date | null;
  readonly closedAt: Date | null;
}

export interface AnswersAsked {
  readonly system: OutsideSystem;
  readonly areaCode: string;
  readonly isUnansweredOnly: boolean;
  readonly receivedFrom: Date | null;
  readonly receivedTo: Date | null;
  readonly first: number;
  /** [instant, id] of the last one written, or nothing. */
  readonly after: readonly (string | number)[];
  /** Only what this export answered. */
  readonly exportId: string | null;
}

/**
 * In the order in which the numbers came in, of events that the caller may see. Each is held to the end of the transaction,
 * so that of two exports at the same time one alone answers it.
 */
export function findAnswers(
  tx: EntityManager,
  asked: AnswersAsked,
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<OutsideAnswer[]> {
  const where = [readable, ...conditionsOf(asked, parameters)].join(' AND ');
  return tx.query<OutsideAnswer[]>(
    `SELECT n.id, n.number, n.received_at AS "receivedAt", n.due_at AS "outsideDueAt", ${STANDING} AS standing, e.state,
            e.due_at AS "dueAt", e.accepted_at AS "acceptedAt", e.reported_done_at AS "reportedDoneAt", e.resolved_at AS "resolvedAt",
            e.notified_at AS "notifiedAt", e.followed_up_at AS "followedUpAt", e.closed_at AS "closedAt"
       FROM outside_number n JOIN grid_event e ON e.id = n.grid_event_id
      WHERE ${where} ORDER BY n.received_at, n.id LIMIT ${parameters.add(asked.first)} FOR NO KEY UPDATE OF n`,
    parameters.values,
  );
}

function conditionsOf(asked: AnswersAsked, parameters: SqlParameters): string[] {
  const { receivedFrom, receivedTo, exportId, after } = asked;
  const parts = [`n.system = ${parameters.add(asked.system)}`, subtreeCondition(asked.areaCode, parameters)];
  if (exportId !== null) return [...parts, `n.answered_export_id = ${parameters.add(exportId)}::uuid`];
  if (receivedFrom) parts.push(`n.received_at >= ${parameters.add(receivedFrom)}`);
  if (receivedTo) parts.push(`n.received_at < ${parameters.add(receivedTo)}`);
  if (asked.isUnansweredOnly) parts.push(`n.answered_standing IS DISTINCT FROM ${STANDING}`);
  const [instant, id] = after;
  if (instant !== undefined)
    parts.push(
      `(n.received_at, n.id) > (${parameters.add(instant)}::timestamptz, ${parameters.add(id)}::uuid)`,
    );
  return parts;
}

/** They count as answered as the file says, until the event stands elsewhere. */
export async function markAnswered(
  tx: EntityManager,
  answers: readonly OutsideAnswer[],
  { exportId, at }: { exportId: string; at: Date },
): Promise<void> {
  await tx.query(
    `UPDATE outside_number n SET answered_at = $1, answered_export_id = $2, answered_standing = a.standing
       FROM unnest($3::uuid[], $4::text[]) AS a (id, standing) WHERE n.id = a.id`,
    [at, exportId, answers.map(({ id }) => id), answers.map(({ standing }) => standing)],
  );
}
