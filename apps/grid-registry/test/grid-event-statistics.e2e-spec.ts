import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { GRID_EVENT_CATEGORIES, GRID_EVENT_STATES } from '@lianxin/contracts';
import { sqlStatements } from '@lianxin/service-kit';
import fc from 'fast-check';
import { aReport, STEPS, take } from './grid-event.builder.js';
import type { StepName } from './grid-event.builder.js';
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

const STATISTICS = `query ($code: String!, $from: String!, $to: String!) {
  area(code: $code) { gridEventStatistics(from: $from, to: $to) { total overdue byState { state count } } } }`;

interface Statistics {
  readonly total: number;
  readonly overdue: number;
  readonly byState: readonly { readonly state: string; readonly count: number }[];
}

const NOW = '2026-03-02T02:00:00.000Z';
const MONTH = `date_trunc('month', reported_at AT TIME ZONE 'Asia/Shanghai')::date`;
const COLUMNS = GRID_EVENT_STATES.map((state) => state.toLowerCase());
const COUNTS = GRID_EVENT_STATES.map((state) => `(count(*) FILTER (WHERE state = '${state}'))::int`);
const DONE = `state IN ('REPORTED_DONE', 'VERIFIED', 'RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'PROCEDURE_TOLD', 'FOLLOWED_UP', 'CLOSED')`;
const FACTS = {
  responded_in_time: `responded_at <= respond_by AND state NOT IN ('MERGED', 'STOOD_DOWN')`,
  responded_late: `responded_at > respond_by AND state NOT IN ('MERGED', 'STOOD_DOWN')`,
  done_in_time: `${DONE} AND reported_done_at <= due_at`,
  done_late: `${DONE} AND reported_done_at > due_at`,
};
const OPEN = ['REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY', 'REPORTED_DONE'];
const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const VILLAGES = [
  { area_id: 6, area_code: GRID },
  { area_id: 6, area_code: VILLAGE },
  { area_id: 7, area_code: OTHER_VILLAGE },
  { area_id: 8, area_code: `${OTHER_TOWNSHIP}001` },
];

/** `YYYY-MM-DD` in Shanghai. */
const dayOf = (instant: number): string => new Date(instant + SHANGHAI_MS).toISOString().slice(0, 10);
const FIRST_DAY = Date.parse('2025-10-01T00:00:00+08:00');
const DAYS = 200;

/** An instant of the half year, often at the very edge of a day, which may be that of a month. */
const anInstant = (): number => {
  const edge = [-1, 0, 1, SHANGHAI_MS, DAY_MS / 2, randomInt(DAY_MS)][randomInt(6)] as number;
  return FIRST_DAY + randomInt(1, DAYS) * DAY_MS + edge;
};
const oneOf = <T>(list: readonly T[]): T => list[randomInt(list.length)] as T;

