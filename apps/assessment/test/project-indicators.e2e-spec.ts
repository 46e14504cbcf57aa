import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { COUNTY, FAR_VILLAGE, NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { AssessmentFixture, COUNTED_TABLES } from './assessment.fixture.js';
import type { Part, ProjectFigures, Question } from './assessment.fixture.js';
import {
  aDiscussion,
  aNeed,
  anAudit,
  MicroProjectLife,
  PlanLife,
  TO_START,
} from './micro-project.builder.js';

const MARCH = (day: number, time = '12:00'): string =>
  `2026-03-${String(day).padStart(2, '0')}T${time}+08:00`;

describe('indicators of micro-projects', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
  });
  beforeEach(async () => {
    await fixture.service.sql(`TRUNCATE ${COUNTED_TABLES}`);
    fixture.service.clock.set(MARCH(31));
  });
  afterAll(() => fixture.stop());

  const figures = (area: { id: number } = VILLAGE, question: Question = {}): Promise<ProjectFigures> =>
    fixture.projectFigures(office, area, question);
  const part = async (code: Part['code'], area: { id: number } = VILLAGE): Promise<Part> =>
    (await fixture.parts(office, [area.id])).flat().find((each) => each.code === code) as Part;

  describe('M1', () => {
    it('is of no village where the programme does not run, and of each from its first fact on', async () => {
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([0, 0]);
      expect(await part('DISCUSSED_MONTHLY')).toMatchObject({
        ...{ ratio: null, notApplicableBecause: 'NOTHING_TO_COUNT' },
      });
      await fixture.deliverProjects(aNeed(VILLAGE.code, MARCH(10)));
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([0, 3]);
      expect((await figures(VILLAGE, { asOf: MARCH(9) })).DISCUSSED_MONTHLY).toEqual([0, 0]);
      expect((await figures(VILLAGE, { year: 2025 })).DISCUSSED_MONTHLY).toEqual([0, 0]);
      expect((await figures(TOWNSHIP)).DISCUSSED_MONTHLY).toEqual([0, 3]);
    });

    it('counts months, not discussions, by the day of the meeting in Shanghai', async () => {
      await fixture.deliverProjects(
        aDiscussion(VILLAGE.code, '2026-01-31', '2026-02-03T09:00+08:00'),
        aDiscussion(VILLAGE.code, '2026-03-01'),
        aDiscussion(VILLAGE.code, '2026-03-20'),
      );
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([2, 3]);
      const asOf = (instant: string) => figures(VILLAGE, { asOf: instant });
      expect((await asOf('2026-02-02T00:00+08:00')).DISCUSSED_MONTHLY).toEqual([0, 0]);
      expect((await asOf('2026-02-28T23:59+08:00')).DISCUSSED_MONTHLY).toEqual([1, 2]);
      expect((await asOf('2026-03-01T00:00+08:00')).DISCUSSED_MONTHLY).toEqual([1, 3]);
    });

    it('is of twelve months once the year is over, and of none before it begins', async () => {
      await fixture.deliverProjects(aDiscussion(VILLAGE.code, '2025-12-31'));
      expect((await figures(VILLAGE, { year: 2025 })).DISCUSSED_MONTHLY).toEqual([1, 12]);
      expect((await figures(VILLAGE, { year: 2027 })).DISCUSSED_MONTHLY).toEqual([0, 0]);
    });

    it('does not count a meeting that is still to be held', async () => {
      await fixture.deliverProjects(aDiscussion(VILLAGE.code, '2026-04-02', MARCH(30)));
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([0, 0]);
      fixture.service.clock.set('2026-04-02T08:00+08:00');
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([1, 4]);
    });

    it('of a plan approved ahead begins with the year of the plan', async () => {
      await fixture.deliverProjects(new PlanLife(VILLAGE.code, 2027).approve(MARCH(1), [randomUUID()]));
      expect((await figures()).DISCUSSED_MONTHLY).toEqual([0, 0]);
      fixture.service.clock.set('2027-01-01T00:00+08:00');
      expect((await figures(VILLAGE, { year: 2027 })).DISCUSSED_MONTHLY).toEqual([0, 1]);
    });
  });

  describe('M2', () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    const closing = (itemId: string, at: string, villageCode = VILLAGE.code) =>
      new MicroProjectLife(villageCode, { planItemId: itemId }).steps(
        ['ProjectProposed', 'ProjectClosed'],
        at,
      );

    it('counts planned items that were carried out, told before the plan or after it', async () => {
      await fixture.deliverProjects(
        ...closing(first, MARCH(2)),
        new PlanLife(VILLAGE.code, 2026).approve(MARCH(3), [first, second, second]),
      );
      expect((await figures()).PLAN_DONE).toEqual([1, 2]);
      await fixture.deliverProjects(...closing(second, '2026-03-20T12:00+08:00'));
      expect((await figures()).PLAN_DONE).toEqual([2, 2]);
      expect((await figures(VILLAGE, { asOf: MARCH(10) })).PLAN_DONE).toEqual([1, 2]);
      expect((await figures(VILLAGE, { asOf: MARCH(2) })).PLAN_DONE).toEqual([0, 0]);
      expect((await figures(VILLAGE, { year: 2025 })).PLAN_DONE).toEqual([0, 0]);
    });

    it('goes by the plan that was approved last, and keeps what held before', async () => {
      const plan = new PlanLife(VILLAGE.code, 2026);
      const approved = plan.approve(MARCH(1), [first, second]);
      const submitted = plan.submit(MARCH(4), [third]);
      const again = plan.approve(MARCH(5), [second, third]);
      await fixture.deliverProjects(...closing(first, MARCH(2)), approved, submitted);
      expect((await figures()).PLAN_DONE).toEqual([1, 2]);
      await fixture.deliverProjects(again);
      expect((await figures()).PLAN_DONE).toEqual([0, 2]);
      expect((await figures(VILLAGE, { asOf: MARCH(4) })).PLAN_DONE).toEqual([1, 2]);
    });

    it('counts a project of the next year for the plan that named it, and none of another village', async () => {
      await fixture.deliverProjects(
        new PlanLife(VILLAGE.code, 2025).approve('2025-02-01T00:00:00Z', [first, second]),
        ...closing(first, MARCH(2)),
        ...closing(second, MARCH(2), NEIGHBOUR.code),
      );
      expect((await figures(VILLAGE, { year: 2025 })).PLAN_DONE).toEqual([1, 2]);
    });

    it('takes the first of two projects that closed the same item', async () => {
      await fixture.deliverProjects(
        new PlanLife(VILLAGE.code, 2026).approve(MARCH(1), [first]),
        ...closing(first, MARCH(20)),
      );
      await fixture.deliverProjects(...closing(first, MARCH(10)));
      await fixture.deliverProjects(...closing(first, MARCH(25)));
      expect((await figures(VILLAGE, { asOf: MARCH(15) })).PLAN_DONE).toEqual([1, 1]);
    });
  });

  it('M3 follows a project from its start on, and an emergency until it is put in order', async () => {
    const right = new MicroProjectLife(VILLAGE.code);
    const emergency = new MicroProjectLife(VILLAGE.code, { isEmergency: true });
    await fixture.deliverProjects(
      ...right.steps(TO_START, MARCH(1)),
      emergency.step('ProjectProposed', MARCH(2)),
      emergency.step('EmergencyBypassUsed', MARCH(3), { confirmBy: '2026-03-06T00:00:00.000Z' }),
    );
    expect((await figures()).PROCEDURE).toEqual([1, 2]);
    await fixture.deliverProjects(
      emergency.step('EmergencyConfirmed', MARCH(4)),
      emergency.step('EmergencyRegularised', MARCH(8)),
    );
    expect((await figures()).PROCEDURE).toEqual([2, 2]);
    expect((await figures(VILLAGE, { asOf: MARCH(7) })).PROCEDURE).toEqual([1, 2]);
    expect((await figures(VILLAGE, { asOf: MARCH(2) })).PROCEDURE).toEqual([1, 1]);
  });

  it('M4 and M6 follow completion, acceptance and survey, and a failed acceptance after it', async () => {
    const life = new MicroProjectLife(VILLAGE.code);
    const surveyed = { answerCount: 12, satisfiedCount: 9, minimumSample: 10 };
    await fixture.deliverProjects(
      ...life.steps([...TO_START, 'ProjectCompleted'], MARCH(1)),
      life.step('AcceptancePassed', MARCH(2)),
      life.step('SatisfactionSurveyed', MARCH(3), surveyed),
    );
    expect(await figures()).toMatchObject({
      ...{ ACCEPTED_AND_EVALUATED: [1, 1], PROJECT_SATISFACTION: [9, 12] },
    });
    await fixture.deliverProjects(life.step('AcceptanceFailed', MARCH(4)));
    expect(await figures()).toMatchObject({
      ...{ ACCEPTED_AND_EVALUATED: [0, 0], PROJECT_SATISFACTION: [9, 12] },
    });
    await fixture.deliverProjects(
      life.step('ProjectCompleted', MARCH(5)),
      life.step('AcceptancePassed', MARCH(6), { isProposerPresent: false }),
      life.step('SatisfactionSurveyed', MARCH(7), { ...surveyed, answerCount: 9 }),
    );
    expect(await figures()).toMatchObject({
      ...{ ACCEPTED_AND_EVALUATED: [0, 1], PROJECT_SATISFACTION: [9, 12] },
    });
    expect((await figures(VILLAGE, { asOf: MARCH(3) })).ACCEPTED_AND_EVALUATED).toEqual([1, 1]);
    expect((await figures(VILLAGE, { asOf: MARCH(4) })).ACCEPTED_AND_EVALUATED).toEqual([0, 0]);
  });

  it('M4 to M6 belong to years of Asia/Shanghai', async () => {
    const old = new MicroProjectLife(VILLAGE.code);
    const young = new MicroProjectLife(VILLAGE.code);
    const lastOf2025 = '2025-12-31T23:59:59.999+08:00';
    const firstOf2026 = '2026-01-01T00:00+08:00';
    const names = [
      ...(['ProjectProposed', 'ProjectCompleted', 'AcceptancePassed'] as const),
      ...(['SatisfactionSurveyed', 'AuditPublished'] as const),
    ];
    await fixture.deliverProjects(
      ...old.steps(names, lastOf2025),
      ...young.steps(names, firstOf2026),
      old.step('ProjectClosed', firstOf2026),
    );
    const ofYear = { ACCEPTED_AND_EVALUATED: [1, 1], PROJECT_SATISFACTION: [9, 10] };
    expect(await figures(VILLAGE, { year: 2025 })).toMatchObject({ ...ofYear, ARCHIVE_COMPLETE: [1, 1] });
    expect(await figures(VILLAGE, { year: 2026 })).toMatchObject({ ...ofYear, ARCHIVE_COMPLETE: [0, 1] });
  });

  it('M5 asks for a special audit a year of each village that takes part, and of no other', async () => {
    const audit = anAudit([VILLAGE.code, FAR_VILLAGE.code], { year: 2026, reportedOn: '2026-03-05' });
    await fixture.deliverProjects(
      audit,
      aNeed(VILLAGE.code, '2026-01-05T00:00:00Z'),
      aNeed(NEIGHBOUR.code, '2026-01-05T00:00:00Z'),
    );
    expect((await figures()).SPECIAL_AUDIT).toEqual([1, 1]);
    expect((await figures(NEIGHBOUR)).SPECIAL_AUDIT).toEqual([0, 1]);
    expect((await figures(FAR_VILLAGE)).SPECIAL_AUDIT).toEqual([0, 0]);
    expect((await figures(TOWNSHIP)).SPECIAL_AUDIT).toEqual([1, 2]);
    expect((await figures(TOWNSHIP, { asOf: MARCH(4) })).SPECIAL_AUDIT).toEqual([0, 2]);
    expect((await figures(TOWNSHIP, { year: 2027 })).SPECIAL_AUDIT).toEqual([0, 0]);
  });

  it('M6 shows no rate over fewer answers than the policy asks for', async () => {
    const life = new MicroProjectLife(VILLAGE.code);
    const few = { answerCount: 4, satisfiedCount: 4, minimumSample: 1 };
    await fixture.deliverProjects(
      life.step('ProjectProposed', MARCH(1)),
      life.step('SatisfactionSurveyed', MARCH(2), few),
    );
    expect(await part('PROJECT_SATISFACTION')).toMatchObject({
      ...{ numerator: 4, denominator: 4, ratio: null, notApplicableBecause: 'SAMPLE_TOO_SMALL' },
    });
    await fixture.deliverProjects(life.step('SatisfactionSurveyed', MARCH(3), { ...few, satisfiedCount: 0 }));
    expect(await part('PROJECT_SATISFACTION')).toMatchObject({ ratio: 0.5, notApplicableBecause: null });
  });

  it('give a township and the county the sums of their villages', async () => {
    for (const { code } of [VILLAGE, NEIGHBOUR, FAR_VILLAGE])
      await fixture.deliverProjects(
        ...new MicroProjectLife(code).steps([...TO_START, 'ProjectCompleted'], MARCH(1)),
        aDiscussion(code, '2026-03-02'),
        new PlanLife(code, 2026).approve(MARCH(1), [randomUUID()]),
      );
    const sums = (villages: number) => ({
      ...{ DISCUSSED_MONTHLY: [villages, villages * 3], PLAN_DONE: [0, villages] },
      ...{ PROCEDURE: [villages, villages], ACCEPTED_AND_EVALUATED: [0, villages] },
    });
    expect(await figures(TOWNSHIP)).toMatchObject(sums(2));
    expect(await figures(OTHER_TOWNSHIP)).toMatchObject(sums(1));
    expect(await figures(COUNTY)).toMatchObject(sums(3));
    expect(await figures(COUNTY, { asOf: MARCH(30) })).toMatchObject(sums(3));
  });
});
