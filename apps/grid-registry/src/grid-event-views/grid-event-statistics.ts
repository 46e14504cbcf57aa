import { Access } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { shanghaiDayStart } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OPEN_STATES } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import { fullMonths, partialMonths } from './period.js';
import type { Period } from './period.js';

export interface StateCount {
  readonly state: GridEventState;
  readonly count: number;
}

export interface GridEventStatistics {
  readonly total: number;
  readonly byState: readonly StateCount[];
  readonly overdue: number;
}

const EMPTY: GridEventStatistics = { total: 0, byState: [], overdue: 0 };

/**
 * Whole months come from the tallies, the days around them from the events themselves, and what is overdue from the
 * index of open events: the cost does not follow the number of events stored.
 */
const STATISTICS = `
  WITH village AS (
    SELECT p.code AS parent, v.id, v.code FROM unnest($1::text[]) AS p (code)
      JOIN area v ON v.code >= p.code COLLATE "C" AND v.code < (p.code || ':') COLLATE "C" AND v.level = 'VILLAGE'),
  counted AS (
    SELECT v.parent, t.state, t.count::bigint AS count FROM village v
      JOIN grid_event_tally t ON t.area_id = v.id AND t.month >= $2::date AND t.month < $3::date
    UNION ALL
    SELECT v.parent, e.state, 1 FROM village v CROSS JOIN unnest($4::timestamptz[], $5::timestamptz[]) AS d (from_at, to_at)
      JOIN grid_event e ON e.village_code = v.code AND e.reported_at >= d.from_at AND e.reported_at < d.to_at),
  overdue AS (
    SELECT v.parent, count(*) AS count FROM village v JOIN grid_event e ON e.area_id = v.id
     WHERE e.state = ANY($6) AND e.due_at < $7 AND e.reported_done_at IS NULL AND e.reported_at >= $8 AND e.reported_at < $9
     GROUP BY v.parent)
  SELECT parent, state, sum(count)::int AS count FROM counted GROUP BY parent, state
  UNION ALL SELECT parent, 'OVERDUE', count::int FROM overdue`;

@Injectable()
export class GridEventStatisticsReader {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** @throws ForbiddenError where the caller has no post over the area */
  load(scope: LianxinContext['scope'], actor: Actor, areaCode: string, period: Period): Promise<GridEventStatistics> {
    this.access.require(actor, 'read', 'GridEventStatistics', { areaCode });
    return scope.load(`grid event statistics ${period.from} ${period.to}`, areaCode, (tx, codes: readonly string[]) =>
      this.read(tx, codes, period),
    );
  }

  private async read(tx: EntityManager, codes: readonly string[], period: Period): Promise<GridEventStatistics[]> {
    const months = fullMonths(period);
    const days = partialMonths(period).map(({ from, to }) => ({ from: shanghaiDayStart(from), to: shanghaiDayStart(to) }));
    const rows = await tx.query<{ parent: string; state: string; count: number }[]>(STATISTICS, [
      codes,
      months.from,
      months.to,
      days.map((day) => day.from),
      days.map((day) => day.to),
      OPEN_STATES,
      this.clock.now(),
      shanghaiDayStart(period.from),
      shanghaiDayStart(period.to),
    ]);
    return codes.map((code) => summarise(rows.filter((row) => row.parent === code)));
  }
}

function summarise(rows: readonly { state: string; count: number }[]): GridEventStatistics {
  if (rows.length === 0) return EMPTY;
  const byState = rows.filter((row) => row.state !== 'OVERDUE' && row.count > 0) as StateCount[];
  byState.sort((a, b) => (a.state < b.state ? -1 : 1));
  const overdue = rows.find((row) => row.state === 'OVERDUE')?.count ?? 0;
  return { total: byState.reduce((sum, row) => sum + row.count, 0), byState, overdue };
}
