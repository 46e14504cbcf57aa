import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import { sqlStatements } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { PART_CODES } from '../src/indicators/indicator.definitions.js';
import { COUNTY, villageOf } from './area.builder.js';
import { AssessmentFixture } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';
import { aDiscussion, MicroProjectLife, TO_START } from './micro-project.builder.js';

const AT = '2026-03-01T04:00:00.000Z';
/** As many villages as the county of the demonstration has. */
const TOWNSHIPS = new Map([
  [100, 90],
  [101, 90],
  [111, 91],
]);
const VILLAGES = [...TOWNSHIPS].flatMap(([township, count]) =>
  Array.from({ length: count }, (_, index) => villageOf(township, index + 1)),
);
const RECORDS = `query ($areas: [_Any!]!) {
  _entities(representations: $areas) { ... on Area { indicators(year: 2026) { parts {
    records(role: DENOMINATOR, first: 5) { edges { node { countedBecause } } } } } } } }`;

describe('the SQL statements of a dashboard', () => {
  let fixture: AssessmentFixture;
  let office: TestClient;

  beforeAll(async () => {
    fixture = await AssessmentFixture.start(TOWNSHIPS);
    fixture.service.clock.set(AT);
    office = await fixture.service.signIn({ role: Role.COUNTY_COMMAND, areaCode: COUNTY.code });
    for (const { code } of VILLAGES) {
      await fixture.deliver(new GridEventLife(code).step('GridEventSettledOnTheSpot', AT));
      await fixture.deliverProjects(
        ...new MicroProjectLife(code).steps(TO_START, AT),
        aDiscussion(code, '2026-02-01'),
      );
    }
    // The first request reads the person's grants and the policies in force, which are then remembered.
    await fixture.parts(office, [COUNTY.id]);
  });
  afterAll(() => fixture.stop());

  const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const count = async (): Promise<number> => (await sqlStatements.get()).values[0]?.value ?? 0;
    const before = await count();
    await work();
    return (await count()) - before;
  };

  it('are the same four for 10 villages as for 271, one of them for the figures', async () => {
    expect(VILLAGES).toHaveLength(271);
    const figuresOf = (count: number, asOf?: string): Promise<number> =>
      statementsOf(async () => {
        const ids = VILLAGES.slice(0, count).map(({ id }) => id);
        const answers = await fixture.parts(office, ids, asOf ? { asOf } : {});
        expect(answers.map(([onTime]) => onTime?.numerator)).toEqual(ids.map(() => 1));
      });
    expect(await figuresOf(10)).toBe(4);
    expect(await figuresOf(271)).toBe(4);
    expect(await figuresOf(10, AT)).toBe(4);
    expect(await figuresOf(271, AT)).toBe(4);
  });

  it('grow with the parts whose records are asked for, not with the villages', async () => {
    const recordsOf = (count: number): Promise<number> =>
      statementsOf(() => {
        const areas = VILLAGES.slice(0, count).map(({ id }) => ({ __typename: 'Area', id: String(id) }));
        return office.get(RECORDS, { areas });
      });
    const few = await recordsOf(10);
    expect(few).toBe(4 + PART_CODES.length);
    expect(await recordsOf(271)).toBe(few);
  });
});
