import type { LianxinContext } from '@lianxin/access';
import { GRID_EVENT_CATEGORIES } from '@lianxin/contracts';
import { Clock } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { GridEventCategory } from '../departments/department.model.js';
import { gridNumberOf } from '../grid-event-commands/grid-event-tally.js';
import type { Dimension } from '../grid-event-commands/grid-event-tally.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';
import type { GridModel } from '../grids/grid.model.js';
import { PoliciesService } from '../policies/policies.service.js';
import { STATES } from './counted-facts.js';
import { addUp, allWithheld, perHundred, ratesOf, totalOf } from './rates.js';
import type { Minimums, Rate, Rates } from './rates.js';
import { hiddenCells } from './small-cells.js';
import type { CellRow, Counts, Households } from './statistics.queries.js';
import { GridEventStatisticsReader } from './statistics.reader.js';
import type { Asked } from './statistics.reader.js';

type Scope = LianxinContext['scope'];

/** Figures of a place or of one part of it; null where they are withheld. */
export interface Figures extends Rates {
  readonly total: number | null;
  readonly overdue: number | null;
  readonly isWithheld: boolean;
}

export interface Summary extends Figures {
  readonly byState: readonly { readonly state: GridEventState; readonly count: number }[];
}

export interface Cell<Key> extends Figures {
  readonly key: Key;
  readonly perHundredHouseholds: Rate & { readonly isSynthetic: boolean };
}

interface Part<Key> {
  readonly key: Key;
  readonly counts: Counts;
}

const WITHHELD = { total: null, overdue: null, isWithheld: true, ...allWithheld('SMALL_CELL') } as const;
const NO_HOUSEHOLDS: Households = { households: 0, isSynthetic: false };

/** Figures made of counts: what is broken down hides small cells, and what is made public hides them everywhere. */
@Injectable()
export class GridEventStatisticsTables {
  constructor(
    private readonly reader: GridEventStatisticsReader,
    private readonly policies: PoliciesService,
    private readonly clock: Clock,
  ) {}

  async summary(scope: Scope, asked: Asked): Promise<Summary> {
    const minimums = this.minimumsOf(asked);
    const counts = await this.countsOf(scope, asked, minimums);
    if (!counts || (asked.isPublished && isSmall(totalOf(counts), minimums.cell)))
      return { ...WITHHELD, byState: [] };
    const isPart = asked.isPublished || asked.categories !== null;
    const figures = figuresOf(counts, { ...minimums, ...(!isPart && { cell: 1 }) }, asked.isPublished);
    const hidden = isPart ? hiddenStates(counts, minimums.cell) : new Set<number>();
    const byState = STATES.map((state) => ({ state, count: counts[state] })).filter(
      ({ count }, place) => count > 0 && !hidden.has(place),
    );
    return { ...figures, byState };
  }

  async byCategory(scope: Scope, asked: Asked): Promise<Cell<GridEventCategory>[]> {
    const parts = await this.categories(scope, asked);
    const households = await this.reader.households(scope, asked.place.code);
    const cells = this.table(parts, asked, () => households);
    return cells.filter(({ key }) => asked.categories?.includes(key) ?? true);
  }

  /** @param grids of the village; what named none has a cell of its own */
  async byGrid(scope: Scope, asked: Asked, grids: readonly GridModel[]): Promise<Cell<GridModel | null>[]> {
    const rows = await this.selected(scope, asked, 'GRID');
    const known = new Set(grids.map(({ code }) => gridNumberOf(code)));
    const parts = [
      ...grids.map((grid) => ({ key: grid, counts: addUp(valued(rows, gridNumberOf(grid.code))) })),
      { key: null, counts: addUp(rows.filter(({ value }) => !known.has(value))) },
    ];
    return this.table(parts, asked, (grid) =>
      grid ? { households: grid.householdCount, isSynthetic: grid.isSynthetic } : NO_HOUSEHOLDS,
    );
  }

  /** The departments that have events of the place in hand, by id. */
  async byDepartment(scope: Scope, asked: Asked): Promise<Cell<string>[]> {
    const rows = await this.selected(scope, asked, 'DEPARTMENT');
    const ids = [...new Set(rows.map(({ value }) => value))].sort();
    const parts = ids.map((id) => ({ key: id, counts: addUp(valued(rows, id)) }));
    return this.table(parts, asked, () => NO_HOUSEHOLDS);
  }

  /** Null if one of the categories asked for is hidden in the table of all of them. */
  private async countsOf(scope: Scope, asked: Asked, { cell }: Minimums): Promise<Counts | null> {
    const { categories } = asked;
    if (!categories) return this.reader.totals(scope, asked);
    const parts = await this.categories(scope, asked);
    const hidden = hiddenCells(
      parts.map(({ counts }) => totalOf(counts)),
      cell,
    );
    if (parts.some(({ key }, place) => hidden.has(place) && categories.includes(key))) return null;
    return addUp(parts.filter(({ key }) => categories.includes(key)).map(({ counts }) => counts));
  }

  private async categories(scope: Scope, asked: Asked): Promise<Part<GridEventCategory>[]> {
    const rows = await this.reader.cells(scope, asked, 'CATEGORY');
    return GRID_EVENT_CATEGORIES.map((category) => ({
      key: category,
      counts: addUp(rows.filter((row) => row.category === category)),
    }));
  }

  private async selected(scope: Scope, asked: Asked, dimension: Dimension): Promise<CellRow[]> {
    const rows = await this.reader.cells(scope, asked, dimension);
    return rows.filter(({ category }) => asked.categories?.includes(category) ?? true);
  }

  private table<Key>(
    parts: readonly Part<Key>[],
    asked: Asked,
    householdsOf: (key: Key) => Households,
  ): Cell<Key>[] {
    const minimums = this.minimumsOf(asked);
    const hidden = hiddenCells(
      parts.map(({ counts }) => totalOf(counts)),
      minimums.cell,
    );
    return parts.flatMap(({ key, counts }, place) => {
      if (totalOf(counts) === 0 && !hidden.has(place)) return [];
      const figures = hidden.has(place) ? WITHHELD : figuresOf(counts, minimums, asked.isPublished);
      const { households, isSynthetic } = householdsOf(key);
      return [
        { key, ...figures, perHundredHouseholds: { ...perHundred(figures.total, households), isSynthetic } },
      ];
    });
  }

  private minimumsOf({ place }: Asked): Minimums {
    const question = { areaCode: place.code, on: this.clock.now() };
    return {
      cell: this.policies.book.valueAt('grid-event.statistics-minimum-cell', question).value,
      sample: this.policies.book.valueAt('indicator.minimum-sample', question).value,
    };
  }
}

const isSmall = (count: number, minimum: number): boolean => count > 0 && count < minimum;

const valued = (rows: readonly CellRow[], value: string): CellRow[] =>
  rows.filter((row) => row.value === value);

const hiddenStates = (counts: Counts, minimum: number): ReadonlySet<number> =>
  hiddenCells(
    STATES.map((state) => counts[state]),
    minimum,
  );

/** What only time makes is read from the events, which residents may not read: it is not made public. */
function figuresOf(counts: Counts, minimums: Minimums, isPublished: boolean): Figures {
  const total = totalOf(counts);
  const rates = ratesOf(counts, minimums);
  if (!isPublished) return { total, overdue: counts.OVERDUE, isWithheld: false, ...rates };
  const { satisfaction } = rates;
  return { ...allWithheld('NOT_PUBLISHED'), satisfaction, total, overdue: null, isWithheld: false };
}
