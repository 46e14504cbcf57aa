import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { COUNTY, FAR_VILLAGE, NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { INDICATOR_CODES } from '../src/indicators/indicator.definitions.js';
import { AssessmentFixture } from './assessment.fixture.js';
import type { Part } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';

const NOTHING = { ON_TIME: [0, 0], FOLLOWED_UP: [0, 0], SATISFIED: [0, 0] };
const MARCH = (day: number, time = '12:00'): string =>
  `2026-03-${String(day).padStart(2, '0')}T${time}+08:00`;

describe('indicators', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
  });
  beforeEach(async () => {
    await fixture.service.sql('TRUNCATE grid_event_fact, indicator_tally, open_deadline');
    fixture.service.clock.set(MARCH(1));
  });
  afterAll(() => fixture.stop());

  const figures = (
    area: { id: number } = VILLAGE,
    question: { year?: number; asOf?: string } = {},
  ): ReturnType<AssessmentFixture['figures']> => fixture.figures(office, area, question);

  it('follow the life of an event', async () => {
    const life = new GridEventLife(VILLAGE.code);
    expect(await figures()).toEqual(NOTHING);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(10) }),
      life.step('GridEventAccepted', MARCH(2)),
      life.step('GridEventDispatched', MARCH(2), { dueAt: MARCH(8) }),
      life.step('GridEventStarted', MARCH(3)),
    );
    expect(await figures()).toEqual(NOTHING);
    await fixture.deliver(life.step('GridEventReportedDone', MARCH(8)));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [1, 1] });
    await fixture.deliver(life.step('GridEventVerified', MARCH(9)));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [1, 1], FOLLOWED_UP: [0, 1] });
    await fixture.deliver(life.step('GridEventResultNotified', MARCH(9)));
    await fixture.deliver(life.followUp(MARCH(11), { isReached: true, isSatisfied: true }));
    expect(await figures()).toEqual({ ON_TIME: [1, 1], FOLLOWED_UP: [1, 1], SATISFIED: [1, 1] });
    await fixture.deliver(life.step('GridEventClosed', MARCH(12)));
    expect(await figures()).toEqual({ ON_TIME: [1, 1], FOLLOWED_UP: [1, 1], SATISFIED: [1, 1] });
  });

  it('count an open event once its deadline has come, by time alone', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(life.step('GridEventReported', MARCH(1), { dueAt: MARCH(5, '23:59:59.999') }));
    fixture.service.clock.set(MARCH(5, '23:59:59.999'));
    expect(await figures()).toEqual(NOTHING);
    fixture.service.clock.set(MARCH(6, '00:00'));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
    await fixture.deliver(life.step('GridEventReportedDone', MARCH(6, '09:00')));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
  });

  it('take back what was found not done, and judge by the second report', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(5) }),
      life.step('GridEventReportedDone', MARCH(4)),
      life.step('GridEventVerificationFailed', MARCH(4, '18:00')),
    );
    expect(await figures()).toEqual(NOTHING);
    fixture.service.clock.set(MARCH(7));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
    await fixture.deliver(
      life.step('GridEventReportedDone', MARCH(7)),
      life.step('GridEventVerified', MARCH(7)),
    );
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1], FOLLOWED_UP: [0, 1] });
  });

  it('leave a refused event out, also when its refusal is notified and closed, until it is reopened', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(5) }),
      life.step('GridEventRefused', MARCH(2)),
      life.step('GridEventResultNotified', MARCH(3)),
      life.step('GridEventClosed', MARCH(4)),
    );
    fixture.service.clock.set(MARCH(20));
    expect(await figures()).toEqual(NOTHING);
    await fixture.deliver(life.step('GridEventReopened', MARCH(20), { dueAt: MARCH(25) }));
    expect(await figures()).toEqual(NOTHING);
    fixture.service.clock.set(MARCH(26));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
  });

  it('hold an early alarm against nobody: stood down, late or not, it is in no count', async () => {
    const early = new GridEventLife(VILLAGE.code);
    const late = new GridEventLife(VILLAGE.code);
    const dispatched = new GridEventLife(VILLAGE.code);
    const kind = { kind: 'EMERGENCY', dueAt: MARCH(2) };
    await fixture.deliver(
      early.step('GridEventReported', MARCH(1), kind),
      early.step('GridEventStoodDown', MARCH(1, '12:05')),
      late.step('GridEventReported', MARCH(1), kind),
      dispatched.step('GridEventReported', MARCH(1), kind),
      dispatched.step('GridEventAccepted', MARCH(1)),
      dispatched.step('GridEventDispatched', MARCH(1)),
    );
    fixture.service.clock.set(MARCH(5));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 2] });
    await fixture.deliver(
      late.step('GridEventStoodDown', MARCH(5)),
      dispatched.step('GridEventStoodDown', MARCH(5)),
    );
    expect(await figures()).toEqual(NOTHING);
  });

  it('take back result and answers when an event is reopened, and judge it by its new deadline', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(5) }),
      life.step('GridEventReportedDone', MARCH(6)),
      life.step('GridEventVerified', MARCH(6)),
      life.followUp(MARCH(7), { isReached: true, isSatisfied: false }),
    );
    expect(await figures()).toEqual({ ON_TIME: [0, 1], FOLLOWED_UP: [1, 1], SATISFIED: [0, 1] });
    await fixture.deliver(life.step('GridEventReopened', MARCH(8), { dueAt: MARCH(15) }));
    expect(await figures()).toEqual(NOTHING);
    await fixture.deliver(
      life.step('GridEventReportedDone', MARCH(9)),
      life.step('GridEventVerified', MARCH(9)),
    );
    expect(await figures()).toEqual({ ON_TIME: [1, 1], FOLLOWED_UP: [0, 1], SATISFIED: [0, 0] });
  });

  it('move a deadline by an extension granted before it, and not by one granted at it or after', async () => {
    const inTime = new GridEventLife(VILLAGE.code);
    const atIt = new GridEventLife(VILLAGE.code);
    const tooLate = new GridEventLife(VILLAGE.code);
    for (const [life, decidedAt] of [
      [inTime, MARCH(4, '11:59')],
      [atIt, MARCH(4)],
      [tooLate, MARCH(5)],
    ] as const) {
      await fixture.deliver(
        life.step('GridEventReported', MARCH(1), { dueAt: MARCH(4) }),
        life.extension(decidedAt, MARCH(10)),
        life.step('GridEventUrged', MARCH(5)),
        life.step('GridEventReportedDone', MARCH(6)),
      );
    }
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [1, 3] });
  });

  it('let no other step move a deadline that has come', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(4) }),
      life.step('GridEventDispatched', MARCH(5), { dueAt: MARCH(10) }),
      life.step('GridEventReportedDone', MARCH(6)),
    );
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
  });

  it('count an event settled on the spot as done on time and to be followed up', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(life.step('GridEventSettledOnTheSpot', MARCH(1)));
    expect(await figures()).toEqual({ ...NOTHING, ON_TIME: [1, 1], FOLLOWED_UP: [0, 1] });
  });

  it('count a follow-up that reached nobody as made but not as an answer, and let a later one take its place', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventSettledOnTheSpot', MARCH(1)),
      life.followUp(MARCH(2), { isReached: false, isSatisfied: null }),
    );
    expect(await figures()).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [0, 0] });
    await fixture.deliver(life.followUp(MARCH(3), { isReached: true, isSatisfied: false }));
    expect(await figures()).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [0, 1] });
    await fixture.deliver(life.followUp(MARCH(4), { isReached: true, isSatisfied: true }));
    expect(await figures()).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [1, 1] });
    await fixture.deliver(life.followUp(MARCH(5), { isReached: true, isSatisfied: null }));
    expect(await figures()).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [0, 0] });
  });

  it('never take a satisfied answer from somebody who was not reached', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventSettledOnTheSpot', MARCH(1)),
      life.followUp(MARCH(2), { isReached: false, isSatisfied: true }),
    );
    expect(await figures()).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [0, 0] });
  });

  it('belong to years of Asia/Shanghai: O5 by the deadline, O6 by the resolution', async () => {
    const lastOf2025 = new GridEventLife(VILLAGE.code);
    const firstOf2026 = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      lastOf2025.step('GridEventReported', '2025-12-20T10:00+08:00', {
        dueAt: '2025-12-31T23:59:59.999+08:00',
      }),
      lastOf2025.step('GridEventReportedDone', '2025-12-31T23:00+08:00'),
      lastOf2025.step('GridEventVerified', '2026-01-01T00:00+08:00'),
      firstOf2026.step('GridEventReported', '2025-12-20T10:00+08:00', { dueAt: '2026-01-01T00:00+08:00' }),
      firstOf2026.step('GridEventReportedDone', '2025-12-31T23:00+08:00'),
      firstOf2026.step('GridEventVerified', '2025-12-31T23:59:59.999+08:00'),
    );
    expect(await figures(VILLAGE, { year: 2025 })).toEqual({
      ...NOTHING,
      ON_TIME: [1, 1],
      FOLLOWED_UP: [0, 1],
    });
    expect(await figures(VILLAGE, { year: 2026 })).toEqual({
      ...NOTHING,
      ON_TIME: [1, 1],
      FOLLOWED_UP: [0, 1],
    });
    await fixture.deliver(
      firstOf2026.followUp('2026-01-15T10:00+08:00', { isReached: true, isSatisfied: true }),
    );
    expect(await figures(VILLAGE, { year: 2025 })).toMatchObject({ FOLLOWED_UP: [1, 1], SATISFIED: [1, 1] });
    expect(await figures(VILLAGE, { year: 2025, asOf: '2026-01-10T00:00:00Z' })).toMatchObject({
      FOLLOWED_UP: [0, 1],
    });
  });

  it('answer as of a past moment from the facts of then', async () => {
    const life = new GridEventLife(VILLAGE.code);
    await fixture.deliver(
      life.step('GridEventReported', MARCH(1), { dueAt: MARCH(5) }),
      life.step('GridEventReportedDone', MARCH(7)),
      life.step('GridEventVerified', MARCH(8)),
      life.step('GridEventReopened', MARCH(9), { dueAt: MARCH(20) }),
    );
    fixture.service.clock.set(MARCH(10));
    const at = (instant: string): ReturnType<typeof figures> => figures(VILLAGE, { asOf: instant });
    expect(await at('2026-02-28T00:00:00Z')).toEqual(NOTHING);
    expect(await at(MARCH(5))).toEqual(NOTHING);
    expect(await at(MARCH(6))).toEqual({ ...NOTHING, ON_TIME: [0, 1] });
    expect(await at(MARCH(8))).toEqual({ ...NOTHING, ON_TIME: [0, 1], FOLLOWED_UP: [0, 1] });
    expect(await at(MARCH(10))).toEqual(NOTHING);
    expect(await fixture.ask(office, [VILLAGE.id], { asOf: MARCH(11) })).toMatchObject({
      errors: [{ extensions: { code: 'AS_OF_IN_THE_FUTURE' } }],
    });
  });

  it('give a township and the county the sums of their villages', async () => {
    await fixture.deliver(
      new GridEventLife(VILLAGE.code).step('GridEventSettledOnTheSpot', MARCH(1)),
      new GridEventLife(NEIGHBOUR.code).step('GridEventReported', MARCH(1), { dueAt: MARCH(2) }),
      new GridEventLife(FAR_VILLAGE.code).step('GridEventSettledOnTheSpot', MARCH(1)),
    );
    fixture.service.clock.set(MARCH(3));
    expect(await figures(TOWNSHIP)).toEqual({ ...NOTHING, ON_TIME: [1, 2], FOLLOWED_UP: [0, 1] });
    expect(await figures(OTHER_TOWNSHIP)).toEqual({ ...NOTHING, ON_TIME: [1, 1], FOLLOWED_UP: [0, 1] });
    expect(await figures(COUNTY)).toEqual({ ...NOTHING, ON_TIME: [2, 3], FOLLOWED_UP: [0, 2] });
  });

  it('say nothing of an area that is not copied as a whole, or not at all', async () => {
    const everywhere = await fixture.service.signIn({ role: Role.AUDITOR, areaCode: '36' });
    const city = 2;
    expect(await fixture.parts(everywhere, [city, 999_999])).toEqual([[], []]);
    expect(await fixture.ask(office, [Number.NaN])).toMatchObject({
      data: { _entities: [{ indicators: [] }] },
    });
  });

  it('show no ratio where nothing is counted, nor a rate over too few answers', async () => {
    const satisfied = async (): Promise<Part> => (await fixture.parts(office, [VILLAGE.id]))[0]?.[2] as Part;
    expect(await satisfied()).toMatchObject({ ratio: null, notApplicableBecause: 'NOTHING_TO_COUNT' });
    for (let answers = 1; answers <= 5; answers += 1) {
      const life = new GridEventLife(VILLAGE.code);
      await fixture.deliver(
        life.step('GridEventSettledOnTheSpot', MARCH(1)),
        life.followUp(MARCH(2), { isReached: true, isSatisfied: answers > 1 }),
      );
      const { ratio, notApplicableBecause, minimumSample } = await satisfied();
      expect(minimumSample).toBe(5);
      if (answers < 5)
        expect({ ratio, notApplicableBecause }).toEqual({
          ratio: null,
          notApplicableBecause: 'SAMPLE_TOO_SMALL',
        });
      else expect({ ratio, notApplicableBecause }).toEqual({ ratio: 4 / 5, notApplicableBecause: null });
    }
  });

  it('say what they measure, to everybody', async () => {
    const { indicatorDefinitions } = await fixture.service
      .client()
      .get<{ indicatorDefinitions: { code: string }[] }>(
        `{ indicatorDefinitions { code nameZh ruleId parts { code } } }`,
      );
    expect(indicatorDefinitions.map(({ code }) => code)).toEqual([...INDICATOR_CODES]);
  });
});
