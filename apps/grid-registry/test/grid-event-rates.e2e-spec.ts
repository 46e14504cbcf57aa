import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { GRID_EVENT_CATEGORIES, GRID_EVENT_STATES } from '@lianxin/contracts';
import type { TestClient } from '@lianxin/testing';
import fc from 'fast-check';
import { ask, MINIMUM, refusal, STATISTICS, tally } from './grid-event-statistics.builder.js';
import type { Asked, Figures, Rate } from './grid-event-statistics.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  OTHER_VILLAGE,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { storeEvents } from './stored-events.builder.js';
import type { StoredEvent } from './stored-events.builder.js';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-03-02T02:00:00.000Z');
const at = (instant: number): string => new Date(instant).toISOString();
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;
const dayOf = (instant: number): string => at(instant + 8 * 3_600_000).slice(0, 10);

describe('rates and breakdowns of grid events', () => {
  let place: Place;
  let events: StoredEvent[];
  let auditor: TestClient;

  const aRandomEvent = (): Partial<StoredEvent> => {
    const reported = NOW - randomInt(1, 200) * DAY_MS - randomInt(DAY_MS);
    const village = oneOf([
      { area_id: 6, area_code: GRID },
      { area_id: 6, area_code: VILLAGE },
      { area_id: 7, area_code: OTHER_VILLAGE },
      { area_id: 8, area_code: `${OTHER_TOWNSHIP}001` },
    ]);
    const state = oneOf(GRID_EVENT_STATES);
    const due = reported + randomInt(1, 200) * DAY_MS;
    const isDone = [
      'REPORTED_DONE',
      'VERIFIED',
      'RESULT_NOTIFIED',
      'SETTLED_ON_THE_SPOT',
      'PROCEDURE_TOLD',
      'FOLLOWED_UP',
      'CLOSED',
    ].includes(state);
    const isReached = oneOf([true, true, false, null]);
    const isRestricted = randomInt(10) === 0;
    return {
      ...village,
      state,
      category: oneOf(GRID_EVENT_CATEGORIES.slice(0, 4)),
      department_id: oneOf([null, place.departmentId, place.policeId]),
      reported_at: at(reported),
      due_at: at(due),
      reported_done_at: isDone ? at(due + randomInt(-2, 3) * 3_600_000) : null,
      respond_by: oneOf([null, at(reported + DAY_MS)]),
      responded_at: state === 'REPORTED' ? null : at(reported + randomInt(1, 48) * 3_600_000),
      is_reached: isReached,
      is_satisfied: isReached ? oneOf([true, false]) : null,
      restricted_to: isRestricted ? TOWNSHIP : null,
      restricted_area_id: isRestricted ? 4 : null,
    };
  };

  beforeAll(async () => {
    place = await startGridRegistry();
    auditor = await place.service.signIn({ role: Role.AUDITOR, areaCode: COUNTY });
    events = await storeEvents(place.service, Array.from({ length: 500 }, aRandomEvent));
    await tally(place);
  });
  afterAll(() => place.service.stop());

  const OPEN = ['REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE'];
  const late = (instant: string | null): boolean => instant !== null && Date.parse(instant) < NOW;
  const isOverdue = (event: StoredEvent): boolean =>
    OPEN.includes(event.state) && event.reported_done_at === null && late(event.due_at);

  /** Numerators and denominators by counting one by one. */
  function counted(
    some: readonly StoredEvent[],
  ): Record<string, readonly [number, number]> & { total: readonly [number, number] } {
    const responses = some.filter(
      (each) =>
        each.respond_by &&
        !['MERGED', 'STOOD_DOWN'].includes(each.state) &&
        (each.responded_at ?? late(each.respond_by)),
    );
    const inTime = responses.filter(
      (each) => each.responded_at && each.responded_at <= (each.respond_by ?? ''),
    );
    const done = some.filter((each) => each.reported_done_at !== null);
    const answers = some.filter(
      (each) =>
        each.is_reached && each.is_satisfied !== null && ['FOLLOWED_UP', 'CLOSED'].includes(each.state),
    );
    return {
      total: [some.length, some.filter(isOverdue).length],
      response: [inTime.length, responses.length],
      completion: [
        done.filter((each) => (each.reported_done_at ?? '') <= each.due_at).length,
        done.length + some.filter(isOverdue).length,
      ],
      satisfaction: [answers.filter((each) => each.is_satisfied).length, answers.length],
    };
  }
  const madeOf = (rate: Rate): readonly [number | null, number | null] => [rate.numerator, rate.denominator];

  function expectCell(cell: Figures, some: readonly StoredEvent[]): void {
    if (cell.isWithheld) return;
    const wanted = counted(some);
    expect([cell.total, cell.overdue]).toEqual(wanted.total);
    for (const rate of ['response', 'completion', 'satisfaction'] as const)
      if (cell[rate].notApplicableBecause !== 'SMALL_CELL') expect(madeOf(cell[rate])).toEqual(wanted[rate]);
      else expect(wanted[rate]?.[1]).toBeLessThan(MINIMUM);
  }

  it('are what counting the events one by one gives, for any area and period', async () => {
    const days = fc.tuple(fc.nat(220), fc.nat(220)).filter(([a, b]) => a !== b);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, OTHER_VILLAGE),
        days,
        async (areaCode, [a, b]) => {
          const [from = '', to = ''] = [Math.max(a, b), Math.min(a, b)].map((days_) =>
            dayOf(NOW - days_ * DAY_MS),
          );
          const inPeriod = events.filter(({ reported_at }) => {
            const day = dayOf(Date.parse(reported_at));
            return day >= from && day < to;
          });
          const common = inPeriod.filter(
            (each) => each.restricted_to === null && each.area_code.startsWith(areaCode),
          );
          const apart = inPeriod.filter((each) => each.restricted_to?.startsWith(areaCode));
          const answer = await ask(auditor, { areaCode }, { from, to });
          const wanted = counted([...common, ...apart]);
          expect([answer.total, answer.overdue]).toEqual(wanted.total);
          for (const rate of ['response', 'completion', 'satisfaction'] as const)
            expect(madeOf(answer[rate])).toEqual(wanted[rate]);
          for (const cell of answer.byCategory)
            expectCell(
              cell,
              common.filter(({ category }) => category === cell.category),
            );
          for (const cell of answer.byDepartment ?? [])
            expectCell(
              cell,
              common.filter((each) => each.department_id === cell.department.id),
            );
          for (const cell of answer.byGrid ?? [])
            expectCell(
              cell,
              common.filter((each) => (each.area_code === GRID) === (cell.grid !== null)),
            );
        },
      ),
      { numRuns: 25 },
    );
  });

  it('hide every small cell, and never one alone', async () => {
    for (const areaCode of [COUNTY, TOWNSHIP, VILLAGE, OTHER_VILLAGE])
      for (const month of ['2025-10', '2025-11', '2025-12', '2026-01', '2026-02']) {
        const next = dayOf(Date.parse(`${month}-28T00:00:00Z`) + 5 * DAY_MS).slice(0, 7);
        const { byCategory, byGrid, byDepartment } = await ask(
          auditor,
          { areaCode },
          { from: `${month}-01`, to: `${next}-01` },
        );
        for (const table of [byCategory, byGrid ?? [], byDepartment ?? []]) {
          const hidden = table.filter(({ isWithheld }) => isWithheld);
          for (const { total } of table) expect(total ?? MINIMUM).toBeGreaterThanOrEqual(MINIMUM);
          for (const { total, overdue, response } of hidden)
            expect([total, overdue, response]).toEqual([
              null,
              null,
              { numerator: null, denominator: null, ratio: null, notApplicableBecause: 'SMALL_CELL' },
            ]);
          if (table === byCategory) expect(hidden).not.toHaveLength(1);
        }
      }
  });

  it('give a filter’s total only where the table gives each of its categories', async () => {
    const period = { from: '2026-02-01', to: '2026-03-01' };
    const { byCategory } = await ask(auditor, { areaCode: VILLAGE }, period);
    for (const category of GRID_EVENT_CATEGORIES) {
      const cell = byCategory.find((each) => each.category === category);
      const alone = await ask(auditor, { areaCode: VILLAGE, categories: [category] }, period);
      expect([alone.total, alone.isWithheld]).toEqual([cell ? cell.total : 0, cell?.isWithheld ?? false]);
    }
    const withheld = byCategory.filter(({ isWithheld }) => isWithheld).map(({ category }) => category);
    for (const category of withheld) {
      const others = GRID_EVENT_CATEGORIES.filter((each) => each !== category);
      if (withheld.length > 1)
        expect((await ask(auditor, { areaCode: VILLAGE, categories: others }, period)).total).toBeNull();
    }
  });

  it('count a grid and a department by themselves', async () => {
    const common = events.filter((each) => each.restricted_to === null);
    const period = { from: '2025-01-01', to: '2027-01-01' };
    const grid = await ask(place.worker, { gridCode: GRID }, period);
    expect(grid.total).toBe(common.filter((each) => each.area_code === GRID).length);
    expect(grid.perHundredHouseholds).toMatchObject({
      numerator: grid.total,
      denominator: 50,
      isSynthetic: true,
    });
    expect(grid.perHundredHouseholds.ratio).toBe((grid.total ?? 0) * 2);
    const own = common.filter((each) => each.department_id === place.departmentId);
    const department = await ask(
      place.department,
      { departmentId: place.departmentId },
      { from: '2025-09-20', to: '2026-02-20' },
    );
    const inPeriod = own.filter((each) => {
      const day = dayOf(Date.parse(each.reported_at));
      return day >= '2025-09-20' && day < '2026-02-20';
    });
    expect([department.total, department.overdue]).toEqual(counted(inPeriod).total);
    expect(madeOf(department.completion)).toEqual(counted(inPeriod)['completion']);
  });

  it('say why there is no ratio', async () => {
    const none = await ask(auditor, { areaCode: VILLAGE }, { from: '2030-01-01', to: '2031-01-01' });
    const nothing = { numerator: 0, denominator: 0, ratio: null, notApplicableBecause: 'NOTHING_TO_COUNT' };
    expect(none).toMatchObject({
      total: 0,
      response: nothing,
      completion: nothing,
      satisfaction: nothing,
      byCategory: [],
    });
    const elsewhere = await ask(auditor, { areaCode: OTHER_VILLAGE });
    expect(elsewhere.perHundredHouseholds).toMatchObject({
      denominator: 0,
      ratio: null,
      notApplicableBecause: 'HOUSEHOLDS_UNKNOWN',
    });
  });

  it('are for posts over the place, the department itself, and residents of the village', async () => {
    const code = async (who: TestClient, asked: Asked): Promise<string> =>
      (await who.ask(STATISTICS, { ...asked, from: '2026-02-01', to: '2026-03-01' })).errors?.[0]?.extensions
        .code ?? 'answered';
    const { departmentId, policeId } = place;
    expect(await code(place.department, { departmentId })).toBe('answered');
    expect(await code(place.county, { departmentId })).toBe('answered');
    for (const who of [place.police, place.township, place.resident, place.worker])
      expect(await code(who, { departmentId })).toBe('FORBIDDEN');
    expect(await code(place.department, { departmentId: policeId })).toBe('FORBIDDEN');
    expect(await code(place.department, { areaCode: COUNTY })).toBe('FORBIDDEN');
    expect(await code(place.worker, { gridCode: GRID })).toBe('answered');
    expect(await code(place.worker, { areaCode: VILLAGE })).toBe('FORBIDDEN');
    expect(await code(place.resident, { areaCode: VILLAGE })).toBe('answered');
    expect(await code(place.resident, { gridCode: GRID })).toBe('FORBIDDEN');
    expect(await code(place.resident, { areaCode: OTHER_VILLAGE })).toBe('FORBIDDEN');
    expect(await code(place.resident, { areaCode: TOWNSHIP })).toBe('FORBIDDEN');
    expect(await code(place.service.client(), { areaCode: VILLAGE })).toBe('UNAUTHENTICATED');
    expect(await code(place.county, {})).toBe('STATISTICS_PLACE_EXPECTED');
    expect(await code(place.county, { areaCode: VILLAGE, gridCode: GRID })).toBe('STATISTICS_PLACE_EXPECTED');
    expect(await code(place.county, { areaCode: GRID })).toBe('STATISTICS_PLACE_EXPECTED');
    expect(await code(place.county, { gridCode: `${VILLAGE}999` })).toBe('GRID_UNKNOWN');
    expect(await code(place.county, { departmentId: randomUUID() })).toBe('NOT_FOUND');
  });

  it('show residents whole months of their village, and nothing small', async () => {
    for (const [from, to] of [
      ['2026-02-01', '2026-02-28'],
      ['2026-01-15', '2026-02-15'],
      ['2026-01-01', '2026-03-01'],
      ['2026-03-01', '2026-04-01'],
    ] as const)
      expect(await refusal(place.resident, { areaCode: VILLAGE }, { from, to })).toBe('PERIOD_NOT_PUBLISHED');
    const period = { from: '2026-01-01', to: '2026-02-01' };
    const [shown, official] = [
      await ask(place.resident, { areaCode: VILLAGE }, period),
      await ask(place.villageOfficer, { areaCode: VILLAGE }, period),
    ];
    const isSmall = (official.total ?? 0) < MINIMUM;
    expect(shown.total).toBe(isSmall ? null : official.total);
    expect(shown).toMatchObject({ overdue: null, byGrid: null, byDepartment: null });
    if (!isSmall) expect(shown.completion.notApplicableBecause).toBe('NOT_PUBLISHED');
    for (const { count } of shown.byState) expect(count).toBeGreaterThanOrEqual(MINIMUM);
    expect(shown.byCategory.map(({ total }) => total)).toEqual(official.byCategory.map(({ total }) => total));
  });
});
