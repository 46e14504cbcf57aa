import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Access, Actor, Role, SqlParameters } from '@lianxin/access';
import type { Grant } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import fc from 'fast-check';
import { findEvents } from '../src/grid-event-views/grid-events.queries.js';
import type { EventPage } from '../src/grid-event-views/grid-events.queries.js';
import { GridEventsReader } from '../src/grid-event-views/grid-events.reader.js';
import type { GridEvent } from '../src/grid-events/entity/grid-event.entity.js';
import { seesRowsHere } from '../src/reach.js';
import { viewOf } from '../src/grid-events/grid-event.rules.js';
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

const PEOPLE = Array.from({ length: 4 }, () => randomUUID());
const AREAS = [
  COUNTY,
  TOWNSHIP,
  OTHER_TOWNSHIP,
  VILLAGE,
  OTHER_VILLAGE,
  GRID,
  `${VILLAGE}002`,
  `${OTHER_TOWNSHIP}001`,
  '361103',
];
const STORED = 180;
/** Kept from village, township and county, for police and civil affairs alone; most are not kept from anybody. */
const RESTRICTIONS = [
  null,
  null,
  null,
  null,
  TOWNSHIP,
  null,
  COUNTY,
  `D${COUNTY}`,
  null,
  `P${GRID}`,
  `P${VILLAGE}`,
  null,
  VILLAGE,
];
const EVERYTHING: EventPage = { filter: {}, order: 'OLDEST_FIRST', first: 200, after: [], now: new Date() };

describe('the rules of grid events', () => {
  let place: Place;
  let all: readonly GridEvent[];
  let departments: readonly string[];

  beforeAll(async () => {
    place = await startGridRegistry();
    const other = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, 'water', '水利局', '${COUNTY}', '{HAZARD}')`,
      [other],
    );
    departments = [place.departmentId, other];
    const places = [GRID, VILLAGE, `${VILLAGE}002`, OTHER_VILLAGE, `${OTHER_TOWNSHIP}001`, '361103100001'];
    await storeEvents(
      place.service,
      Array.from({ length: STORED }, (_, n) => ({
        area_code: places[n % places.length] as string,
        department_id: [null, null, ...departments][n % 4] as string | null,
        department_ids: n % 11 === 0 ? departments : [],
        reporter_id: PEOPLE[n % 5] ?? randomUUID(),
        level: ['VILLAGE', 'TOWNSHIP', 'COUNTY'][n % 3] as string,
        restricted_to: RESTRICTIONS[n % RESTRICTIONS.length] ?? null,
        concerned_ids: n % 13 === 0 ? PEOPLE.slice(0, 2) : [],
        ...(n % 7 === 0 && {
          proxy_id: PEOPLE[3] ?? null,
          proxy_relation: 'FAMILY',
          proxy_authority: 'ORAL',
        }),
      })),
    );
    all = await letThrough(Actor.system(randomUUID(), { correlationId: 'test-correlation' }));
    expect(all).toHaveLength(STORED);
  });
  afterAll(() => place.service.stop());

  /** What a list reads for this person, with row-level security below it. */
  const listed = (actor: Actor): Promise<GridEvent[]> =>
    listedBy(actor, place.service.app.get(GridEventsReader).readable(actor));
  /** What row-level security alone would let through. */
  const letThrough = (actor: Actor): Promise<GridEvent[]> =>
    listedBy(actor, { parameters: new SqlParameters(), readable: 'true' });
  const listedBy = (actor: Actor, scope: ReturnType<GridEventsReader['readable']>): Promise<GridEvent[]> =>
    place.service.app.get(Database).read(actor, (tx) => findEvents(tx, null, EVERYTHING, scope));
  const idsOf = (events: readonly GridEvent[]): string[] => events.map(({ id }) => id).sort();

  it('list just the events that may be read one by one, and row-level security lets through no other', async () => {
    const access = place.service.app.get(Access);
    const roles = Object.values(Role).filter((role) => role !== Role.SYSTEM && role !== Role.PERSON);
    const post = fc.tuple(fc.constantFrom(...roles), fc.constantFrom(...AREAS), fc.constantFrom(0, 1));
    const oneself = (subject: string): Grant => ({
      id: subject,
      role: Role.PERSON,
      areaCode: '',
      departmentId: null,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PEOPLE),
        fc.array(post, { maxLength: 3 }),
        async (subject, posts) => {
          const grants = posts.map(([role, areaCode, index]) => ({
            id: randomUUID(),
            role,
            areaCode,
            departmentId: role === Role.DEPARTMENT_OFFICER ? (departments[index] as string) : null,
          }));
          const origin = { correlationId: 'test-correlation' };
          const actor = Actor.person(subject, [...grants, oneself(subject)], origin, seesRowsHere);
          const readable = all.filter((event) => access.findGrant(actor, 'read', 'GridEvent', viewOf(event)));
          expect(idsOf(await listed(actor))).toEqual(idsOf(readable));
          expect(idsOf(await letThrough(actor))).toEqual(idsOf(readable));
        },
      ),
      { numRuns: 80 },
    );
  });
});
