import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GrantDirectory, isHeldAt, Role, ROLES } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter } from './grid-event.builder.js';
import {
  COUNTY,
  GRID,
  OTHER_TOWNSHIP,
  startGridRegistry,
  TOWNSHIP,
  VILLAGE,
} from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const NOW = '2026-03-02T02:00:00.000Z';
const GIVE = `mutation ($input: GiveGrantInput!) { answer: giveGrant(input: $input) { id role areaCode validFrom validUntil revokedAt } }`;
const REVOKE = `mutation ($input: RevokeGrantInput!) { answer: revokeGrant(input: $input) { id revokedAt } }`;
const ONE = `query ($id: ID!) { gridEvent(id: $id) { id } }`;
const GRANTS_IN = `query ($areaCode: String!, $first: Int = 100, $after: String) {
  grantsIn(areaCode: $areaCode, first: $first, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;

interface Answer {
  readonly answer: { readonly id: string; readonly validFrom: string; readonly revokedAt: string | null };
}
interface GrantsPage {
  readonly grantsIn: {
    readonly edges: readonly { readonly node: { readonly id: string } }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  };
}

describe('grants', () => {
  let place: Place;

  beforeAll(async () => {
    place = await startGridRegistry();
  });
  beforeEach(() => place.service.clock.set(NOW));
  afterAll(() => place.service.stop());

  const terms = (over: Record<string, unknown>): Record<string, unknown> => ({
    input: { requestId: randomUUID(), subject: randomUUID(), areaCode: VILLAGE, ...over },
  });
  const give = async (who: TestClient, over: Record<string, unknown>): Promise<Answer['answer']> =>
    (await who.get<Answer>(GIVE, terms(over))).answer;
  const revoke = async (who: TestClient, grantId: string): Promise<Answer['answer']> =>
    (await who.get<Answer>(REVOKE, { input: { requestId: randomUUID(), grantId } })).answer;
  const idsIn = async (who: TestClient, areaCode: string): Promise<string[]> =>
    (await who.get<GrantsPage>(GRANTS_IN, { areaCode })).grantsIn.edges.map(({ node }) => node.id);

  it('are given by a holder of a higher one, journalled and told to the other services', async () => {
    const subject = randomUUID();
    const { id } = await give(place.township, { subject, role: 'GRID_WORKER', areaCode: GRID });
    const worker = await place.service.as(subject);
    const event = await anEventAfter(place, 'report');
    expect(await worker.get(ONE, { id: event.id })).toEqual({ gridEvent: { id: event.id } });
    const [entry] = await place.service.sql(
      `SELECT type, actor_role, actor_subject, data FROM journal_entry WHERE aggregate_id = $1`,
      [id],
    );
    expect(entry).toMatchObject({
      type: 'grid-registry.GrantGiven.v1',
      actor_role: 'TOWNSHIP_OFFICER',
      actor_subject: place.township.subject,
      data: {
        subject,
        role: 'GRID_WORKER',
        areaCode: GRID,
        departmentId: null,
        validFrom: NOW,
        validUntil: null,
      },
    });
  });

  it('are given by no other post than those named for each role', async () => {
    const posts = Object.values(Role).filter((role) => role !== Role.SYSTEM);
    const departmentId = place.departmentId;
    const holders = await Promise.all(
      posts.map((role) =>
        place.service.signIn({
          role,
          areaCode: COUNTY,
          ...(role === Role.DEPARTMENT_OFFICER && { departmentId }),
        }),
      ),
    );
    for (const [index, holder] of holders.entries()) {
      for (const role of posts) {
        const areaCode = [COUNTY, TOWNSHIP, VILLAGE, GRID].find((code) => isHeldAt(role, code)) ?? COUNTY;
        const over = { role, areaCode, ...(role === Role.DEPARTMENT_OFFICER && { departmentId }) };
        const { errors } = await holder.ask(GIVE, terms(over));
        const isGiver = ROLES[role].givenBy.includes(posts[index] as Role);
        expect([posts[index], role, errors?.[0]?.extensions.code]).toEqual([
          posts[index],
          role,
          isGiver ? undefined : 'FORBIDDEN',
        ]);
      }
    }
  });

  it('are never given to be the platform itself', async () => {
    const operator = await place.service.signIn({ role: Role.PLATFORM_OPERATOR, areaCode: COUNTY });
    expect(await operator.refusal(GIVE, terms({ role: 'SYSTEM' }))).toBe('FORBIDDEN');
  });

  it.each([
    ['outside the giver’s area', 'FORBIDDEN', { role: 'GRID_WORKER', areaCode: OTHER_TOWNSHIP }],
    ['for a wider area than the giver’s', 'FORBIDDEN', { role: 'GRID_WORKER', areaCode: COUNTY }],
    ['of the giver’s own rank', 'FORBIDDEN', { role: 'TOWNSHIP_OFFICER', areaCode: TOWNSHIP }],
    ['for an unknown area', 'AREA_UNKNOWN', { role: 'GRID_WORKER', areaCode: `${TOWNSHIP}999` }],
    ['for an unknown grid', 'GRID_UNKNOWN', { role: 'GRID_WORKER', areaCode: `${VILLAGE}999` }],
    ['for nobody', 'MALFORMED_ID', { role: 'GRID_WORKER', subject: 'somebody' }],
    ['for no time', 'GRANT_PERIOD_EMPTY', { role: 'VILLAGE_OFFICER', validFrom: NOW, validUntil: NOW }],
    ['from a day gone by', 'GRANT_BACKDATED', { role: 'VILLAGE_OFFICER', validFrom: '2026-03-01T00:00:00Z' }],
    [
      'at a level where there is no such post',
      'GRANT_LEVEL_MISMATCH',
      { role: 'GRID_WORKER', areaCode: VILLAGE },
    ],
    [
      'with a department where none belongs',
      'DEPARTMENT_REQUIRED',
      { role: 'VILLAGE_OFFICER', departmentId: randomUUID() },
    ],
  ])('are not given %s', async (_what, code, over) => {
    expect(await place.township.refusal(GIVE, terms(over))).toBe(code);
  });

  it('are not given to oneself, and to a department officer only with a department there is', async () => {
    const toOneself = { role: 'VILLAGE_OFFICER', subject: place.township.subject };
    expect(await place.township.refusal(GIVE, terms(toOneself))).toBe('GRANT_TO_ONESELF');
    const officer = { role: 'DEPARTMENT_OFFICER', areaCode: COUNTY };
    expect(await place.county.refusal(GIVE, terms(officer))).toBe('DEPARTMENT_REQUIRED');
    expect(await place.county.refusal(GIVE, terms({ ...officer, departmentId: null }))).toBe(
      'DEPARTMENT_REQUIRED',
    );
    expect(await place.county.refusal(GIVE, terms({ ...officer, departmentId: randomUUID() }))).toBe(
      'NOT_FOUND',
    );
    const elsewhere = { role: 'DEPARTMENT_OFFICER', areaCode: TOWNSHIP, departmentId: place.departmentId };
    expect(await place.county.refusal(GIVE, terms(elsewhere))).toBe('DEPARTMENT_ELSEWHERE');
    expect(await give(place.county, { ...officer, departmentId: place.departmentId })).toMatchObject({
      revokedAt: null,
    });
    expect(await give(place.township, { role: 'VILLAGE_OFFICER', departmentId: null })).toMatchObject({
      revokedAt: null,
    });
  });

  it('end at once when they are revoked', async () => {
    const subject = randomUUID();
    const { id } = await give(place.township, { subject, role: 'VILLAGE_OFFICER' });
    const officer = await place.service.as(subject);
    const event = await anEventAfter(place, 'report');
    expect((await officer.ask(ONE, { id: event.id })).errors).toBeUndefined();
    expect((await revoke(place.township, id)).revokedAt).toBe(NOW);
    expect(await officer.refusal(ONE, { id: event.id })).toBe('NOT_FOUND');
    expect(await officer.get(`{ myGrants { id } }`)).toEqual({ myGrants: [] });
    const again = { input: { requestId: randomUUID(), grantId: id } };
    expect(await place.township.refusal(REVOKE, again)).toBe('GRANT_ALREADY_REVOKED');
  });

  it('are revoked by those who could give them; those of other areas look like none', async () => {
    const { id } = await give(place.township, { role: 'GRID_WORKER', areaCode: GRID });
    const input = { requestId: randomUUID(), grantId: id };
    expect(await place.villageOfficer.refusal(REVOKE, { input })).toBe('FORBIDDEN');
    expect(await place.otherTownship.refusal(REVOKE, { input })).toBe('NOT_FOUND');
    expect(await place.otherTownship.refusal(REVOKE, { input: { ...input, grantId: randomUUID() } })).toBe(
      'NOT_FOUND',
    );
    expect(await place.township.refusal(REVOKE, { input: { ...input, grantId: 'one' } })).toBe(
      'MALFORMED_ID',
    );
  });

  it('count from their beginning until their end', async () => {
    const subject = randomUUID();
    const validFrom = '2026-03-03T00:00:00.000Z';
    const validUntil = '2026-03-04T00:00:00.000Z';
    const { id } = await give(place.township, { subject, role: 'VILLAGE_OFFICER', validFrom, validUntil });
    const event = await anEventAfter(place, 'report');
    const seenAt = async (instant: string): Promise<unknown> => {
      place.service.clock.set(instant);
      const officer = await place.service.as(subject);
      place.service.app.get(GrantDirectory).forget(subject);
      const { errors } = await officer.ask(ONE, { id: event.id });
      const { myGrants } = await officer.get<{ myGrants: object[] }>(`{ myGrants { id } }`);
      const isListed = (await idsIn(place.county, VILLAGE)).includes(id);
      return { refusal: errors?.[0]?.extensions.code, posts: myGrants.length, isListed };
    };
    expect(await seenAt('2026-03-02T23:59:59.999Z')).toEqual({
      refusal: 'NOT_FOUND',
      posts: 0,
      isListed: true,
    });
    expect(await seenAt(validFrom)).toEqual({ refusal: undefined, posts: 1, isListed: true });
    expect(await seenAt('2026-03-03T23:59:59.999Z')).toEqual({
      refusal: undefined,
      posts: 1,
      isListed: true,
    });
    expect(await seenAt(validUntil)).toEqual({ refusal: 'NOT_FOUND', posts: 0, isListed: false });
  });

  it('are listed inside one’s own area alone, page by page', async () => {
    const all = await idsIn(place.county, COUNTY);
    const own = await idsIn(place.township, COUNTY);
    const [{ ids } = { ids: [] }] = await place.service.sql<{ ids: string[] }>(
      `SELECT array_agg(id ORDER BY area_code, id) AS ids FROM access_grant
        WHERE revoked_at IS NULL AND area_code LIKE '${TOWNSHIP}%' AND (valid_until IS NULL OR valid_until > $1)`,
      [NOW],
    );
    expect(own).toEqual(ids.slice(0, own.length));
    expect(all.length).toBeGreaterThan(own.length);
    const walked: string[] = [];
    for (let after: string | null = null, isMore = true; isMore;) {
      const page: GrantsPage = await place.township.get(GRANTS_IN, { areaCode: TOWNSHIP, first: 2, after });
      walked.push(...page.grantsIn.edges.map(({ node }) => node.id));
      after = page.grantsIn.pageInfo.endCursor;
      isMore = page.grantsIn.pageInfo.hasNextPage;
    }
    expect(walked).toEqual(ids);
    expect(await place.resident.refusal(GRANTS_IN, { areaCode: VILLAGE })).toBe('FORBIDDEN');
  });
});
