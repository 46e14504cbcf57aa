import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import { AreaChange } from './area-change.entity.js';
import type { AreaChangeState } from './area-change.entity.js';

const COLUMNS = `c.id, c.kind, c.state, c.area_id AS "areaId", c.code, c.new_code AS "newCode", c.new_name AS "newName", c.line,
  c.file_digest AS "fileDigest", c.effective_from::text AS "effectiveFrom", c.proposed_at AS "proposedAt",
  c.decided_at AS "decidedAt"`;

export interface AreaChangePage {
  readonly state: AreaChangeState;
  /** Code and id of the last one seen. */
  readonly after: readonly (string | number)[];
  readonly count: number;
}

/** What an actor may decide, as an SQL condition on `c.code`, with the parameters that it uses from $1 on. */
export interface Decidable {
  readonly condition: string;
  readonly parameters: readonly unknown[];
}

export function findAreaChanges(
  tx: EntityManager,
  decidable: Decidable,
  page: AreaChangePage,
): Promise<AreaChange[]> {
  const { condition, parameters } = decidable;
  const [state, code, id, count] = [1, 2, 3, 4].map((offset) => `$${parameters.length + offset}`);
  const [afterCode = '', afterId = '00000000-0000-0000-0000-000000000000'] = page.after;
  return tx.query<AreaChange[]>(
    `SELECT ${COLUMNS} FROM area_change c
      WHERE ${condition} AND c.state = ${state}::area_change_state AND (c.code, c.id) > (${code}, ${id}::uuid)
      ORDER BY c.code, c.id LIMIT ${count}`,
    [...parameters, page.state, afterCode, afterId, page.count],
  );
}

/** Locks them in the order of their ids. */
export const lockAreaChanges = (tx: EntityManager, ids: readonly string[]): Promise<AreaChange[]> =>
  tx.find(AreaChange, {
    where: { id: In([...ids]) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
