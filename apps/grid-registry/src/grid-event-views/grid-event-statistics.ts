import { Access, subtreeOf } from '@lianxin/access';
import type { Actor, LianxinContext } from '@lianxin/access';
import { GRID_EVENT_STATES } from '@lianxin/contracts';
import { shanghaiDayStart } from '@lianxin/policy';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { OPEN_STATES, tallyColumnOf } from '../grid-events/grid-event.transitions.js';
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

/** A village's or area's counts by state, and what is overdue. */
type Row = Readonly<Record<GridEventState, number>> & { readonly parent: string; readonly overdue: number };

const STATES = [...GRID_EVENT_STATES].sort();
const TALLIED = STATES.map((state) => `t.${tallyColumnOf(state)}`).join(', ');
const STORED = STATES.map((state) => `(e.state = '${state}')::int`).join(', ');
const SUMS = STATES.map((state) => `sum(c.${tallyColumnOf(state)})::int AS "${state}"`).join(', ');

/**
 * Those of today and those that are gone, each from its own index. Townships and counties count what was kept from those
 * below them: it is in no figure of the village, nor of the township, that is complained of.
 */
const AREAS = `SELECT a.id, a.code FROM area a WHERE a.level >= 'COUNTY' AND a.code >= $10 AND a.code < $11 AND`;

/**
 * Whole months come from the tallies, the days around them from the events themselves, and what is overdue from the
 * index of open events: the cost does not follow the number of events stored.
 */
const STATISTICS = `
  WITH within AS (
    ${AREAS} a.valid_until IS NULL UNION ALL ${AREAS} a.valid_until IS NOT NULL),
  place AS MATERIALIZED (
    SELECT p.code AS parent, w.id, w.code FROM within w
     CROSS JOIN (SELECT DISTINCT length(c.code) AS digits FROM unnest($1::text[]) AS c (code)) l
      JOIN unnest($1::text[]) AS p (code) ON p.code COLLATE "C" = left(w.code, l.digits)),
  counted (parent, ${STATES.map(tallyColumnOf).join(', ')}, overdue) AS (
    SELECT v.parent, ${TALLIED}, 0 FROM place v
      JOIN grid_event_tally t ON t.area_id = v.id AND t.month >= $2::date AND t.month < $3::date
    UNION ALL
    SELECT v.parent, ${STORED}, 0 FROM place v CROSS JOIN unnest($4::timestamptz[], $5::timestamptz[]) AS d (from_at, to_at)
      JOIN grid_event e ON e.village_code = v.code AND e.restricted_to IS NULL AND e.reported_at >= d.from_at AND e.reported_at < d.to_at
    UNION ALL
    SELECT v.parent, ${STORED}, 0 FROM place v CROSS JOIN unnest($4::timestamptz[], $5::timestamptz[]) AS d (from_at, to_at)
      JOIN grid_event e ON e.restricted_area_id = v.id AND e.restricted_to IS NOT NULL AND e.reported_at >= d.from_at AND e.reported_at < d.to_at
    UNION ALL
    SELECT v.parent, ${STATES.map(() => '0').join(', ')}, 1 FROM place v JOIN grid_event e ON e.area_id = v.id AND e.restricted_to IS NULL
     WHERE e.state = ANY($6) AND e.due_at < $7 AND e.reported_done_at IS NULL AND e.reported_at >= $8 AND e.reported_at < $9
    UNION ALL
    SELECT v.parent, ${STATES.map(() => '0').join(', ')}, 1 FROM place v JOIN grid_event e ON e.restricted_area_id = v.id AND e.restricted_to IS NOT NULL
     WHERE e.state = ANY($6) AND e.due_at < $7 AND e.reported_done_at IS NULL AND e.reported_at >= $8 AND e.reported_at < $9)
  SELECT c.parent, ${SUMS}, sum(c.overdue)::int AS overdue FROM counted c GROUP BY c.parent`;

@Injectable()
export class GridEventStatisticsReader {
  constructor(
    private readonly access: Access,
    private readonly clock: Clock,
  ) {}

  /** @throws ForbiddenError where the caller has no post over the area */
  load(
    scope: LianxinContext['scope'],
    actor: Actor,
    areaCode: string,
    period: Period,
  ): Promise<GridEventStatistics> {
    this.access.require(actor, 'read', 'GridEventStatistics', { areaCode });
    return scope.load(
      `grid event statistics ${period.from} ${period.to}`,
      areaCode,
      (tx, codes: readonly string[]) => this.read(tx, codes, period),
    );
  }

  private async read(
    tx: EntityManager,
    codes: readonly string[],
    period: Period,
  ): Promise<GridEventStatistics[]> {
    const months = fullMonths(period);
    const days = partialMonths(period).map(({ from, to }) => ({
      from: shanghaiDayStart(from),
      to: shanghaiDayStart(to),
    }));
    const inOrder = [...codes].sort();
    const rows = await tx.query<Row[]>(STATISTICS, [
      codes,
      months.from,
      months.to,
      days.map((day) => day.from),
      days.map((day) => day.to),
      OPEN_STATES,
      this.clock.now(),
      shanghaiDayStart(period.from),
      shanghaiDayStart(period.to),
      inOrder[0],
      subtreeOf(inOrder.at(-1) ?? '').to,
    ]);
    const byParent = new Map(rows.map((row) => [row.parent, row]));
    return codes.map((code) => summarise(byParent.get(code)));
  }
}

function summarise(row: Row | undefined): GridEventStatistics {
  if (!row) return { total: 0, byState: [], overdue: 0 };
  const byState = STATES.map((state) => ({ state, count: row[state] })).filter(({ count }) => count > 0);
  return { total: byState.reduce((sum, { count }) => sum + count, 0), byState, overdue: row.overdue };
}
