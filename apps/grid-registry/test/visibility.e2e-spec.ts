import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer, StepName } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ONE = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
const LIST = `{ gridEvents(first: 100) { edges { node { id } } } }`;
const IN_AREA = `query ($code: String!) { area(code: $code) { gridEvents(first: 100) { edges { node { id } } } } }`;
const FEED = `query ($code: String!, $after: String) { gridEventFeed(areaCode: $code, after: $after, first: 100) { changes { gridEvent { id } } endCursor } }`;
const ENTITIES = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on GridEvent { id state history { role } } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { words } }`;

const NOTE = { note: '情况说明' };
const INPUTS: Readonly<Partial<Record<StepName, Record<string, unknown>>>> = {
  accept: {},
  refuse: NOTE,
  escalate: NOTE,
  dispatch: { level: 'VILLAGE' },
  start: {},
  return: NOTE,
  reportDone: NOTE,
  urge: NOTE,
  requestExtension: { ...NOTE, dueAt: '2026-03-12T00:00:00Z' },
  decideExtension: { ...NOTE, isGranted: true },
  verify: NOTE,
  failVerification: NOTE,
  notify: NOTE,
  followUp: { isReached: false },
  close: {},
  reopen: NOTE,
  standDown: NOTE,
};

interface Edges {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
}

describe('what one may not see', () => {
  let place: Place;
  let beginning: string;
  let event: EventAnswer;

  beforeAll(async () => {
    place = await startGridRegistry();
    beginning = (await place.county.get<{ gridEventFeed: { endCursor: string } }>(FEED, { code: COUNTY }))
      .gridEventFeed.endCursor;
    event = await anEventAfter(place, 'dispatch');
    await place.service.drainOutbox();
  });
  afterAll(() => place.service.stop());

  const listed = async (who: TestClient): Promise<string[]> =>
    (await who.get<{ gridEvents: Edges }>(LIST)).gridEvents.edges.map(({ node }) => node.id);
  const inArea = async (who: TestClient, code: string): Promise<string[]> =>
    (await who.get<{ area: { gridEvents: Edges } }>(IN_AREA, { code })).area.gridEvents.edges.map(
      ({ node }) => node.id,
    );
  const fed = async (who: TestClient, code = COUNTY): Promise<string[]> => {
    const feed = await who.get<{ gridEventFeed: { changes: { gridEvent: { id: string } }[] } }>(FEED, {
      code,
      after: beginning,
    });
    return [...new Set(feed.gridEventFeed.changes.map(({ gridEvent }) => gridEvent.id))];
  };
  const entity = async (who: TestClient, id = event.id): Promise<unknown> => {
    const ids = [{ __typename: 'GridEvent', id }];
    return (await who.get<{ _entities: unknown[] }>(ENTITIES, { ids }))._entities[0];
  };
  /** Everywhere an event could show itself to somebody. */
  const sightings = async (who: TestClient): Promise<string[][]> => [
    await listed(who),
    await inArea(who, TOWNSHIP),
    await inArea(who, VILLAGE),
    await fed(who),
    ((await entity(who)) as EventAnswer | null) ? [event.id] : [],
  ];

  it('is nowhere for an officer of another township: no list, feed or reference shows it', async () => {
    expect(await sightings(place.otherTownship)).toEqual([[], [], [], [], []]);
    expect(await place.otherTownship.refused(ONE, { id: event.id })).toEqual({
      code: 'NOT_FOUND',
      details: { subject: 'GridEvent', id: event.id },
    });
  });

  it('is everywhere for an officer of its own township', async () => {
    const everywhere = [[event.id], [event.id], [event.id], [event.id], [event.id]];
    expect(await sightings(place.township)).toEqual(everywhere);
    expect(await sightings(place.county)).toEqual(everywhere);
  });

  it.each(Object.keys(INPUTS) as StepName[])(
    'is not found by %s, by whoever could do it elsewhere',
    async (step) => {
      const posts = [Role.TOWNSHIP_OFFICER, Role.COUNTY_COMMAND, Role.GRID_WORKER];
      const stranger = await place.service.signIn(...posts.map((role) => ({ role, areaCode: '361104100' })));
      const input = { requestId: randomUUID(), gridEventId: event.id, ...INPUTS[step] };
      expect(await stranger.refusal(STEPS[step], { input })).toBe('NOT_FOUND');
    },
  );

  it.each(['HANDLING', 'FOLLOW_UP', 'AUDIT', 'OWN'])('reveals no words for %s', async (purpose) => {
    const input = { requestId: randomUUID(), gridEventId: event.id, purpose };
    expect(await place.otherTownship.refusal(REVEAL, { input })).toBe('NOT_FOUND');
  });

  it('is not hidden by a subtree that only looks alike', async () => {
    const neighbour = await place.service.signIn({
      role: Role.VILLAGE_OFFICER,
      areaCode: `${VILLAGE.slice(0, -1)}0`,
    });
    const grid = await place.service.signIn({ role: Role.GRID_WORKER, areaCode: `${VILLAGE}002` });
    for (const who of [neighbour, grid]) expect(await sightings(who)).toEqual([[], [], [], [], []]);
  });

  it('is, for a department, all that is not with it now', async () => {
    const notYet = await anEventAfter(place, 'accept');
    expect(await listed(place.department)).toEqual([event.id]);
    expect(await fed(place.department)).toEqual([event.id]);
    expect(await place.department.refusal(ONE, { id: notYet.id })).toBe('NOT_FOUND');
    const otherDepartment = await place.service.signIn({
      role: Role.DEPARTMENT_OFFICER,
      areaCode: COUNTY,
      departmentId: await aDepartment(),
    });
    expect(await sightings(otherDepartment)).toEqual([[], [], [], [], []]);
    await take(place.department, 'return', { gridEventId: event.id, ...NOTE });
    expect(await sightings(place.department)).toEqual([[], [], [], [], []]);
    await take(place.township, 'dispatch', { gridEventId: event.id, departmentId: place.departmentId });
    expect(await listed(place.department)).toEqual([event.id]);
  });

  it('is, for a resident, all but the own reports', async () => {
    const own = await take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT' }));
    await place.service.drainOutbox();
    expect(await listed(place.resident)).toEqual([own.id]);
    expect(await inArea(place.resident, VILLAGE)).toEqual([own.id]);
    expect(await fed(place.resident)).toEqual([own.id]);
    expect(await entity(place.resident)).toBeNull();
    expect(await entity(place.resident, own.id)).toMatchObject({ id: own.id });
    expect(await place.resident.refusal(ONE, { id: event.id })).toBe('NOT_FOUND');
  });

  it('is everything for who shows no token', async () => {
    const nobody = place.service.client();
    const ids = [{ __typename: 'GridEvent', id: event.id }];
    expect(await nobody.refusal(ONE, { id: event.id })).toBe('UNAUTHENTICATED');
    expect(await nobody.refusal(LIST)).toBe('UNAUTHENTICATED');
    expect(await nobody.refusal(FEED, { code: COUNTY })).toBe('UNAUTHENTICATED');
    expect(await nobody.refusal(ENTITIES, { ids })).toBe('UNAUTHENTICATED');
    expect(
      (await nobody.get<{ area: { gridEvents: Edges } }>(IN_AREA, { code: VILLAGE })).area.gridEvents.edges,
    ).toEqual([]);
  });

  it('is everything that is not their own for who holds no post', async () => {
    const stranger = await place.service.signIn();
    expect(await stranger.refusal(ONE, { id: event.id })).toBe('NOT_FOUND');
    expect(await listed(stranger)).toEqual([]);
    await place.service.sql(`UPDATE grid_event SET reporter_id = $1 WHERE id = $2`, [
      stranger.subject,
      event.id,
    ]);
    expect(await listed(stranger)).toEqual([event.id]);
    await place.service.sql(`UPDATE grid_event SET reporter_id = $1 WHERE id = $2`, [
      place.worker.subject,
      event.id,
    ]);
  });

  it('grows with every further post', async () => {
    const officer = await place.service.signIn(
      { role: Role.VILLAGE_OFFICER, areaCode: `${VILLAGE.slice(0, 9)}200` },
      { role: Role.GRID_WORKER, areaCode: GRID },
    );
    const before = await listed(officer);
    const elsewhere = await take(place.county, 'report', aReport({ areaCode: `${TOWNSHIP}200` }));
    expect((await listed(officer)).sort()).toEqual([...before, elsewhere.id].sort());
  });

  async function aDepartment(): Promise<string> {
    const id = randomUUID();
    await place.service.sql(
      `INSERT INTO department (id, code, name, area_code, duties) VALUES ($1, $2, '城管局', '${COUNTY}', '{SANITATION}')`,
      [id, id.slice(0, 8)],
    );
    return id;
  }
});
