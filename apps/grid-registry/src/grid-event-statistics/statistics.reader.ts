import type { LianxinContext } from '@lianxin/access';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { GridEventCategory } from '../departments/department.model.js';
import { gridNumberOf } from '../grid-event-commands/grid-event-tally.js';
import type { Dimension } from '../grid-event-commands/grid-event-tally.js';
import type { Period } from '../grid-event-views/period.js';
import { addUp } from './rates.js';
import { cellsOfAreas, cellsOfDepartment, householdsOf, totalsOfAreas } from './statistics.queries.js';
import type { CellRow, Counts, Households } from './statistics.queries.js';

type Scope = LianxinContext['scope'];

/** What is counted: an area, a grid, or what a department was given; a department's code is that of its area. */
export type StatisticsPlace =
  | { readonly kind: 'AREA' | 'GRID'; readonly code: string }
  | { readonly kind: 'DEPARTMENT'; readonly code: string; readonly departmentId: string };

export interface Asked {
  readonly place: StatisticsPlace;
  readonly period: Period;
  readonly categories: readonly GridEventCategory[] | null;
  /** Whether the caller sees no more than what is made public of a village. */
  readonly isPublished: boolean;
}

const VILLAGE_CODE_LENGTH = 12;

/** Counts of places and their parts; those that one request asks for are read together. */
@Injectable()
export class GridEventStatisticsReader {
  constructor(private readonly clock: Clock) {}

  async totals(scope: Scope, { place, period }: Asked): Promise<Counts> {
    if (place.kind !== 'AREA') return addUp(await this.cells(scope, { place, period }, 'CATEGORY'));
    const { from, to } = period;
    const now = this.clock.now();
    const counts = await scope.load(
      `grid event statistics ${from} ${to}`,
      place.code,
      (tx, codes: readonly string[]) => totalsOfAreas(tx, codes, { period, now }),
    );
    return counts ?? addUp([]);
  }

  /** @param dimension of a grid or department: by category alone */
  async cells(
    scope: Scope,
    { place, period }: Pick<Asked, 'place' | 'period'>,
    dimension: Dimension,
  ): Promise<CellRow[]> {
    switch (place.kind) {
      case 'AREA':
        return this.cellsOfArea(scope, place.code, { period, dimension });
      case 'GRID': {
        const village = place.code.slice(0, VILLAGE_CODE_LENGTH);
        const rows = await this.cellsOfArea(scope, village, { period, dimension: 'GRID' });
        return rows.filter(({ value }) => value === gridNumberOf(place.code));
      }
      case 'DEPARTMENT':
        return this.cellsOfDepartment(scope, place.departmentId, period);
    }
  }

  households(scope: Scope, code: string): Promise<Households> {
    return scope.load('households by place', code, householdsOf);
  }

  private cellsOfArea(
    scope: Scope,
    code: string,
    { period, dimension }: { period: Period; dimension: Dimension },
  ): Promise<CellRow[]> {
    const name = `grid event cells ${dimension} ${period.from} ${period.to}`;
    const now = this.clock.now();
    return scope.load(name, code, (tx, codes: readonly string[]) =>
      cellsOfAreas(tx, codes, { period, now, dimension }),
    );
  }

  private cellsOfDepartment(scope: Scope, departmentId: string, period: Period): Promise<CellRow[]> {
    const name = `grid event cells of ${departmentId} ${period.from} ${period.to}`;
    const now = this.clock.now();
    return scope.load(name, departmentId, async (tx, ids: readonly string[]) => {
      const rows: CellRow[][] = [];
      for (const id of ids) rows.push(await cellsOfDepartment(tx, id, { period, now }));
      return rows;
    });
  }
}
