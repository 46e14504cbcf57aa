import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, take } from './grid-event.builder.js';
import type { EventAnswer } from './grid-event.builder.js';
import { COUNTY, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const LIST = `{ gridEvents(first: 100) { edges { node { id } } } }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
const FEED = `query ($after: String) { gridEventFeed(areaCode: "${COUNTY}", after: $after, first: 100) {
  audience endCursor changes { gridEvent { id } } } }`;
const STATISTICS = `query ($areaCode: String!) { area(code: $areaCode) { gridEventStatistics(from: "2026-03-01", to: "2026-04-01") { total } } }`;
const GRANTS = `query ($areaCode: String!) { grantsIn(areaCode: $areaCode, first: 5) { edges { node { id } } } }`;

interface Feed {
  readonly audience: string;
  readonly endCursor: string;
  readonly changes: readonly { readonly gridEvent: { readonly id: string } }[];
}

/** These posts reach their areas for the sake of micro-projects; no matter of this service is among what they may know of. */
describe.each([
  [Role.PARTY_COMMITTEE_RECORDER, TOWNSHIP],
  [Role.PARTY_COMMITTEE_RECORDER, COUNTY],
  [Role.SUPERVISION_COMMITTEE, VILLAGE],
])('%s of %s', (role, areaCode) => {
  let place: Place;
  let holder: TestClient;
  let event: EventAnswer;
  let beginning: string;

  beforeAll(async () => {
    place = await startGridRegistry();
    holder = await place.service.signIn({ role, areaCode });
    beginning = (await feed()).endCursor;
    event = await anEventAfter(place, 'notify');
    await place.service.drainOutbox();
  });
  afterAll(() => place.service.stop());

  const feed = async (variables = {}, who = holder): Promise<Feed> =>
    (await who.get<{ gridEventFeed: Feed }>(FEED, variables)).gridEventFeed;
  const listed = async (): Promise<string[]> => {
    type List = { gridEvents: { edges: { node: { id: string } }[] } };
    return (await holder.get<List>(LIST)).gridEvents.edges.map(({ node }) => node.id);
  };

  it('is shown no grid event, wherever one could be asked for', async () => {
    expect(await listed()).toEqual([]);
    expect(await holder.refusal(ONE, { id: event.id })).toBe('NOT_FOUND');
    expect((await feed({ after: beginning })).changes).toEqual([]);
  });

  it('counts none, and looks up nobody’s posts', async () => {
    expect(await holder.refusal(STATISTICS, { areaCode })).toBe('FORBIDDEN');
    expect(await holder.refusal(GRANTS, { areaCode })).toBe('FORBIDDEN');
  });

  it('is told of the own reports as anybody is, and by a page of the own', async () => {
    const both = await place.service.signIn({ role, areaCode }, { role: Role.RESIDENT, areaCode: VILLAGE });
    const { endCursor, audience } = await feed({}, both);
    const own = await take(both, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT' }));
    await place.service.drainOutbox();
    const { changes } = await feed({ after: endCursor }, both);
    expect(changes.map(({ gridEvent }) => gridEvent.id)).toEqual([own.id]);
    expect(audience).not.toBe((await feed()).audience);
    const another = await place.service.signIn({ role, areaCode });
    expect((await feed({}, another)).audience).not.toBe((await feed()).audience);
  });
});
