import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CursorSigner } from '@lianxin/service-kit';
import { aReport, take } from './grid-event.builder.js';
import { COUNTY, OTHER_TOWNSHIP, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';
import { storeEvents } from './stored-events.builder.js';
import type { StoredEvent } from './stored-events.builder.js';

const NODES = `edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const LIST = `query ($first: Int = 100, $after: String, $filter: GridEventFilter, $order: GridEventOrder = NEWEST_FIRST) {
  gridEvents(first: $first, after: $after, filter: $filter, order: $order) { ${NODES} } }`;
const IN_AREA = `query ($code: String!, $first: Int = 100, $after: String, $filter: GridEventFilter, $order: GridEventOrder = NEWEST_FIRST) {
  area(code: $code) { gridEvents(first: $first, after: $after, filter: $filter, order: $order) { ${NODES} } } }`;

interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly id: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const MINUTE_MS = 60_000;
const START = Date.parse('2026-03-01T00:00:00Z');
const STATES = ['REPORTED', 'UNDER_WAY', 'CLOSED', 'VERIFIED'];
const CATEGORIES = ['HAZARD', 'SANITATION', 'DISPUTE'];
const KINDS = ['GENERAL', 'EMERGENCY'];

describe('lists of grid events', () => {
  let place: Place;
  let events: StoredEvent[];

  beforeAll(async () => {
    place = await startGridRegistry();
    events = await storeEvents(
      place.service,
      Array.from({ length: 60 }, (_, n) => ({
        state: STATES[n % STATES.length] as string,
        category: CATEGORIES[n % CATEGORIES.length] as string,
        kind: KINDS[n % KINDS.length] as string,
        department_id: n % 5 === 0 ? place.departmentId : null,
        area_code: n % 2 === 0 ? `${VILLAGE}001` : `${TOWNSHIP}200`,
        area_id: n % 2 === 0 ? 6 : 7,
        // Several at the same instant, so that a page can end among them.
        reported_at: new Date(START + Math.floor(n / 4) * MINUTE_MS).toISOString(),
        due_at: new Date(START + ((n * 37) % 60) * 60 * MINUTE_MS).toISOString(),
        reported_done_at: n % 7 === 0 ? '2026-03-01T01:00:00Z' : null,
      })),
    );
    await storeEvents(place.service, [{ area_id: 8, area_code: `${OTHER_TOWNSHIP}001` }]);
  });
  afterAll(() => place.service.stop());

  const list = async (variables: Record<string, unknown> = {}): Promise<Page> =>
    (await place.township.get<{ gridEvents: Page }>(LIST, variables)).gridEvents;
  const inArea = async (code: string, variables: Record<string, unknown> = {}): Promise<Page> =>
    (await place.township.get<{ area: { gridEvents: Page } }>(IN_AREA, { code, ...variables })).area
      .gridEvents;
  const idsOf = (page: Page): string[] => page.edges.map(({ node }) => node.id);
  const sorted = (order: string, of: readonly StoredEvent[] = events): string[] => {
    const key = (event: StoredEvent): string =>
      `${order === 'DUE_FIRST' ? event.due_at : event.reported_at} ${event.id}`;
    const ids = [...of].sort((a, b) => (key(a) < key(b) ? -1 : 1)).map(({ id }) => id);
    return order === 'NEWEST_FIRST' ? ids.reverse() : ids;
  };

  it.each(['NEWEST_FIRST', 'OLDEST_FIRST', 'DUE_FIRST'])('come %s', async (order) => {
    expect(idsOf(await list({ order }))).toEqual(sorted(order));
    expect(idsOf(await inArea(TOWNSHIP, { order }))).toEqual(sorted(order));
    const inVillage = events.filter(({ area_code: code }) => code.startsWith(VILLAGE));
    expect(idsOf(await inArea(VILLAGE, { order }))).toEqual(sorted(order, inVillage));
  });

  const isOverdue = (event: StoredEvent): boolean =>
    ['REPORTED', 'UNDER_WAY'].includes(event.state) &&
    event.reported_done_at === null &&
    event.due_at < '2026-03-02T02:00:00.000Z';
  const FILTERS: [string, Record<string, unknown>, (event: StoredEvent, departmentId: string) => boolean][] =
    [
      ['states', { states: ['CLOSED', 'REPORTED'] }, ({ state }) => ['CLOSED', 'REPORTED'].includes(state)],
      ['no state at all', { states: [] }, () => false],
      ['categories', { categories: ['SANITATION'] }, ({ category }) => category === 'SANITATION'],
      ['kinds', { kinds: ['EMERGENCY'] }, ({ kind }) => kind === 'EMERGENCY'],
      ['what is overdue', { isOverdue: true }, isOverdue],
      ['what is not', { isOverdue: false }, (event) => !isOverdue(event)],
      [
        'a period, its end left out',
        { reportedFrom: '2026-03-01T00:05:00Z', reportedTo: '2026-03-01T08:10:00+08:00' },
        ({ reported_at: at }) => at >= '2026-03-01T00:05:00.000Z' && at < '2026-03-01T00:10:00.000Z',
      ],
      [
        'nothing when every condition is null',
        { states: null, kinds: null, isOverdue: null, departmentId: null },
        () => true,
      ],
      [
        'all conditions at once',
        { states: ['REPORTED'], kinds: ['GENERAL'], categories: ['HAZARD', 'DISPUTE'] },
        ({ state, kind, category }) =>
          state === 'REPORTED' && kind === 'GENERAL' && category !== 'SANITATION',
      ],
    ];

  it.each(FILTERS)('are filtered by %s', async (_what, filter, isMeant) => {
    const meant = events.filter((event) => isMeant(event, place.departmentId));
    expect(idsOf(await list({ filter }))).toEqual(sorted('NEWEST_FIRST', meant));
    expect(idsOf(await inArea(TOWNSHIP, { filter }))).toEqual(sorted('NEWEST_FIRST', meant));
  });

  it('are filtered by department, for the department itself, too', async () => {
    const filter = { departmentId: place.departmentId };
    const meant = sorted(
      'NEWEST_FIRST',
      events.filter(({ department_id: id }) => id === place.departmentId),
    );
    expect(idsOf(await list({ filter }))).toEqual(meant);
    const own = await place.department.get<{ gridEvents: Page }>(LIST, { filter });
    expect(idsOf(own.gridEvents)).toEqual(meant);
    expect(idsOf(await list({ filter: { departmentId: randomUUID() } }))).toEqual([]);
  });

  it.each(['NEWEST_FIRST', 'OLDEST_FIRST', 'DUE_FIRST'])(
    'are walked page by page, nothing twice and nothing lost, %s',
    async (order) => {
      for (const first of [1, 7, 20, 60]) {
        const walked: string[] = [];
        let after: string | null = null;
        for (let isMore = true; isMore;) {
          const page: Page = await inArea(TOWNSHIP, { order, first, after });
          expect(page.pageInfo).toMatchObject({
            hasPreviousPage: after !== null,
            startCursor: page.edges[0]?.cursor,
          });
          walked.push(...idsOf(page));
          after = page.pageInfo.endCursor;
          isMore = page.pageInfo.hasNextPage;
        }
        expect(walked).toEqual(sorted(order));
      }
    },
  );

  it('lose nothing and repeat nothing while new events arrive between two pages', async () => {
    const walked: string[] = [];
    const arrived: string[] = [];
    let after: string | null = null;
    for (let isMore = true; isMore;) {
      const page: Page = await list({ order: 'OLDEST_FIRST', first: 9, after });
      walked.push(...idsOf(page));
      if (arrived.length < 5) arrived.push((await take(place.worker, 'report', aReport())).id);
      after = page.pageInfo.endCursor;
      isMore = page.pageInfo.hasNextPage;
    }
    expect(walked).toEqual([...sorted('OLDEST_FIRST'), ...arrived]);
    await place.service.sql(`DELETE FROM grid_event WHERE id = ANY($1)`, [arrived]);
  });

  it('begin at the beginning for an explicit null, and end with an empty page', async () => {
    const [fromNull, fromNothing] = [await list({ after: null, first: 5 }), await list({ first: 5 })];
    expect(fromNull).toEqual(fromNothing);
    const last = (await list({ order: 'OLDEST_FIRST' })).pageInfo.endCursor;
    const beyond = await list({ order: 'OLDEST_FIRST', after: last });
    expect(beyond).toEqual({
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it('take no cursor that is not theirs', async () => {
    const { endCursor } = (await list({ first: 3 })).pageInfo;
    const cursor = endCursor ?? '';
    const [body = '', signature = ''] = cursor.split('.');
    const forged = Buffer.from(JSON.stringify(['2030-01-01T00:00:00.000Z', randomUUID()])).toString(
      'base64url',
    );
    const foreign = new CursorSigner(Buffer.alloc(32)).sign('grid-events NEWEST_FIRST', [
      '2026-03-01T00:00:00.000Z',
      randomUUID(),
    ]);
    const wrong = [
      '',
      'x',
      body,
      `${body}.`,
      `${cursor}.`,
      `${cursor}x`,
      `${forged}.${signature}`,
      `${body}.${signature.slice(1)}`,
      foreign,
    ];
    for (const after of wrong) {
      expect([after, await place.township.refusal(LIST, { after })]).toEqual([after, 'INVALID_CURSOR']);
      expect(await place.township.refusal(IN_AREA, { code: VILLAGE, after })).toBe('INVALID_CURSOR');
    }
    expect(await place.township.refusal(LIST, { after: cursor, order: 'DUE_FIRST' })).toBe('INVALID_CURSOR');
    const feed = `query ($after: String) { gridEventFeed(areaCode: "${COUNTY}", after: $after) { endCursor } }`;
    expect(await place.township.refusal(feed, { after: cursor })).toBe('INVALID_CURSOR');
    const notifications = `query ($after: String) { myNotifications(after: $after) { edges { cursor } } }`;
    expect(await place.township.refusal(notifications, { after: cursor })).toBe('INVALID_CURSOR');
  });

  it.each([0, -1, 101, 2_147_483_647])('have no page of %d', async (first) => {
    const details = { first, max: 100 };
    expect(await place.township.refused(LIST, { first })).toEqual({
      code: 'PAGE_SIZE_OUT_OF_RANGE',
      details,
    });
    expect(await place.township.refusal(IN_AREA, { code: VILLAGE, first })).toBe('PAGE_SIZE_OUT_OF_RANGE');
    for (const field of ['myNotifications', 'myDisclosures']) {
      const document = `query ($first: Int!) { ${field}(first: $first) { edges { cursor } } }`;
      expect(await place.township.refusal(document, { first })).toBe('PAGE_SIZE_OUT_OF_RANGE');
    }
    const feed = `query ($first: Int!) { gridEventFeed(areaCode: "${COUNTY}", first: $first) { endCursor } }`;
    expect(await place.township.refusal(feed, { first })).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });
});
