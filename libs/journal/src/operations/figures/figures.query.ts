import type { DataSource } from 'typeorm';
import { REASON_CODES } from '../../inbox/reasons.js';
import type { TrafficService, Traffic } from '../traffic/traffic.service.js';

export interface ParkedCount {
  readonly consumer: string;
  readonly state: string;
  readonly reason: string;
  readonly count: number;
}

/** Above this many parked messages nobody counts on. */
const PARKED_LIMIT = 100_000;
const STATEMENT_LIMIT_MS = 2_000;

/** A reason that this version does not know has no label of its own: labels are few, whatever a table holds. */
const PARKED = `
  SELECT consumer, state, CASE WHEN reason_code = ANY($1) THEN reason_code ELSE 'OTHER' END AS reason, count(*)::int AS count
    FROM (SELECT consumer, state, reason_code FROM inbox_parked WHERE consumer = ANY($2) LIMIT ${PARKED_LIMIT}) p
   GROUP BY 1, 2, 3`;

/** What one look at the database tells: read-only, and given up by PostgreSQL itself when it takes too long. */
export function readFigures(
  dataSource: DataSource,
  traffic: TrafficService,
  consumers: readonly string[],
): Promise<{ traffic: Traffic; parked: ParkedCount[] }> {
  return dataSource.transaction(async (tx) => {
    await tx.query(
      `SELECT set_config('transaction_read_only', 'on', true), set_config('statement_timeout', '${STATEMENT_LIMIT_MS}', true)`,
    );
    const parked =
      consumers.length === 0 ? [] : await tx.query<ParkedCount[]>(PARKED, [REASON_CODES, consumers]);
    return { traffic: await traffic.read(tx), parked };
  });
}
