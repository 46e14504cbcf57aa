import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { EVENT_PARTS } from '../src/indicators/indicator.definitions.js';
import { COUNTY, NEIGHBOUR, TOWNSHIP, VILLAGE } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';

const DAY = (day: number): string => `2026-03-${String(day).padStart(2, '0')}T04:00:00.000Z`;

const RECORDS = `query ($areas: [_Any!]!, $asOf: DateTime, $role: IndicatorRecordRole!, $first: Int!, $after: String) {
  _entities(representations: $areas) { ... on Area { indicators(year: 2026, asOf: $asOf) { parts { code denominator numerator
    records(role: $role, first: $first, after: $after) {
      pageInfo { hasNextPage endCursor }
      edges { node { gridEvent { id } village { id } countedBecause isAchieved dueAt doneAt resolvedAt followedUpAt } } } } } } } }`;

interface Node {
  readonly gridEvent: { id: string };
  readonly village: { id: string };
  readonly countedBecause: string;
  readonly isAchieved: boolean;
}

interface Part {
  readonly code: string;
  readonly numerator: number;
  readonly denominator: number;
  readonly records: { pageInfo: { hasNextPage: boolean; endCursor: string | null }; edges: { node: Node }[] };
}

describe('the records behind an indicator', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;
  const lives = {
    onTime: new GridEventLife(VILLAGE.code),
    late: new GridEventLife(VILLAGE.code),
    open: new GridEventLife(VILLAGE.code),
    spot: new GridEventLife(NEIGHBOUR.code),
    refused: new GridEventLife(VILLAGE.code),
  };

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
    const { onTime, late, open, spot, refused } = lives;
    await fixture.deliver(
      onTime.step('GridEventReported', DAY(1), { dueAt: DAY(5) }),
      onTime.step('GridEventReportedDone', DAY(4)),
      onTime.step('GridEventVerified', DAY(4)),
      onTime.followUp(DAY(6), { isReached: true, isSatisfied: true }),
      late.step('GridEventReported', DAY(1), { dueAt: DAY(5) }),
      late.step('GridEventReportedDone', DAY(7)),
      late.step('GridEventVerified', DAY(8)),
      late.followUp(DAY(9), { isReached: true, isSatisfied: false }),
      open.step('GridEventReported', DAY(1), { dueAt: DAY(5) }),
      spot.step('GridEventSettledOnTheSpot', DAY(2)),
      refused.step('GridEventReported', DAY(1), { dueAt: DAY(5) }),
      refused.step('GridEventRefused', DAY(2)),
    );
    fixture.service.clock.set(DAY(10));
  });
  afterAll(() => fixture.stop());

  const partsOf = async (area: { id: number }, variables: Record<string, unknown> = {}): Promise<Part[]> => {
    const areas = [{ __typename: 'Area', id: String(area.id) }];
    const answer = await office.get<{ _entities: { indicators: { parts: Part[] }[] }[] }>(RECORDS, {
      areas,
      role: 'DENOMINATOR',
      first: 10,
      ...variables,
    });
    const parts = answer._entities.flatMap(({ indicators }) => indicators.flatMap((each) => each.parts));
    return parts.filter(({ code }) => (EVENT_PARTS as readonly string[]).includes(code));
  };
  const reasons = async (
    area: { id: number },
    variables: Record<string, unknown> = {},
  ): Promise<Record<string, string[]>> => {
    const parts = await partsOf(area, variables);
    const idName = new Map(Object.entries(lives).map(([name, { id }]) => [id, name]));
    return Object.fromEntries(
      parts.map(({ code, records }) => [
        code,
        records.edges.map(({ node }) => `${idName.get(node.gridEvent.id)} ${node.countedBecause}`).sort(),
      ]),
    );
  };

  it('name each event that counts and why', async () => {
    expect(await reasons(TOWNSHIP)).toEqual({
      ON_TIME: [
        'late DONE_LATE',
        'onTime DONE_ON_TIME',
        'open OPEN_PAST_DEADLINE',
        'spot SETTLED_ON_THE_SPOT',
      ],
      FOLLOWED_UP: ['late FOLLOWED_UP', 'onTime FOLLOWED_UP', 'spot NOT_FOLLOWED_UP'],
      SATISFIED: ['late NOT_SATISFIED', 'onTime SATISFIED'],
    });
    expect(await reasons(TOWNSHIP, { role: 'NUMERATOR' })).toEqual({
      ON_TIME: ['onTime DONE_ON_TIME', 'spot SETTLED_ON_THE_SPOT'],
      FOLLOWED_UP: ['late FOLLOWED_UP', 'onTime FOLLOWED_UP'],
      SATISFIED: ['onTime SATISFIED'],
    });
  });

  it('are those of the moment that the figures are of', async () => {
    expect(await reasons(VILLAGE, { asOf: DAY(6) })).toEqual({
      ON_TIME: ['late OPEN_PAST_DEADLINE', 'onTime DONE_ON_TIME', 'open OPEN_PAST_DEADLINE'],
      FOLLOWED_UP: ['onTime FOLLOWED_UP'],
      SATISFIED: ['onTime SATISFIED'],
    });
  });

  it('are as many as the figures say', async () => {
    for (const asOf of [undefined, DAY(2), DAY(6), DAY(8)]) {
      for (const { denominator, records } of await partsOf(TOWNSHIP, { asOf }))
        expect(records.edges).toHaveLength(denominator);
      for (const { numerator, records } of await partsOf(TOWNSHIP, { asOf, role: 'NUMERATOR' })) {
        expect(records.edges).toHaveLength(numerator);
      }
    }
  });

  it('come in pages that lose and repeat nothing', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const answer: GraphQLPage = await office.get(ON_TIME_PAGE, { area: representationOf(TOWNSHIP), after });
      const page = answer._entities[0]?.indicators[0]?.part?.records as Part['records'];
      seen.push(...page.edges.map(({ node }) => node.gridEvent.id));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after);
    const { onTime, late, open, spot } = lives;
    expect(seen).toEqual([onTime, late, open, spot].map(({ id }) => id).sort());
  });

  it('refuse a cursor that is not of this list, and a page that is too large', async () => {
    const [onTime] = await partsOf(VILLAGE, { first: 1 });
    const after = onTime?.records.pageInfo.endCursor;
    const ask = (variables: Record<string, unknown>): Promise<string> =>
      office.refusal(RECORDS, {
        areas: [representationOf(TOWNSHIP)],
        role: 'DENOMINATOR',
        first: 1,
        ...variables,
      });
    expect(await ask({ after })).toBe('INVALID_CURSOR');
    expect(await ask({ after: 'bWluZQ.bWluZQ' })).toBe('INVALID_CURSOR');
    expect(await ask({ first: 1_000 })).toBe('PAGE_SIZE_OUT_OF_RANGE');
  });
});

interface GraphQLPage {
  readonly _entities: { indicators: { part: { records: Part['records'] } | null }[] }[];
}

const ON_TIME_PAGE = `query ($area: _Any!, $after: String) {
  _entities(representations: [$area]) { ... on Area { indicators(year: 2026) { code part(code: ON_TIME) {
    records(role: DENOMINATOR, first: 3, after: $after) {
      pageInfo { hasNextPage endCursor } edges { node { gridEvent { id } } } } } } } } }`;

const representationOf = ({ id }: { id: number }): Record<string, unknown> => ({
  __typename: 'Area',
  id: String(id),
});
