import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import type { Part as Figure } from './assessment.fixture.js';
import { aDiscussion, anAudit, MicroProjectLife, PlanLife, TO_START } from './micro-project.builder.js';

const DAY = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T04:00:00.000Z`;

const RECORDS = `query ($area: _Any!, $asOf: DateTime, $role: IndicatorRecordRole! = DENOMINATOR, $first: Int! = 50, $after: String, $code: IndicatorPartCode!) {
  _entities(representations: [$area]) { ... on Area { indicators(year: 2026, asOf: $asOf) { part(code: $code) { code numerator denominator
    records(role: $role, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { gridEvent { id } microProject { id } fact { kind id month on } village { id } countedBecause isAchieved
        numerator denominator countedAt dueAt doneAt } } } } } } } }`;

interface Node {
  readonly gridEvent: null;
  readonly microProject: { id: string } | null;
  readonly fact: { kind: string; id: string | null; month: number | null; on: string | null } | null;
  readonly village: { id: string };
  readonly countedBecause: string;
  readonly isAchieved: boolean;
  readonly numerator: number;
  readonly denominator: number;
  readonly doneAt: string | null;
}
interface Part extends Figure {
  readonly records: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: { node: Node }[] };
}
interface Answer {
  readonly _entities: { indicators: { part: Part | null }[] }[];
}

const PARTS = [
  ...(['DISCUSSED_MONTHLY', 'SPECIAL_AUDIT', 'PLAN_DONE', 'PROCEDURE'] as const),
  ...(['ACCEPTED_AND_EVALUATED', 'ARCHIVE_COMPLETE', 'PROJECT_SATISFACTION'] as const),
];

describe('the records behind an indicator of micro-projects', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;
  const [planned, unplanned] = [randomUUID(), randomUUID()];
  const lives = {
    right: new MicroProjectLife(VILLAGE.code, { planItemId: planned }),
    hasty: new MicroProjectLife(VILLAGE.code),
    urgent: new MicroProjectLife(NEIGHBOUR.code),
  };
  const discussion = aDiscussion(VILLAGE.code, '2026-02-03');
  const audit = anAudit([VILLAGE.code], { year: 2026, reportedOn: '2026-03-08' });

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
    const { right, hasty, urgent } = lives;
    const few = { answerCount: 10, satisfiedCount: 0, minimumSample: 5 };
    await fixture.deliverProjects(
      ...right.steps([...TO_START, 'ProjectCompleted', 'AcceptancePassed'], DAY(1)),
      right.step('SatisfactionSurveyed', DAY(3)),
      right.step('AuditPublished', DAY(4)),
      right.step('ProjectClosed', DAY(6)),
      ...hasty.steps(['ProjectProposed', 'ProjectStarted', 'ProjectCompleted'], DAY(2)),
      hasty.step('SatisfactionSurveyed', DAY(4), few),
      hasty.step('AuditPublished', DAY(5)),
      urgent.step('ProjectProposed', DAY(2)),
      urgent.step('EmergencyBypassUsed', DAY(2), { confirmBy: DAY(5) }),
      ...[discussion, audit, new PlanLife(VILLAGE.code, 2026).approve(DAY(2), [planned, unplanned])],
    );
    fixture.service.clock.set(DAY(10));
  });
  afterAll(() => fixture.stop());

  const recordsOf = async (
    code: Figure['code'],
    variables: Record<string, unknown> = {},
    area: { id: number } = TOWNSHIP,
  ): Promise<Part> => {
    const answer = await office.get<Answer>(RECORDS, {
      ...{ area: { __typename: 'Area', id: String(area.id) }, code },
      ...variables,
    });
    return answer._entities[0]?.indicators.find(({ part }) => part)?.part as Part;
  };
  const nodesOf = async (...question: Parameters<typeof recordsOf>): Promise<Node[]> =>
    (await recordsOf(...question)).records.edges.map(({ node }) => node);
  const reasonsOf = async (...question: Parameters<typeof recordsOf>): Promise<string[]> => {
    const names = new Map(Object.entries(lives).map(([name, { id }]) => [id, name]));
    const nodes = await nodesOf(...question);
    return nodes.map((node) => `${names.get(node.microProject?.id ?? '')} ${node.countedBecause}`).toSorted();
  };

  it('name each project that counts and why', async () => {
    expect(await reasonsOf('PROCEDURE')).toEqual([
      ...['hasty NOT_DECIDED_BEFORE_START', 'right PROCEDURE_RIGHT'],
      'urgent EMERGENCY_NOT_CONFIRMED_IN_TIME',
    ]);
    expect(await reasonsOf('PROCEDURE', { role: 'NUMERATOR' })).toEqual(['right PROCEDURE_RIGHT']);
    expect(await reasonsOf('ACCEPTED_AND_EVALUATED')).toEqual([
      ...['hasty NOT_ACCEPTED', 'right ACCEPTED_AND_EVALUATED'],
    ]);
    expect(await reasonsOf('ARCHIVE_COMPLETE')).toEqual(['hasty NOT_CLOSED', 'right ARCHIVED_COMPLETE']);
  });

  it('are those of the moment that the figures are of', async () => {
    expect(await reasonsOf('PROCEDURE', { asOf: DAY(4) })).toContain('urgent EMERGENCY_UNCONFIRMED');
    expect(await reasonsOf('PROCEDURE', { asOf: DAY(1) })).toEqual(['right PROCEDURE_RIGHT']);
    expect(await reasonsOf('ARCHIVE_COMPLETE', { asOf: DAY(4) })).toEqual(['right NOT_CLOSED']);
    expect(await reasonsOf('PLAN_DONE', { asOf: DAY(5) })).toEqual([
      'undefined PLAN_ITEM_NOT_CLOSED',
      'undefined PLAN_ITEM_NOT_CLOSED',
    ]);
  });

  it('name items of a plan, and the project that carried one out', async () => {
    const nodes = await nodesOf('PLAN_DONE');
    const node = (id: string): Node | undefined => nodes.find(({ fact }) => fact?.id === id);
    expect(nodes).toHaveLength(2);
    expect(node(planned)).toMatchObject({
      ...{ microProject: { id: lives.right.id }, countedBecause: 'PLAN_ITEM_CLOSED', isAchieved: true },
      ...{ fact: { kind: 'PLAN_ITEM', month: null, on: null }, doneAt: DAY(6), gridEvent: null },
    });
    expect(node(unplanned)).toMatchObject({ microProject: null, countedBecause: 'PLAN_ITEM_NOT_CLOSED' });
  });

  it('name each month that has begun, with its discussion, and the audit of the year', async () => {
    const months = await nodesOf('DISCUSSED_MONTHLY', {}, VILLAGE);
    expect(months.map(({ fact, countedBecause }) => [fact?.month, countedBecause])).toEqual([
      ...[
        [1, 'NOT_DISCUSSED'],
        [2, 'DISCUSSED'],
        [3, 'NOT_DISCUSSED'],
      ],
    ]);
    expect(months[1]?.fact).toEqual({
      ...{ kind: 'DISCUSSION', id: discussion.key, month: 2, on: '2026-02-03' },
    });
    expect(months[0]?.fact).toMatchObject({ id: null, on: null });
    const audits = await nodesOf('SPECIAL_AUDIT');
    expect(audits.map(({ village, fact, isAchieved }) => [village.id, fact?.id, isAchieved])).toEqual([
      ...[
        [String(VILLAGE.id), audit.key, true],
        [String(NEIGHBOUR.id), null, false],
      ],
    ]);
  });

  it('tell of a survey no more than sums', async () => {
    const surveys = await nodesOf('PROJECT_SATISFACTION');
    expect(
      surveys.map((node) => [node.microProject?.id, node.numerator, node.denominator]).toSorted(),
    ).toEqual(
      [
        [lives.right.id, 9, 10],
        [lives.hasty.id, 0, 10],
      ].toSorted(),
    );
    const achieved = await nodesOf('PROJECT_SATISFACTION', { role: 'NUMERATOR' });
    expect(achieved.map((node) => node.microProject?.id)).toEqual([lives.right.id]);
  });

  it('add up to the figures, now and in the past, in pages that lose and repeat nothing', async () => {
    for (const asOf of [undefined, DAY(2), DAY(4), DAY(5)])
      for (const code of PARTS) {
        const { numerator, denominator } = await recordsOf(code, { asOf });
        const nodes: Node[] = [];
        let after: string | null = null;
        do {
          const { records }: Part = await recordsOf(code, { asOf, first: 2, after });
          nodes.push(...records.edges.map(({ node }) => node));
          after = records.pageInfo.hasNextPage ? records.pageInfo.endCursor : null;
        } while (after);
        const sums = [0, 0];
        for (const node of nodes) {
          sums[0] = (sums[0] as number) + node.numerator;
          sums[1] = (sums[1] as number) + node.denominator;
        }
        expect([code, asOf, ...sums]).toEqual([code, asOf, numerator, denominator]);
      }
  });

  it('refuse a cursor that is not of this list', async () => {
    const { records } = await recordsOf('PROCEDURE', { first: 1 });
    const area = { __typename: 'Area', id: String(TOWNSHIP.id) };
    const after = records.pageInfo.endCursor;
    expect(await office.refusal(RECORDS, { area, code: 'PLAN_DONE', after })).toBe('INVALID_CURSOR');
  });
});
