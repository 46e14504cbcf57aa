import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, take } from './grid-event.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const FEED = `query ($areaCode: String!, $after: String) { gridEventFeed(areaCode: $areaCode, after: $after) {
  audience endCursor changes { gridEvent { id } } } }`;
const GIVE = `mutation ($input: GiveGrantInput!) { answer: giveGrant(input: $input) { id } }`;
const REVOKE = `mutation ($input: RevokeGrantInput!) { answer: revokeGrant(input: $input) { id } }`;

interface Feed {
  readonly audience: string;
  readonly endCursor: string;
  readonly changes: readonly { readonly gridEvent: { readonly id: string } }[];
}

describe('the audience of the feed', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  afterAll(() => place.service.stop());

  const read = async (who: TestClient, variables: Record<string, unknown> = {}): Promise<Feed> =>
    (await who.get<{ gridEventFeed: Feed }>(FEED, { areaCode: COUNTY, ...variables })).gridEventFeed;
  const audience = async (who: TestClient): Promise<string> => (await read(who)).audience;
  const officer = (): Promise<TestClient> =>
    place.service.signIn({ role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });

  it('is one for all who hold equal posts, whatever is asked and in whatever order the posts were given', async () => {
    const posts = [
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.GRID_WORKER, areaCode: GRID },
    ] as const;
    expect(await audience(await officer())).toBe(await audience(place.township));
    expect(await audience(await place.service.signIn(...posts))).toBe(
      await audience(await place.service.signIn(posts[1], posts[0], posts[1])),
    );
    const { endCursor } = await read(place.township);
    expect((await read(place.township, { areaCode: VILLAGE, after: endCursor })).audience).toBe(
      await audience(place.township),
    );
  });

  it('differs wherever posts do, in role, area or department', async () => {
    const others = [
      place.township,
      place.otherTownship,
      place.county,
      place.villageOfficer,
      place.worker,
      place.department,
      await place.service.signIn({
        role: Role.DEPARTMENT_OFFICER,
        areaCode: COUNTY,
        departmentId: randomUUID(),
      }),
      await place.service.signIn({ role: Role.GRID_LEADER, areaCode: GRID }),
      await place.service.signIn(
        { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
        { role: Role.TOWNSHIP_OFFICER, areaCode: OTHER_TOWNSHIP },
      ),
    ];
    const audiences = await Promise.all(others.map(audience));
    expect(new Set(audiences).size).toBe(others.length);
  });

  it('is the person where the feed shows the own reports', async () => {
    const another = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    expect(await audience(place.resident)).toBe(await audience(place.resident));
    expect(await audience(another)).not.toBe(await audience(place.resident));
  });

  it('is the person for a page with an event that somebody is complained of in, and for no other page', async () => {
    const { audience: shared, endCursor: after } = await read(place.township);
    const concerns = { areaCode: VILLAGE };
    await take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns }));
    await place.service.drainOutbox();
    const page = await read(place.township, { after });
    expect(page.changes).toHaveLength(1);
    expect(page.audience).not.toBe(shared);
    expect(page.audience).not.toBe((await read(await officer(), { after })).audience);
    expect((await read(place.township, { after: page.endCursor })).audience).toBe(shared);
  });

  it('tells whom a complaint is about nothing', async () => {
    const before = await read(place.villageOfficer);
    const concerns = { areaCode: VILLAGE };
    await take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns }));
    await place.service.drainOutbox();
    const page = await read(place.villageOfficer, { after: before.endCursor });
    expect(page).toMatchObject({ changes: [], audience: before.audience });
  });

  it('changes with the post given, revoked and chosen to act under', async () => {
    const person = await officer();
    const before = await audience(person);
    const { answer } = await place.county.get<{ answer: { id: string } }>(GIVE, {
      input: { requestId: randomUUID(), subject: person.subject, role: 'GRID_WORKER', areaCode: GRID },
    });
    const withBoth = await audience(person);
    expect(withBoth).not.toBe(before);
    const acting = await audience(person.with({ 'lianxin-acting-grant': answer.id }));
    expect(acting).toBe(await audience(place.worker));
    await place.county.get(REVOKE, { input: { requestId: randomUUID(), grantId: answer.id } });
    expect(await audience(person)).toBe(before);
  });

  it('goes with what is shown: by posts what they show, without such a post the own reports', async () => {
    const both = await place.service.signIn(
      { role: Role.RESIDENT, areaCode: VILLAGE },
      { role: Role.TOWNSHIP_OFFICER, areaCode: OTHER_TOWNSHIP },
    );
    const { endCursor: after } = await read(both);
    const report = aReport({ areaCode: VILLAGE, source: 'RESIDENT' });
    await take(both, 'report', report);
    const own = await take(place.resident, 'report', { ...report, requestId: randomUUID() });
    await place.service.drainOutbox();
    const seen = async (who: TestClient): Promise<string[]> =>
      (await read(who, { after })).changes.map(({ gridEvent }) => gridEvent.id);
    expect(await seen(both)).toEqual([]);
    expect(await seen(place.resident)).toEqual([own.id]);
    expect(await seen(place.township)).toHaveLength(2);
  });
});
