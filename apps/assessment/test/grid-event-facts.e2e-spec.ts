import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { AreaChanged } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';
import type { TestClient } from '@lianxin/testing';
import { anAreasImport, COUNTY, VILLAGE, villageOf } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';

const AT = (hour: number): string => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** Villages of their own for each test: nothing is cleared in between. */
const villages = Array.from({ length: 20 }, (_, index) => villageOf(111, index + 1));

describe('the consumer of grid events', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;
  const village = (): { id: number; code: string } => villages.shift() as { id: number; code: string };

  beforeAll(async () => {
    fixture = await AssessmentFixture.start(new Map([[111, villages.length]]));
    fixture.service.clock.set(AT(20));
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
  });
  afterAll(() => fixture.stop());

  const onTime = async (area: { id: number }): Promise<[number, number]> =>
    (await fixture.figures(office, area)).ON_TIME;
  const retry = async (): Promise<void> => {
    fixture.service.clock.advance({ minutes: 5 });
    while ((await fixture.facts.retryDue()) === 0);
  };
  const parked = (key: string): Promise<{ state: string; reason: string }[]> =>
    fixture.service.sql('SELECT state, reason FROM inbox_parked WHERE key = $1 ORDER BY id', [key]);

  it('applies each event once, however often it is delivered', async () => {
    const place = village();
    const life = new GridEventLife(place.code);
    const steps = [
      life.step('GridEventReported', AT(1), { dueAt: AT(9) }),
      life.step('GridEventReportedDone', AT(2)),
      life.step('GridEventVerificationFailed', AT(3)),
    ];
    await fixture.deliver(...steps, ...steps);
    await fixture.deliver(steps[1] as IncomingMessage);
    expect(await onTime(place)).toEqual([0, 1]);
    const done = life.step('GridEventReportedDone', AT(4));
    await fixture.deliver(done, done, ...steps, done);
    expect(await onTime(place)).toEqual([1, 1]);
  });

  it('lets events wait for the one before them, in whatever order they come, and then applies all', async () => {
    const place = village();
    const life = new GridEventLife(place.code);
    const [reported, done, failed, again, verified] = [
      life.step('GridEventReported', AT(1), { dueAt: AT(9) }),
      life.step('GridEventReportedDone', AT(2)),
      life.step('GridEventVerificationFailed', AT(3)),
      life.step('GridEventReportedDone', AT(4)),
      life.step('GridEventVerified', AT(5)),
    ] as const;
    await fixture.deliver(reported, verified, failed);
    expect((await parked(life.id)).map(({ state }) => state)).toEqual(['waiting', 'behind']);
    await retry();
    await fixture.deliver(again);
    expect(await parked(life.id)).toHaveLength(3);
    await fixture.deliver(done);
    await retry();
    expect(await parked(life.id)).toEqual([]);
    expect(await fixture.figures(office, place)).toMatchObject({ ON_TIME: [1, 1], FOLLOWED_UP: [0, 1] });
  });

  it('parks a poisoned event with its reason and holds up its own key alone', async () => {
    const [sick, healthy] = [village(), village()];
    const poisoned = new GridEventLife(sick.code);
    const reported = poisoned.step('GridEventReported', AT(1), { dueAt: AT(9) });
    const broken = { ...reported, value: reported.value.replace('"HAZARD"', '"NONSENSE"') };
    const later = poisoned.step('GridEventReportedDone', AT(2));
    const other = new GridEventLife(healthy.code).step('GridEventSettledOnTheSpot', AT(1));
    await fixture.deliver(broken, other, later);
    expect(await onTime(healthy)).toEqual([1, 1]);
    expect(await onTime(sick)).toEqual([0, 0]);
    expect(await parked(poisoned.id)).toEqual([
      { state: 'parked', reason: expect.stringContaining('category') },
      { state: 'behind', reason: expect.any(String) },
    ]);
    await retry();
    expect((await parked(poisoned.id)).map(({ state }) => state)).toEqual(['parked', 'behind']);
  });

  it.each([
    ['no JSON at all', 'poison'],
    ['an unknown type', '{"type":"grid-registry.GridEventEaten.v1"}'],
  ])('sets %s aside', async (_name, value) => {
    const place = village();
    const life = new GridEventLife(place.code);
    await fixture.deliver({ topic: 'grid-registry.grid-event', key: life.id, offset: 1, value });
    expect(await parked(life.id)).toMatchObject([{ state: 'parked' }]);
  });

  it('waits for a village that is not known yet, and applies the event when it arrives', async () => {
    const place = villageOf(112, 1);
    const life = new GridEventLife(place.code);
    await fixture.deliver(life.step('GridEventSettledOnTheSpot', AT(1)));
    expect(await parked(life.id)).toEqual([
      { state: 'waiting', reason: `area ${place.code} is not known here yet` },
    ]);
    await fixture.copies.deliver([anAreasImport(new Map([[112, 1]]))]);
    await retry();
    expect(await parked(life.id)).toEqual([]);
    expect(await onTime(place)).toEqual([1, 1]);
  });

  it('leaves out events elsewhere and events of no village', async () => {
    const elsewhere = new GridEventLife('350721107001');
    const ofTownship = new GridEventLife('361104111');
    for (const life of [elsewhere, ofTownship]) {
      await fixture.deliver(life.step('GridEventReported', AT(1)), life.step('GridEventReportedDone', AT(2)));
      expect(await parked(life.id)).toEqual([]);
      expect(
        await fixture.service.sql('SELECT 1 FROM grid_event_fact WHERE grid_event_id = $1', [life.id]),
      ).toEqual([]);
    }
  });

  it('follows a village’s re-coding, before and after', async () => {
    const place = village();
    const life = new GridEventLife(place.code);
    const late = new GridEventLife(place.code);
    await fixture.deliver(life.step('GridEventReported', AT(1), { dueAt: AT(9) }));
    const change = {
      areaId: place.id,
      change: 'MOVED' as const,
      formerCode: place.code,
      code: '361104111990',
      name: '新村',
      parentId: 111,
      committeeKind: null,
      effectiveFrom: '2026-03-02',
      successorCodes: [],
    };
    await fixture.copies.deliver([new EventStream().next(AreaChanged, change)]);
    await fixture.deliver(
      life.step('GridEventReportedDone', AT(2)),
      late.step('GridEventSettledOnTheSpot', AT(3)),
    );
    const officer = await fixture.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: '361104111990' });
    expect((await fixture.figures(officer, place)).ON_TIME).toEqual([2, 2]);
    expect((await fixture.figures(officer, place, { asOf: AT(2) })).ON_TIME).toEqual([1, 1]);
  });

  it('is not thrown off by a clock that runs behind', async () => {
    const place = village();
    const life = new GridEventLife(place.code);
    await fixture.deliver(
      life.step('GridEventReported', AT(5), { dueAt: AT(9) }),
      life.step('GridEventReportedDone', AT(4)),
      life.step('GridEventVerificationFailed', AT(6)),
    );
    expect((await fixture.figures(office, place, { asOf: AT(7) })).ON_TIME).toEqual([0, 0]);
    expect(await onTime(place)).toEqual([0, 1]);
  });

  it('counts nothing of what happened under an unrelated village', async () => {
    expect(await onTime(VILLAGE)).toEqual([1, 1]);
  });
});
