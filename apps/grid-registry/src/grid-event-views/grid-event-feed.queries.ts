import type { SqlParameters } from '@lianxin/access';
import type { EntityManager } from 'typeorm';
import type { GridEventCategory } from '../departments/department.model.js';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import type { GridEventKind } from '../grid-events/entity/grid-event.row.js';
import { EVENT_COLUMNS, subtreeCondition } from './grid-events.queries.js';

export interface ChangesAsked {
  readonly areaCode: string;
  readonly categories: readonly GridEventCategory[] | null;
  readonly kinds: readonly GridEventKind[] | null;
  /** Positions from the next one to this one. */
  readonly after: number;
  readonly end: number;
  readonly first: number;
}

export interface ChangeRow extends GridEvent {
  readonly position: number;
  /** Id of the journal entry. */
  readonly entryId: string;
  readonly type: string;
  readonly recordedAt: Date;
  readonly actorRole: string;
}

/**
 * One change more than asked for, if there is one, in the order of positions. Each is looked up by its keys: OFFSET 0 leaves
 * the planner no other order. Left to choose, it began with all events of the area as long as nobody had counted them, and
 * took seconds for a page; after a crash PostgreSQL counts anew only when a minute has passed.
 */
export function findChanges(
  tx: EntityManager,
  asked: ChangesAsked,
  { parameters, readable }: { parameters: SqlParameters; readable: string },
): Promise<ChangeRow[]> {
  const categories = asked.categories ? `AND e.category = ANY(${parameters.add(asked.categories)})` : '';
  const kinds = asked.kinds ? `AND e.kind = ANY(${parameters.add(asked.kinds)})` : '';
  return tx.query<ChangeRow[]>(
    `SELECT p.position::float8 AS position, j.id AS "entryId", j.type, j.recorded_at AS "recordedAt", j.actor_role AS "actorRole", e.*
       FROM (SELECT position, entry_id FROM journal_position
              WHERE position > ${parameters.add(asked.after)} AND position <= ${parameters.add(asked.end)}
              ORDER BY position OFFSET 0) p
      CROSS JOIN LATERAL (
        SELECT * FROM journal_entry WHERE id = p.entry_id AND aggregate_type = 'grid-event' OFFSET 0) j
      CROSS JOIN LATERAL (
        SELECT ${EVENT_COLUMNS} FROM grid_event e
         WHERE e.id = j.aggregate_id::uuid AND ${subtreeCondition(asked.areaCode, parameters)}
           AND ${readable} ${categories} ${kinds} OFFSET 0) e
      ORDER BY p.position LIMIT ${parameters.add(asked.first + 1)}`,
    parameters.values,
  );
}
