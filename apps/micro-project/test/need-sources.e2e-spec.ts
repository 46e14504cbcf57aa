import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { GridEventHandedOver, GridEventReported } from '@lianxin/contracts';
import { EventTraffic } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';
import type { TestClient } from '@lianxin/testing';
import { KnownGridEventsConsumer } from '../src/known-grid-events/known-grid-events.consumer.js';
import { GRID, NEIGHBOUR, VILLAGE } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aNeed, needRefusal, someNeed } from './need.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql(`DELETE FROM need_signature`);
  await place.service.sql(`DELETE FROM need`);
});
afterAll(() => place.service.stop());

describe('needs alike', () => {
  const ALIKE = `query ($text: String!, $areaCode: String!) {
    likelyNeedDuplicates(areaCode: $areaCode, kind: PUBLIC_FACILITY, text: $text) { kind areaCode state need { id } } }`;
  const alike = async (who: TestClient, areaCode = VILLAGE): Promise<object[]> => {
    const text = '三组主路没有路灯，晚上老人小孩出门看不见路';
    const answer = await who.get<{ likelyNeedDuplicates: object[] }>(ALIKE, { text, areaCode });
    return answer.likelyNeedDuplicates;
  };

  it('are shown by kind, grid and state, and lead to the need those only who may read it', async () => {
    const { id } = await aNeed(place.worker);
    await aNeed(place.worker, { text: '村口水渠堵塞，雨水漫到路面，请尽快清理' });
    await aNeed(place.resident, { confidentiality: 'CONFIDENTIAL' });
    const shown = { kind: 'PUBLIC_FACILITY', areaCode: GRID, state: 'SUBMITTED' };
    expect(await alike(place.resident)).toEqual([{ ...shown, need: null }]);
    expect(await alike(place.villageOfficer)).toEqual([{ ...shown, need: { id } }]);
    expect(await alike(place.neighbour, NEIGHBOUR)).toEqual([]);
    place.service.clock.advance({ days: 181 });
    expect(await alike(place.resident)).toEqual([]);
  });

  it('may be asked for only so often by who reads none there', async () => {
    const asking = await place.service.signIn({ role: Role.RESIDENT, areaCode: VILLAGE });
    for (let count = 0; count < 30; count += 1) await alike(asking);
    expect(await asking.refusal(ALIKE, { text: '路灯不亮请修理一下', areaCode: VILLAGE })).toBe(
      'DUPLICATE_QUESTIONS_USED_UP',
    );
  });
});

describe('a need out of a grid event', () => {
  const told = (areaCode: string) => ({
    ...{ areaCode, villageCode: areaCode.slice(0, 12), category: 'HAZARD', kind: 'GENERAL' },
    ...{ source: 'RESIDENT', fromState: null, toState: 'REPORTED', level: 'VILLAGE', departmentId: null },
    ...{ dueAt: '2026-03-05T02:00:00.000Z', at: '2026-03-02T02:00:00.000Z' },
  });
  const deliver = async (areaCode: string): Promise<EventStream> => {
    const stream = new EventStream();
    const { app } = place.service;
    const runner = app.get(EventTraffic).runnerOf(app.get(KnownGridEventsConsumer));
    await runner.deliver([stream.next(GridEventReported, told(areaCode) as never)]);
    return stream;
  };

  it('leads to it and is found from it', async () => {
    const { aggregateId: gridEventId } = await deliver(GRID);
    const { id } = await aNeed(place.resident, { gridEventId });
    const entities = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on GridEvent { needs { id gridEvent { id } } } } }`;
    const of = [{ __typename: 'GridEvent', id: gridEventId }];
    expect(await place.villageOfficer.get(entities, { of })).toEqual({
      _entities: [{ needs: [{ id, gridEvent: { id: gridEventId } }] }],
    });
    expect(await place.neighbourOfficer.get(entities, { of })).toEqual({ _entities: [{ needs: [] }] });
  });

  it.each([
    ['of another village', NEIGHBOUR],
    ['of a place that is not copied here', '361199111200001'],
    ['that is kept from its own place', '361104111'],
  ])('%s is refused', async (_what, areaCode) => {
    const { aggregateId: gridEventId } = await deliver(areaCode);
    expect(await needRefusal(place.resident, 'submit', someNeed({ gridEventId }))).toBe('GRID_EVENT_UNKNOWN');
  });

  it('that was kept from its place later is known no more', async () => {
    const stream = await deliver(GRID);
    const gridEventId = stream.aggregateId;
    await aNeed(place.resident, { gridEventId });
    const { app } = place.service;
    const handedOver = {
      ...told('361104'),
      fromState: 'REPORTED',
      toState: 'HANDED_OVER',
      recipient: 'DISCIPLINE_INSPECTION',
    };
    await app
      .get(EventTraffic)
      .runnerOf(app.get(KnownGridEventsConsumer))
      .deliver([stream.next(GridEventHandedOver, handedOver as never)]);
    expect(await needRefusal(place.resident, 'submit', someNeed({ gridEventId }))).toBe('GRID_EVENT_UNKNOWN');
  });
});
