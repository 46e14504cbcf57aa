import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventTraffic } from '@lianxin/journal';
import { CursorSigner } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import fc from 'fast-check';
import { anEventAfter, aReport, take } from './grid-event.builder.js';
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

const FEED = `query ($areaCode: String!, $after: String, $first: Int = 100, $categories: [GridEventCategory!], $kinds: [GridEventKind!]) {
  gridEventFeed(areaCode: $areaCode, after: $after, first: $first, categories: $categories, kinds: $kinds) {
    changes { cursor transition role gridEvent { id } } endCursor hasMore } }`;

interface Change {
  readonly cursor: string;
  readonly transition: string;
  readonly role: string;
  readonly gridEvent: { readonly id: string };
}
interface Feed {
  readonly changes: readonly Change[];
  readonly endCursor: string;
  readonly hasMore: boolean;
}

describe('the feed of grid events', () => {
  let place: Place;
  let beginning: string;
  let whole: readonly Change[];

  beforeAll(async () => {
    place = await startGridRegistry();
    beginning = (await read(place.county)).endCursor;
    await anEventAfter(place, 'close');
    await anEventAfter(place, 'reportDone', { category: 'SANITATION', kind: 'EMERGENCY' });
    for (const areaCode of [VILLAGE, OTHER_VILLAGE, `${OTHER_TOWNSHIP}001`]) {
      await take(place.county, 'report', aReport({ areaCode, category: 'DISPUTE', kind: 'MEDIATION' }));
    }
    await place.service.drainOutbox();
    whole = (await read(place.county, { after: beginning })).changes;
  });
  afterAll(() => place.service.stop());

  const read = async (who: TestClient, variables: Record<string, unknown> = {}): Promise<Feed> =>
    (await who.get<{ gridEventFeed: Feed }>(FEED, { areaCode: COUNTY, ...variables })).gridEventFeed;
  const told = (changes: readonly Change[]): string[] =>
    changes.map(({ transition, gridEvent }) => `${transition} ${gridEvent.id}`);

  it('tells every step in the order of the journal, by which post and never by whom', async () => {
    const stored = await place.service.sql<{ told: string; role: string }>(
      `SELECT split_part(j.type, '.', 2) || ' ' || j.aggregate_id AS told, j.actor_role AS role
         FROM journal_position p JOIN journal_entry j ON j.id = p.entry_id WHERE j.aggregate_type = 'grid-event' ORDER BY p.position`,
    );
    expect(told(whole)).toEqual(stored.map((row) => row.told));
    expect(whole.map(({ role }) => role)).toEqual(stored.map(({ role }) => role));
    expect(whole).toHaveLength(17);
  });

  it('begins at now without a cursor, and tells only what comes after', async () => {
    const now = await read(place.county);
    expect(now).toMatchObject({ changes: [], hasMore: false });
    const event = await take(place.worker, 'report', aReport());
    expect((await read(place.county, { after: now.endCursor })).changes).toEqual([]);
    await place.service.drainOutbox();
    const later = await read(place.county, { after: now.endCursor });
    expect(told(later.changes)).toEqual([`GridEventReported ${event.id}`]);
    whole = [...whole, ...later.changes];
  });

  it('is the same whole, wherever it is cut and resumed', async () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, async (sizes) => {
        const taken: Change[] = [];
        let after = beginning;
        for (let turn = 0; ; turn += 1) {
          const first = sizes[turn % sizes.length] as number;
          const feed = await read(place.county, { after, first });
          expect(feed.changes.length).toBeLessThanOrEqual(first);
          taken.push(...feed.changes);
          // A reader may note the end of the page or the last change it took: both must lead to the same.
          after = turn % 2 === 0 ? feed.endCursor : (feed.changes.at(-1)?.cursor ?? feed.endCursor);
          if (!feed.hasMore) break;
        }
        expect(taken).toEqual(whole);
      }),
      { numRuns: 12 },
    );
  });

  it('goes on from the cursor of any change', async () => {
    for (const [index, { cursor }] of whole.entries()) {
      expect((await read(place.county, { after: cursor })).changes).toEqual(whole.slice(index + 1));
    }
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['a category', { categories: ['SANITATION'] }, 5],
    ['several categories', { categories: ['SANITATION', 'DISPUTE'] }, 8],
    ['a kind', { kinds: ['EMERGENCY'] }, 5],
    ['both', { categories: ['DISPUTE'], kinds: ['EMERGENCY'] }, 0],
    ['no category', { categories: [] }, 0],
    ['a grid', { areaCode: GRID, kinds: ['EMERGENCY', 'MEDIATION'] }, 5],
    ['a village', { areaCode: OTHER_VILLAGE }, 1],
    ['a township', { areaCode: OTHER_TOWNSHIP }, 1],
  ])('is filtered by %s, its cursor moving on over what does not match', async (_what, variables, count) => {
    const feed = await read(place.county, { after: beginning, ...variables });
    expect(feed.changes).toHaveLength(count);
    expect(feed.hasMore).toBe(false);
    const onwards = await read(place.county, { after: feed.endCursor });
    expect(onwards.changes).toEqual([]);
  });

  it('hides from each what the others may not see, and costs no change of their own', async () => {
    const seen = async (who: TestClient): Promise<number> =>
      (await read(who, { after: beginning })).changes.length;
    expect(await seen(place.otherTownship)).toBe(1);
    expect(await seen(place.township)).toBe(whole.length - 1);
    expect(await seen(place.resident)).toBe(0);
    expect(await read(place.township, { after: beginning, areaCode: OTHER_TOWNSHIP })).toMatchObject({
      changes: [],
    });
  });

  it('looks at so many entries a page and no more, and says where to go on', async () => {
    await place.service.sql(
      `WITH moved AS (UPDATE relay_state SET last_position = last_position + 4500 RETURNING last_position)
       SELECT last_position FROM moved`,
    );
    const pages: Feed[] = [];
    for (let after = whole.at(-1)?.cursor as string; ; after = (pages.at(-1) as Feed).endCursor) {
      pages.push(await read(place.county, { after }));
      if (!pages.at(-1)?.hasMore) break;
    }
    expect(pages.map(({ changes }) => changes.length)).toEqual([0, 0, 0]);
    const event = await take(place.worker, 'report', aReport());
    await place.service.drainOutbox();
    const feed = await read(place.county, { after: (pages.at(-1) as Feed).endCursor });
    expect(told(feed.changes)).toEqual([`GridEventReported ${event.id}`]);
  });

  it('passes over the entries of everything else, whatever their ids', async () => {
    const { endCursor } = await read(place.county);
    await place.service.sql(
      `WITH entry AS (
         INSERT INTO journal_entry (id, aggregate_type, aggregate_id, sequence, type, recorded_at, area_code, actor_subject, actor_role, correlation_id, data, hash)
         SELECT gen_random_uuid(), 'area', 'area ' || n, 1, 'grid-registry.AreaChanged.v1', now(), '361104', gen_random_uuid(), 'SYSTEM', 'test', '{}', 'x'
           FROM generate_series(1, 50) AS n RETURNING id)
       INSERT INTO outbox (entry_id) SELECT id FROM entry`,
    );
    const event = await take(place.worker, 'report', aReport());
    await place.service.app.get(EventTraffic).relay.drain();
    const feed = await read(place.county, { after: endCursor, first: 1 });
    expect(told(feed.changes)).toEqual([`GridEventReported ${event.id}`]);
    expect(feed.hasMore).toBe(false);
  });

  it('takes no cursor but its own', async () => {
    const foreign = new CursorSigner(Buffer.alloc(32)).sign('grid-event-feed', [0]);
    for (const after of ['', '0', foreign, `${beginning}x`]) {
      expect(await place.county.refusal(FEED, { areaCode: TOWNSHIP, after })).toBe('INVALID_CURSOR');
    }
  });
});
