import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { AreaChanged } from '@lianxin/contracts';
import type { IncomingMessage } from '@lianxin/journal';
import { EventStream } from '@lianxin/testing';
import type { TestClient } from '@lianxin/testing';
import { MicroProjectFactsConsumer } from '../src/micro-project-facts/micro-project-facts.consumer.js';
import { anAreasImport, COUNTY, villageOf } from './area.builder.js';
import { AssessmentFixture, COUNTED_TABLES } from './assessment.fixture.js';
import type { ProjectFigures, Question } from './assessment.fixture.js';
import {
  aDiscussion,
  aNeed,
  anAudit,
  MicroProjectLife,
  PlanLife,
  TO_START,
} from './micro-project.builder.js';

const AT = (hour: number): string => `2026-03-01T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** Villages of their own for each test: nothing is cleared in between. */
const villages = Array.from({ length: 20 }, (_, index) => villageOf(111, index + 1));

describe('the consumer of micro-projects', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;
  const village = (): { id: number; code: string } => villages.shift() as { id: number; code: string };

  beforeAll(async () => {
    fixture = await AssessmentFixture.start(new Map([[111, villages.length]]));
    fixture.service.clock.set(AT(20));
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
  });
  afterAll(() => fixture.stop());

  const figures = (area: { id: number }, question: Question = {}): Promise<ProjectFigures> =>
    fixture.projectFigures(office, area, question);
  const retry = async (): Promise<void> => {
    fixture.service.clock.advance({ minutes: 5 });
    while ((await fixture.projects.retryDue()) === 0);
  };
  const parked = (key: string): Promise<{ state: string; reason: string }[]> =>
    fixture.service.sql('SELECT state, reason FROM inbox_parked WHERE key = $1 ORDER BY id', [key]);

  it('follows the topics of micro-project that it counts from', () => {
    const topics = ['discussion', 'need', 'plan', 'project', 'special-audit'];
    expect(fixture.service.app.get(MicroProjectFactsConsumer).topics).toEqual(
      topics.map((topic) => `micro-project.${topic}`),
    );
  });

  it('applies each event once, however often it is delivered', async () => {
    const place = village();
    const life = new MicroProjectLife(place.code);
    const steps = [
      ...life.steps([...TO_START, 'ProjectCompleted', 'AcceptancePassed'], AT(1)),
      life.step('SatisfactionSurveyed', AT(2)),
    ];
    const discussion = aDiscussion(place.code, '2026-02-03');
    await fixture.deliverProjects(...steps, discussion, ...steps);
    await fixture.deliverProjects(discussion, ...steps.slice(3));
    expect(await figures(place)).toMatchObject({
      ...{ PROCEDURE: [1, 1], ACCEPTED_AND_EVALUATED: [1, 1], PROJECT_SATISFACTION: [9, 10] },
      DISCUSSED_MONTHLY: [1, 3],
    });
  });

  it('lets events wait for the one before them, in whatever order they come', async () => {
    const place = village();
    const life = new MicroProjectLife(place.code);
    const steps = life.steps(TO_START, AT(1));
    await fixture.deliverProjects(...steps.toReversed());
    for (let round = 0; round < steps.length; round += 1) await retry();
    expect(await parked(life.id)).toEqual([]);
    expect((await figures(place)).PROCEDURE).toEqual([1, 1]);
  });

  it('lets everything wait for a village that is not known yet, and applies it when it arrives', async () => {
    const place = villageOf(112, 1);
    const item = randomUUID();
    const life = new MicroProjectLife(place.code, { planItemId: item });
    const known = village();
    const waiting = [
      ...life.steps([...TO_START, 'ProjectClosed'], AT(1)),
      aNeed(place.code, AT(1)),
      aDiscussion(place.code, '2026-01-05'),
      new PlanLife(place.code, 2026).approve(AT(1), [item]),
      anAudit([known.code, place.code], { year: 2026, reportedOn: '2026-02-01' }),
    ];
    await fixture.deliverProjects(...waiting, ...new MicroProjectLife(known.code).steps(TO_START, AT(1)));
    expect(await figures(known)).toMatchObject({ PROCEDURE: [1, 1], SPECIAL_AUDIT: [0, 1] });
    expect(await parked(life.id)).toContainEqual({
      ...{ state: 'waiting', reason: `area ${place.code} is not known here yet` },
    });
    await fixture.copies.deliver([anAreasImport(new Map([[112, 1]]))]);
    await retry();
    for (const { key } of waiting) expect(await parked(key)).toEqual([]);
    expect(await figures(place)).toMatchObject({
      ...{ PROCEDURE: [1, 1], PLAN_DONE: [1, 1], DISCUSSED_MONTHLY: [1, 3], SPECIAL_AUDIT: [1, 1] },
    });
    expect((await figures(known)).SPECIAL_AUDIT).toEqual([1, 1]);
  });

  it('leaves out what happens elsewhere, or in no village', async () => {
    const count = async (): Promise<string> => {
      const tables = COUNTED_TABLES.split(', ');
      const rows = await Promise.all(tables.map((table) => fixture.service.sql(`SELECT * FROM ${table}`)));
      return rows.map(({ length }) => length).join();
    };
    const before = await count();
    for (const code of ['350721107001', '361104111']) {
      const messages: IncomingMessage[] = [
        ...new MicroProjectLife(code, { planItemId: randomUUID() }).steps(
          [...TO_START, 'ProjectClosed'],
          AT(1),
        ),
        aNeed(code, AT(1)),
        aDiscussion(code, '2026-01-05'),
        new PlanLife(code, 2026).approve(AT(1), [randomUUID()]),
        anAudit([code], { year: 2026, reportedOn: '2026-02-01' }),
      ];
      await fixture.deliverProjects(...messages);
      for (const { key } of messages) expect(await parked(key)).toEqual([]);
    }
    expect(await count()).toBe(before);
  });

  it('sets aside what cannot be, and holds up its own key alone', async () => {
    const place = village();
    const sick = new MicroProjectLife(place.code);
    const more = { answerCount: 10, satisfiedCount: 11, minimumSample: 1 };
    await fixture.deliverProjects(
      sick.step('ProjectProposed', AT(1)),
      sick.step('SatisfactionSurveyed', AT(2), more),
      sick.step('AuditPublished', AT(3)),
      ...new MicroProjectLife(place.code).steps(TO_START, AT(1)),
    );
    expect((await parked(sick.id)).map(({ state }) => state)).toEqual(['waiting', 'behind']);
    expect(await figures(place)).toMatchObject({ PROCEDURE: [1, 1], PROJECT_SATISFACTION: [0, 0] });
  });

  it('follows a village’s re-coding, before and after', async () => {
    const place = village();
    const [first, second] = [randomUUID(), randomUUID()];
    const life = new MicroProjectLife(place.code, { planItemId: first });
    const late = new MicroProjectLife(place.code, { planItemId: second });
    await fixture.deliverProjects(
      ...life.steps([...TO_START, 'ProjectClosed'], AT(1)),
      new PlanLife(place.code, 2026).approve(AT(1), [first, second]),
      aDiscussion(place.code, '2026-01-05'),
      anAudit([place.code], { year: 2026, reportedOn: '2026-02-01' }),
    );
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
    await fixture.deliverProjects(
      ...late.steps([...TO_START, 'ProjectClosed'], AT(3)),
      aDiscussion(place.code, '2026-02-05'),
      life.step('AuditPublished', AT(4)),
    );
    const officer = await fixture.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: '361104111990' });
    expect(await fixture.projectFigures(officer, place)).toMatchObject({
      ...{ PROCEDURE: [2, 2], PLAN_DONE: [2, 2], DISCUSSED_MONTHLY: [2, 3], SPECIAL_AUDIT: [1, 1] },
      ARCHIVE_COMPLETE: [1, 1],
    });
    expect(await fixture.projectFigures(officer, place, { asOf: AT(2) })).toMatchObject({
      ...{ PROCEDURE: [1, 1], PLAN_DONE: [1, 2] },
    });
  });

  it('is not thrown off by a clock that runs behind', async () => {
    const place = village();
    const life = new MicroProjectLife(place.code);
    await fixture.deliverProjects(
      ...life.steps([...TO_START, 'ProjectCompleted'], AT(5)),
      life.step('AcceptanceFailed', AT(4)),
      life.step('ProjectCompleted', AT(6)),
    );
    expect((await figures(place, { asOf: AT(5) })).ACCEPTED_AND_EVALUATED).toEqual([0, 0]);
    expect((await figures(place)).ACCEPTED_AND_EVALUATED).toEqual([0, 1]);
  });
});
