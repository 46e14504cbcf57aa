import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Access, Role } from '@lianxin/access';
import type { IncomingMessage } from '@lianxin/journal';
import { COUNTY, FAR_VILLAGE, NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';
import { aDiscussion, MicroProjectLife, PlanLife, TO_START } from './micro-project.builder.js';

const AT = '2026-03-01T04:00:00.000Z';
const READABLE = { ON_TIME: [1, 1], FOLLOWED_UP: [0, 1], SATISFIED: [0, 0] };
const PLANNED = '0190d000-0000-7000-8000-000000000001';
const PROJECTS_READABLE = {
  ...{ PROCEDURE: [1, 1], PLAN_DONE: [1, 1], DISCUSSED_MONTHLY: [1, 3], SPECIAL_AUDIT: [0, 1] },
};
const PROJECTS_HIDDEN = {
  ...{ PROCEDURE: [0, 0], PLAN_DONE: [0, 0], DISCUSSED_MONTHLY: [0, 0], SPECIAL_AUDIT: [0, 0] },
};

/** A village in which all that is counted of micro-projects has happened. */
const aProgramme = (code: string): IncomingMessage[] => [
  ...new MicroProjectLife(code, { planItemId: PLANNED }).steps([...TO_START, 'ProjectClosed'], AT),
  new PlanLife(code, 2026).approve(AT, [PLANNED]),
  aDiscussion(code, '2026-01-05'),
];
const RECORDS = `query ($areas: [_Any!]!) {
  _entities(representations: $areas) { ... on Area { indicators(year: 2026) { parts { code
    records(role: DENOMINATOR) { edges { node { gridEvent { id } } } } } } } } }`;

interface RecordsAnswer {
  readonly _entities: { indicators: { parts: { code: string; records: { edges: unknown[] } }[] }[] }[];
}

const representationOf = ({ id }: { id: number }): Record<string, unknown> => ({
  areas: [{ __typename: 'Area', id: String(id) }],
});

describe('who may read indicators', () => {
  let fixture: AssessmentFixture;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start();
    fixture.service.clock.set(AT);
    for (const { code } of [VILLAGE, FAR_VILLAGE]) {
      await fixture.deliver(new GridEventLife(code).step('GridEventSettledOnTheSpot', AT));
      await fixture.deliverProjects(...aProgramme(code));
    }
  });
  afterAll(() => fixture.stop());

  it.each([
    [Role.VILLAGE_OFFICER, VILLAGE.code],
    [Role.TOWNSHIP_OFFICER, TOWNSHIP.code],
    [Role.COUNTY_COMMAND, COUNTY.code],
    [Role.ASSESSMENT_OFFICER, COUNTY.code],
    [Role.DISCIPLINE_INSPECTION, COUNTY.code],
    [Role.AUDITOR, COUNTY.code],
  ])('%s reads figures and records of the own subtree', async (role, areaCode) => {
    const officer = await fixture.service.signIn({ role, areaCode });
    expect(await fixture.figures(officer, VILLAGE)).toEqual(READABLE);
    expect(await fixture.figures(officer, VILLAGE, { asOf: AT })).toEqual(READABLE);
    expect(await fixture.projectFigures(officer, VILLAGE)).toMatchObject(PROJECTS_READABLE);
    expect(await fixture.projectFigures(officer, VILLAGE, { asOf: AT })).toMatchObject(PROJECTS_READABLE);
    expect(JSON.stringify(await officer.get(RECORDS, representationOf(VILLAGE)))).toContain('"gridEvent"');
  });

  it('a village officer sees neither the neighbour nor the township', async () => {
    const officer = await fixture.service.signIn({ role: Role.VILLAGE_OFFICER, areaCode: VILLAGE.code });
    expect(await fixture.parts(officer, [NEIGHBOUR.id, TOWNSHIP.id, COUNTY.id])).toEqual([[], [], []]);
  });

  it('another township’s officer sees nothing of this one', async () => {
    const officer = await fixture.service.signIn({
      role: Role.TOWNSHIP_OFFICER,
      areaCode: OTHER_TOWNSHIP.code,
    });
    expect(await fixture.parts(officer, [TOWNSHIP.id, VILLAGE.id, COUNTY.id])).toEqual([[], [], []]);
    expect(await fixture.figures(officer, FAR_VILLAGE)).toEqual(READABLE);
  });

  it.each([
    [Role.RESIDENT, VILLAGE.code],
    [Role.GRID_WORKER, `${VILLAGE.code}001`],
    [Role.GRID_LEADER, `${VILLAGE.code}001`],
  ])('%s reads the figures of the own village, and neither records nor the past', async (role, areaCode) => {
    const villager = await fixture.service.signIn({ role, areaCode });
    expect(await fixture.figures(villager, VILLAGE)).toEqual(READABLE);
    expect(await fixture.projectFigures(villager, VILLAGE)).toMatchObject(PROJECTS_READABLE);
    expect(await fixture.parts(villager, [NEIGHBOUR.id, FAR_VILLAGE.id, TOWNSHIP.id])).toEqual([[], [], []]);
    expect(await villager.refusal(RECORDS, representationOf(VILLAGE))).toBe('FORBIDDEN');
    expect(await fixture.ask(villager, [VILLAGE.id], { asOf: AT })).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('a resident who is also an officer elsewhere traces nothing at home', async () => {
    const both = await fixture.service.signIn(
      { role: Role.RESIDENT, areaCode: VILLAGE.code },
      { role: Role.VILLAGE_OFFICER, areaCode: FAR_VILLAGE.code },
    );
    expect(await fixture.figures(both, VILLAGE)).toEqual(READABLE);
    expect(await fixture.parts(both, [VILLAGE.id], { asOf: AT })).toEqual([[]]);
    expect(await both.refusal(RECORDS, representationOf(VILLAGE))).toBe('FORBIDDEN');
    await both.get(RECORDS, representationOf(FAR_VILLAGE));
  });

  it.each([
    Role.DEPARTMENT_OFFICER,
    Role.PARTY_COMMITTEE_RECORDER,
    Role.POLICY_EDITOR,
    Role.PLATFORM_OPERATOR,
  ])('%s has no post for it', async (role) => {
    const other = await fixture.service.signIn({ role, areaCode: COUNTY.code });
    expect(await fixture.ask(other, [VILLAGE.id])).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  it('nobody reads them without signing in', async () => {
    expect(await fixture.ask(fixture.service.client(), [VILLAGE.id])).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});

/** Allows everything to everybody: what is left is the database's own line. */
const everythingAllowed = {
  couldDo: () => true,
  findGrant: () => null,
  require: () => ({ id: '', role: Role.AUDITOR, areaCode: '', departmentId: null }),
  filter: () => 'true',
};

describe('row-level security, with the application’s own rules switched off', () => {
  let fixture: AssessmentFixture;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start(undefined, (builder) =>
      builder.overrideProvider(Access).useValue(everythingAllowed),
    );
    fixture.service.clock.set('2026-03-05T00:00:00Z');
    for (const { code } of [VILLAGE, NEIGHBOUR, FAR_VILLAGE]) {
      await fixture.deliver(new GridEventLife(code).step('GridEventSettledOnTheSpot', AT));
      await fixture.deliver(new GridEventLife(code).step('GridEventReported', AT, { dueAt: AT }));
      await fixture.deliverProjects(...aProgramme(code));
    }
  });
  afterAll(() => fixture.stop());

  const onTime = async (
    post: { role: Role; areaCode: string } | null,
    area: { id: number },
    asOf?: string,
  ): Promise<[number, number]> => {
    const person = post ? await fixture.service.signIn(post) : await fixture.service.signIn();
    return (await fixture.figures(person, area, asOf ? { asOf } : {})).ON_TIME;
  };

  it('shows the figures of micro-projects to the same people, and their facts to officers alone', async () => {
    const ofProjects = async (role: Role, area: { id: number }, asOf?: string): Promise<unknown> =>
      fixture.projectFigures(
        await fixture.service.signIn({ role, areaCode: VILLAGE.code }),
        area,
        asOf ? { asOf } : {},
      );
    for (const role of [Role.VILLAGE_OFFICER, Role.RESIDENT]) {
      expect(await ofProjects(role, COUNTY)).toMatchObject(PROJECTS_READABLE);
      expect(await ofProjects(role, FAR_VILLAGE)).toMatchObject(PROJECTS_HIDDEN);
    }
    const past = '2026-03-04T00:00:00Z';
    expect(await ofProjects(Role.VILLAGE_OFFICER, COUNTY, past)).toMatchObject(PROJECTS_READABLE);
    expect(await ofProjects(Role.RESIDENT, VILLAGE, past)).toMatchObject({ PROCEDURE: [0, 0] });
    const department = await fixture.service.signIn({ role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY.code });
    expect(await fixture.projectFigures(department, COUNTY)).toMatchObject(PROJECTS_HIDDEN);
  });

  it('shows an officer the own subtree alone, now and in the past', async () => {
    const officer = { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE.code };
    for (const asOf of [undefined, '2026-03-04T00:00:00Z']) {
      expect(await onTime(officer, VILLAGE, asOf)).toEqual([1, 2]);
      expect(await onTime(officer, COUNTY, asOf)).toEqual([1, 2]);
      expect(await onTime(officer, FAR_VILLAGE, asOf)).toEqual([0, 0]);
    }
  });

  it('shows a resident the own village’s figures, and of the facts what is public there', async () => {
    const resident = { role: Role.RESIDENT, areaCode: VILLAGE.code };
    expect(await onTime(resident, COUNTY)).toEqual([1, 2]);
    expect(await onTime(resident, FAR_VILLAGE)).toEqual([0, 0]);
    expect(await onTime(resident, VILLAGE, '2026-03-04T00:00:00Z')).toEqual([0, 0]);
    const person = await fixture.service.signIn(resident);
    const answer = await person.get<RecordsAnswer>(RECORDS, representationOf(VILLAGE));
    const parts = answer._entities.flatMap(({ indicators }) => indicators.flatMap((each) => each.parts));
    const shown = parts.filter(({ records }) => records.edges.length > 0).map(({ code }) => code);
    // What a plan names, what of it is closed and when needs were discussed is public in the village anyway.
    expect(shown).toEqual(['DISCUSSED_MONTHLY', 'PLAN_DONE', 'SPECIAL_AUDIT']);
  });

  it('shows a department, or somebody without a post, nothing', async () => {
    expect(await onTime({ role: Role.DEPARTMENT_OFFICER, areaCode: COUNTY.code }, COUNTY)).toEqual([0, 0]);
    expect(await onTime(null, COUNTY)).toEqual([0, 0]);
  });

  it('is forced on the owner too', async () => {
    const tables = await fixture.service.sql<{ relname: string }>(
      `SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity ORDER BY relname`,
    );
    expect(tables.map(({ relname }) => relname)).toEqual([
      'closed_plan_item',
      'grid_event_fact',
      'indicator_tally',
      'met_duty',
      'micro_project_fact',
      'micro_project_standing',
      'open_deadline',
      'participation',
      'plan_approval',
    ]);
  });
});