describe('the statistics of grid events', () => {
  let place: Place;
  let events: StoredEvent[];

  beforeAll(async () => {
    place = await startGridRegistry();
    const random = Array.from({ length: 400 }, () => ({
      ...oneOf(VILLAGES),
      category: oneOf(GRID_EVENT_CATEGORIES),
      state: oneOf(GRID_EVENT_STATES),
      reported_at: new Date(anInstant()).toISOString(),
      due_at: new Date(Date.parse(NOW) + randomInt(-5, 5) * DAY_MS).toISOString(),
      reported_done_at: randomInt(3) === 0 ? NOW : null,
    }));
    events = await storeEvents(place.service, random);
    await place.service.sql(
      `INSERT INTO grid_event_tally (area_id, month, ${COLUMNS.join(', ')})
       SELECT area_id, ${MONTH}, ${COUNTS.join(', ')} FROM grid_event GROUP BY 1, 2`,
    );
  });
  afterAll(() => place.service.stop());

  const statisticsOf = async (code: string, from: string, to: string): Promise<Statistics> =>
    (await place.county.get<{ area: { gridEventStatistics: Statistics } }>(STATISTICS, { code, from, to }))
      .area.gridEventStatistics;

  function counted(code: string, from: string, to: string): Statistics {
    const meant = events.filter((event) => {
      const day = dayOf(Date.parse(event.reported_at));
      return event.area_code.startsWith(code) && day >= from && day < to;
    });
    const states = [...new Set(meant.map(({ state }) => state))].sort();
    const isOverdue = (event: StoredEvent): boolean =>
      OPEN.includes(event.state) && event.reported_done_at === null && event.due_at < NOW;
    return {
      total: meant.length,
      overdue: meant.filter(isOverdue).length,
      byState: states.map((state) => ({
        state,
        count: meant.filter((event) => event.state === state).length,
      })),
    };
  }

  it('are what counting the events one by one gives, for any area and period', async () => {
    const days = fc.tuple(fc.nat(DAYS + 20), fc.nat(DAYS + 20)).filter(([a, b]) => a !== b);
    const areas = fc.constantFrom('36', COUNTY, TOWNSHIP, OTHER_TOWNSHIP, VILLAGE, OTHER_VILLAGE);
    const root = await place.service.signIn({ role: Role.AUDITOR, areaCode: '36' });
    await fc.assert(
      fc.asyncProperty(areas, days, async (code, [a, b]) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((day) =>
          dayOf(FIRST_DAY + (day - 10) * DAY_MS),
        ) as [string, string];
        const answer = await root.get<{ area: { gridEventStatistics: Statistics } }>(STATISTICS, {
          code,
          from,
          to,
        });
        expect(answer.area.gridEventStatistics).toEqual(counted(code, from, to));
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['a whole month', '2025-12-01', '2026-01-01'],
    ['several whole months', '2025-11-01', '2026-03-01'],
    ['one day', '2026-01-01', '2026-01-02'],
    ['days inside one month', '2025-12-03', '2025-12-28'],
    ['days at both ends of a month', '2025-11-30', '2026-01-02'],
    ['a leap into the next year', '2025-12-31', '2026-01-01'],
    ['a year without any', '2030-01-01', '2031-01-01'],
  ])('cover %s', async (_what, from, to) => {
    expect(await statisticsOf(COUNTY, from, to)).toEqual(counted(COUNTY, from, to));
  });

  it.each([
    ['2026-01-01', '2026-01-01'],
    ['2026-01-02', '2026-01-01'],
    ['2026-02-30', '2026-03-01'],
    ['2026-1-1', '2026-03-01'],
    ['', '2026-03-01'],
    ['2026-01-01T00:00:00Z', '2026-03-01'],
  ])('have no period from %j to %j', async (from, to) => {
    expect(await place.county.refusal(STATISTICS, { code: COUNTY, from, to })).toBe('PERIOD_MALFORMED');
  });

  it('are for posts over the whole area alone', async () => {
    const period = { from: '2026-01-01', to: '2026-02-01' };
    const ask = async (who: keyof Place, code: string): Promise<string> => {
      const client = place[who] as Place['worker'];
      return (await client.ask(STATISTICS, { code, ...period })).errors?.[0]?.extensions.code ?? 'answered';
    };
    expect(await ask('township', TOWNSHIP)).toBe('answered');
    expect(await ask('township', VILLAGE)).toBe('answered');
    expect(await ask('township', COUNTY)).toBe('FORBIDDEN');
    expect(await ask('township', OTHER_TOWNSHIP)).toBe('FORBIDDEN');
    expect(await ask('villageOfficer', TOWNSHIP)).toBe('FORBIDDEN');
    for (const who of ['worker', 'resident', 'department'] as const)
      expect(await ask(who, VILLAGE)).toBe('FORBIDDEN');
    const nobody = place.service.client();
    expect(await nobody.refusal(STATISTICS, { code: VILLAGE, ...period })).toBe('FORBIDDEN');
  });

  it('follow the events through whatever their commands do', async () => {
    const steps: StepName[] = [
      'accept',
      'refuse',
      'escalate',
      'dispatch',
      'start',
      'return',
      'reportDone',
      'verify',
      'reopen',
      'close',
    ];
    const officer = await place.service.signIn(
      { role: Role.COUNTY_COMMAND, areaCode: COUNTY },
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
    );
    for (const table of ['grid_event', 'grid_event_tally', 'grid_event_cell_tally'])
      await place.service.sql(`DELETE FROM ${table}`);
    const reported = await Promise.all(
      Array.from({ length: 10 }, () => take(place.worker, 'report', aReport())),
    );
    const noNote = new Set(['accept', 'start', 'close']);
    for (let round = 0; round < 8; round += 1) {
      const tries = reported.map(({ id: gridEventId }) => {
        const step = oneOf(steps);
        const words =
          step === 'dispatch'
            ? oneOf([{ level: 'VILLAGE' }, { level: 'TOWNSHIP' }, { departmentId: place.departmentId }])
            : noNote.has(step)
              ? {}
              : { note: '说明' };
        return officer.ask(STEPS[step], { input: { requestId: randomUUID(), gridEventId, ...words } });
      });
      await Promise.all(tries);
    }
    const columns = [...COLUMNS, ...Object.keys(FACTS)].join(', ');
    const counts = [
      ...COUNTS,
      ...Object.values(FACTS).map((fact) => `(count(*) FILTER (WHERE ${fact}))::int`),
    ];
    const differences = await place.service.sql(
      `SELECT area_id, ${MONTH} AS month, ${counts.join(', ')} FROM grid_event GROUP BY 1, 2
       EXCEPT SELECT area_id, month, ${columns} FROM grid_event_tally`,
    );
    expect(differences).toEqual([]);
    const cells = await place.service.sql(
      `SELECT area_id, ${MONTH} AS month, d.dimension, d.value, category, ${counts.join(', ')} FROM grid_event
        CROSS JOIN LATERAL (VALUES ('CATEGORY', ''), ('GRID', substr(area_code, 13, 3)), ('DEPARTMENT', department_id::text)) AS d (dimension, value)
        WHERE d.value IS NOT NULL GROUP BY 1, 2, 3, 4, 5
       EXCEPT SELECT area_id, month, dimension, value, category, ${columns} FROM grid_event_cell_tally`,
    );
    expect(cells).toEqual([]);
    const [empty] = await place.service.sql(
      `SELECT sum(least(${columns})) AS least FROM grid_event_cell_tally`,
    );
    expect(empty).toEqual({ least: 0 });
  });
});

describe('the dashboard of a county', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
    await place.service.sql(
      `INSERT INTO area (id, code, name, level, parent_id, committee_kind, valid_from)
       SELECT 100 + n, '${TOWNSHIP}' || 300 + n, '村' || n, 'VILLAGE', 4, 'VILLAGERS_COMMITTEE', '2023-06-30' FROM generate_series(1, 60) AS n`,
    );
    await storeEvents(
      place.service,
      Array.from({ length: 240 }, (_, n) => ({
        area_id: 101 + (n % 60),
        area_code: `${TOWNSHIP}${301 + (n % 60)}`,
        department_id: place.departmentId,
      })),
    );
  });
  afterAll(() => place.service.stop());

  it('costs as many statements for many villages as for few', async () => {
    const document = `query ($first: Int!) { area(code: "${TOWNSHIP}") { children(first: $first) { edges { node {
      code parent { code } grids { code }
      gridEvents(first: 3) { edges { node { id state isOverdue area { code } grid { code } department { code } history { role } } } }
      gridEventStatistics(from: "2026-01-15", to: "2026-04-01") { total overdue byState { state count } } } } } } }`;
    const cost = async (first: number): Promise<{ statements: number; events: number }> => {
      const before = (await sqlStatements.get()).values[0]?.value ?? 0;
      const answer = await place.county.get(document, { first });
      const statements = ((await sqlStatements.get()).values[0]?.value ?? 0) - before;
      return { statements, events: JSON.stringify(answer).split('isOverdue').length - 1 };
    };
    await cost(1);
    const [few, many] = [await cost(5), await cost(60)];
    expect([few.events, many.events]).toEqual([9, 174]);
    expect(many.statements).toBe(few.statements);
    expect(many.statements).toBeLessThanOrEqual(16);
  });
});
