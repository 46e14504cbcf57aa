import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { aReport, mutation, refusal, STEPS, take } from './grid-event.builder.js';
import type { EventAnswer, StepName } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const ONE = `query ($id: ID!) { gridEvent(id: $id) { id state isRestricted } }`;
const LIST = `query ($after: String, $filter: GridEventFilter) {
  gridEvents(first: 1, after: $after, filter: $filter) { edges { node { id } } pageInfo { hasNextPage endCursor } } }`;
const IN_AREA = `query ($code: String!) { area(code: $code) { gridEvents(first: 100) { edges { node { id } } } } }`;
const FEED = `query ($code: String!) { gridEventFeed(areaCode: $code, fromBeginning: true, first: 100) { changes { gridEvent { id } } } }`;
const ENTITIES = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on GridEvent { id } } }`;
const STATISTICS = `query ($code: String!) { area(code: $code) { gridEventStatistics(from: "2026-01-01", to: "2027-01-01") { total overdue } } }`;
const NOTIFICATIONS = `{ myNotifications(first: 100) { edges { node { gridEvent { id } } } } }`;
const REVEAL = `mutation ($input: RevealPersonalDataInput!) { revealPersonalData(input: $input) { words } }`;
const NOTE = { note: '情况说明' };

interface Edges {
  readonly edges: readonly { readonly node: { readonly id: string } }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

describe('what an official is complained of in', () => {
  let place: Place;
  let ordinary: EventAnswer;
  /** Another officer of the same village, appointed after the complaint. */
  let successor: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    ordinary = await take(place.worker, 'report', aReport());
  });
  afterAll(() => place.service.stop());

  const complain = (
    concerns: Record<string, unknown>,
    over: Record<string, unknown> = {},
  ): Promise<EventAnswer> =>
    take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns, ...over }));

  /** Every page there is, one event each. */
  async function listed(who: TestClient, filter: Record<string, unknown> = {}): Promise<string[]> {
    const ids: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const answer: { gridEvents: Edges } = await who.get(LIST, { after, filter });
      ids.push(...answer.gridEvents.edges.map(({ node }) => node.id));
      more = answer.gridEvents.pageInfo.hasNextPage;
      after = answer.gridEvents.pageInfo.endCursor;
    }
    return ids;
  }
  const inArea = async (who: TestClient, code: string): Promise<string[]> =>
    (await who.get<{ area: { gridEvents: Edges } }>(IN_AREA, { code })).area.gridEvents.edges.map(
      ({ node }) => node.id,
    );
  const fed = async (who: TestClient, code = COUNTY): Promise<string[]> => {
    const { gridEventFeed } = await who.get<{ gridEventFeed: { changes: { gridEvent: { id: string } }[] } }>(
      FEED,
      { code },
    );
    return gridEventFeed.changes.map(({ gridEvent }) => gridEvent.id);
  };
  const total = async (who: TestClient, code: string): Promise<number> =>
    (await who.get<{ area: { gridEventStatistics: { total: number } } }>(STATISTICS, { code })).area
      .gridEventStatistics.total;
  const referenced = async (who: TestClient, id: string): Promise<unknown> =>
    (await who.get<{ _entities: unknown[] }>(ENTITIES, { ids: [{ __typename: 'GridEvent', id }] }))
      ._entities[0];

  describe('because it concerns the village', () => {
    let complaint: EventAnswer;
    const those = (): TestClient[] => [place.villageOfficer, place.worker, successor];

    beforeAll(async () => {
      complaint = await complain({ areaCode: VILLAGE });
      successor = await place.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
      await place.service.drainOutbox();
    });

    it('goes to the township', async () => {
      const { gridEvent } = await place.township.get<{ gridEvent: object }>(ONE, { id: complaint.id });
      expect(gridEvent).toMatchObject({ id: complaint.id, isRestricted: true });
      expect(await listed(place.township)).toContain(complaint.id);
      expect(await fed(place.township)).toContain(complaint.id);
    });

    it('is found neither by id', async () => {
      for (const who of those()) {
        expect(await who.refused(ONE, { id: complaint.id })).toEqual({
          code: 'NOT_FOUND',
          details: { subject: 'GridEvent', id: complaint.id },
        });
        expect(await referenced(who, complaint.id)).toBeNull();
      }
    });

    it('nor by list, page by page', async () => {
      for (const who of those()) {
        expect(await listed(who)).not.toContain(complaint.id);
        expect(await inArea(who, VILLAGE)).not.toContain(complaint.id);
        expect(await inArea(who, TOWNSHIP)).not.toContain(complaint.id);
      }
    });

    it('nor by any filter', async () => {
      for (const filter of [
        { states: ['REPORTED'] },
        { categories: ['HAZARD'] },
        { kinds: ['GENERAL'] },
        { isOverdue: false },
      ])
        expect(await listed(place.villageOfficer, filter)).not.toContain(complaint.id);
    });

    it('nor by feed', async () => {
      for (const who of those()) {
        expect(await fed(who)).not.toContain(complaint.id);
        expect(await fed(who, VILLAGE)).not.toContain(complaint.id);
      }
    });

    it('nor by counting: it is in no figure of the village, and in the township’s', async () => {
      const [village, township] = [
        await total(place.villageOfficer, VILLAGE),
        await total(place.township, TOWNSHIP),
      ];
      await complain({ areaCode: VILLAGE });
      expect(await total(place.villageOfficer, VILLAGE)).toBe(village);
      expect(await total(place.township, VILLAGE)).toBe(village);
      expect(await total(place.township, TOWNSHIP)).toBe(township + 1);
    });

    it('nor by the days that are counted one by one', async () => {
      const days = `query ($code: String!) { area(code: $code) { gridEventStatistics(from: "2026-03-02", to: "2026-03-03") { total } } }`;
      const counted = await place.villageOfficer.get<{ area: { gridEventStatistics: { total: number } } }>(
        days,
        { code: VILLAGE },
      );
      expect(counted.area.gridEventStatistics.total).toBe(await total(place.villageOfficer, VILLAGE));
    });

    it('nor by what other services are told', async () => {
      const told = (await place.service.drainOutbox()).filter(({ subject }) => subject === complaint.id);
      expect(told).not.toHaveLength(0);
      for (const { areacode, data } of told) {
        expect(areacode).toBe(TOWNSHIP);
        expect(data).toMatchObject({ areaCode: TOWNSHIP, villageCode: TOWNSHIP });
      }
    });

    it('nor by a notification', async () => {
      await take(place.township, 'refuse', { gridEventId: complaint.id, ...NOTE });
      for (const who of those()) {
        const { myNotifications } = await who.get<{ myNotifications: { edges: unknown[] } }>(NOTIFICATIONS);
        expect(myNotifications.edges).toEqual([]);
      }
      const mine = await place.resident.get<{ myNotifications: { edges: unknown[] } }>(NOTIFICATIONS);
      expect(mine.myNotifications.edges).toEqual([{ node: { gridEvent: { id: complaint.id } } }]);
    });

    it.each(['accept', 'escalate', 'verify', 'start', 'reopen', 'urge'] satisfies StepName[])(
      'nor by trying to %s',
      async (step) => {
        const document =
          step === 'accept' || step === 'start'
            ? mutation(`${step}GridEvent`, 'GridEventStepInput')
            : STEPS[step];
        const input = {
          requestId: randomUUID(),
          gridEventId: complaint.id,
          ...(step === 'accept' || step === 'start' ? {} : NOTE),
        };
        for (const who of those())
          expect(['NOT_FOUND', 'FORBIDDEN']).toContain(await who.refusal(document, { input }));
        expect(
          await place.villageOfficer.refusal(STEPS.accept, {
            input: { requestId: randomUUID(), gridEventId: complaint.id },
          }),
        ).toBe('NOT_FOUND');
      },
    );

    it('nor by reading its words', async () => {
      const input = { requestId: randomUUID(), gridEventId: complaint.id, purpose: 'HANDLING' };
      expect(await place.villageOfficer.refusal(REVEAL, { input })).toBe('NOT_FOUND');
    });

    it('is dispatched to nobody there', async () => {
      const { id } = await complain({ areaCode: VILLAGE });
      await take(place.township, 'accept', { gridEventId: id });
      for (const level of ['VILLAGE', 'GRID'])
        expect(await refusal(place.township, 'dispatch', { gridEventId: id, level })).toBe('CONCERNED_BODY');
      expect((await take(place.township, 'dispatch', { gridEventId: id, level: 'TOWNSHIP' })).state).toBe(
        'DISPATCHED',
      );
    });

    it('leaves everything else where it was', async () => {
      expect(await listed(place.villageOfficer)).toContain(ordinary.id);
      expect(await listed(place.worker)).toContain(ordinary.id);
    });
  });

  describe('because it concerns a person who holds a higher post as well', () => {
    it('exists for that person under no post, and for colleagues above', async () => {
      const official = await place.service.signIn(
        { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
        { role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY },
      );
      await place.service.sql(
        `UPDATE access_grant SET revoked_at = '2026-03-01' WHERE subject = $1 AND role = 'ASSESSMENT_OFFICER'`,
        [official.subject],
      );
      const { id } = await complain({ personId: official.subject });
      await place.service.give(official.subject, { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP });
      expect(await official.refusal(ONE, { id })).toBe('NOT_FOUND');
      expect(await listed(official)).not.toContain(id);
      expect(await listed(place.township)).toContain(id);
    });

    it('goes to none of the departments in which that person holds a post', async () => {
      const both = await place.service.signIn(
        { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: place.departmentId },
        { role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY, departmentId: place.policeId },
      );
      const { id: gridEventId } = await complain({ personId: both.subject });
      await take(place.county, 'accept', { gridEventId });
      for (const departmentId of [place.departmentId, place.policeId])
        expect(await refusal(place.county, 'dispatch', { gridEventId, departmentId })).toBe('CONCERNED_BODY');
    });

    it('is refused for somebody who holds no office', async () => {
      const input = aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns: { personId: randomUUID() } });
      expect(await place.resident.refusal(STEPS.report, { input })).toBe('CONCERNED_PARTY_INVALID');
    });
  });

  it('goes past the township that is complained of to the county', async () => {
    const { id } = await complain({ areaCode: TOWNSHIP });
    for (const who of [place.township, place.villageOfficer, place.worker])
      expect(await who.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await listed(place.county)).toContain(id);
  });

  it('stays in sight of a colleague who spoke up, and of no other', async () => {
    const colleague = await place.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE });
    const { id } = await take(
      colleague,
      'report',
      aReport({ areaCode: VILLAGE, concerns: { areaCode: VILLAGE } }),
    );
    expect(await listed(colleague)).toContain(id);
    expect(await refusal(colleague, 'accept', { gridEventId: id })).toBe('FORBIDDEN');
    expect(await listed(place.villageOfficer)).not.toContain(id);
  });

  it('is written down by nobody of the body that is complained of', async () => {
    const subject = { name: '张某', contact: '13700000000' };
    const input = aReport({ areaCode: VILLAGE, channel: 'PAPER', subject, concerns: { areaCode: VILLAGE } });
    expect(await place.villageOfficer.refusal(STEPS.report, { input })).toBe('KEYER_CONCERNED');
  });

  it('goes to the village when a grid’s workers are complained of', async () => {
    const { id } = await complain({ areaCode: GRID });
    expect(await place.worker.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await listed(place.villageOfficer)).toContain(id);
  });

  it('goes to the county, and never to the department that is complained of', async () => {
    const { id } = await complain({ departmentId: place.departmentId });
    for (const who of [place.township, place.villageOfficer])
      expect(await who.refusal(ONE, { id })).toBe('NOT_FOUND');
    await take(place.county, 'accept', { gridEventId: id });
    const { departmentId } = place;
    expect(await refusal(place.county, 'dispatch', { gridEventId: id, departmentId })).toBe('CONCERNED_BODY');
    const toAnother = { gridEventId: id, departmentId: place.policeId };
    expect((await take(place.county, 'dispatch', toAnother)).state).toBe('DISPATCHED');
    expect(await place.department.refusal(ONE, { id })).toBe('NOT_FOUND');
  });

  it('goes to discipline inspection alone when the county itself is complained of', async () => {
    const before = await total(place.county, COUNTY);
    const { id } = await complain({ areaCode: COUNTY });
    for (const who of [place.county, place.township, place.villageOfficer, place.department])
      expect(await who.refusal(ONE, { id })).toBe('NOT_FOUND');
    expect(await listed(place.county)).not.toContain(id);
    expect(await total(place.county, COUNTY)).toBe(before);
    expect(await listed(place.inspection)).toContain(id);
    expect((await take(place.inspection, 'accept', { gridEventId: id })).state).toBe('ACCEPTED');
  });
});
