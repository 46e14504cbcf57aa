import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Actor, Role } from '@lianxin/access';
import { systemSubject } from '@lianxin/journal';
import { Database } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { PoliciesService } from '../src/policies/policies.service.js';
import { aReport, take } from './grid-event.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

const DEFINE_GRID = `mutation ($input: DefineGridInput!) { answer: defineGrid(input: $input) { id code kind householdCount isSynthetic area { code } } }`;
const DEFINE_DEPARTMENT = `mutation ($input: DefineDepartmentInput!) { answer: defineDepartment(input: $input) { id code areaCode duties } }`;
const OVERRIDE = `mutation ($input: OverridePolicyInput!) { answer: overridePolicy(input: $input) { policyKey areaCode valueJson effectiveFrom } }`;
const POLICIES = `query ($code: String!) { policies(areaCode: $code) { key valueJson version source } }`;

const ALERT_KEY = 'grid-event.alert.acknowledge-within';
const LATER_KEY = 'grid-event.deadline.general';

describe('what is defined for all', () => {
  let place: Place;
  let editor: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    editor = await place.service.signIn({ role: Role.POLICY_EDITOR, areaCode: COUNTY });
  });
  afterAll(() => place.service.stop());

  const aGrid = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    requestId: randomUUID(),
    code: `${VILLAGE}101`,
    name: '第一百零一网格',
    kind: 'COMPREHENSIVE',
    householdCount: 80,
    ...over,
  });
  const aDepartment = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    requestId: randomUUID(),
    code: 'water',
    name: '水利局',
    areaCode: COUNTY,
    duties: ['SANITATION'],
    ...over,
  });
  const anOverride = (over: Record<string, unknown> = {}): Record<string, unknown> => ({
    requestId: randomUUID(),
    policyKey: LATER_KEY,
    areaCode: COUNTY,
    valueJson: JSON.stringify({ amount: 3, unit: 'workingDays' }),
    effectiveFrom: '2026-03-03',
    ...over,
  });

  it.each([
    [VILLAGE, 299, false],
    [VILLAGE, 300, true],
    [VILLAGE, 500, true],
    [VILLAGE, 501, false],
    [`${TOWNSHIP}200`, 29, false],
    [`${TOWNSHIP}200`, 70, true],
    [`${TOWNSHIP}200`, 71, false],
  ])(
    'says whether a grid of %s with %d households has the size that policy wants: %s',
    async (village, householdCount, isWithinSize) => {
      const input = aGrid({ code: `${village}${String(householdCount).padStart(3, '0')}`, householdCount });
      await place.county.get(DEFINE_GRID, { input });
      const query = `query ($code: String!) { grid(code: $code) { isWithinSize } }`;
      expect(await place.county.get(query, { code: input['code'] })).toEqual({ grid: { isWithinSize } });
    },
  );

  it('is a grid of the county’s drawing, in one village', async () => {
    const input = aGrid();
    const first = await place.county.get<{ answer: object }>(DEFINE_GRID, { input });
    const area = { code: VILLAGE };
    expect(first.answer).toMatchObject({
      code: `${VILLAGE}101`,
      householdCount: 80,
      isSynthetic: false,
      area,
    });
    expect(await place.county.get(DEFINE_GRID, { input })).toEqual(first);
    expect(await place.county.refusal(DEFINE_GRID, { input: aGrid() })).toBe('GRID_CODE_TAKEN');
    expect(await place.township.refusal(DEFINE_GRID, { input: aGrid({ code: `${VILLAGE}102` }) })).toBe(
      'FORBIDDEN',
    );
  });

  it.each([
    ['GRID_CODE_MALFORMED', { code: '36110411100110' }],
    ['GRID_CODE_MALFORMED', { code: `${VILLAGE}1０1` }],
    ['AREA_UNKNOWN', { code: `${TOWNSHIP}999001` }],
    ['HOUSEHOLD_COUNT_NEGATIVE', { code: `${VILLAGE}103`, householdCount: -1 }],
    ['TEXT_EMPTY', { code: `${VILLAGE}103`, name: '  ' }],
    ['TEXT_HAS_CONTROL_CHARACTERS', { code: `${VILLAGE}103`, name: '网格\u0000' }],
    ['TEXT_TOO_LONG', { code: `${VILLAGE}103`, name: '长'.repeat(200) }],
  ])('is refused as a grid by %s', async (code, over) => {
    expect(await place.county.refusal(DEFINE_GRID, { input: aGrid(over) })).toBe(code);
  });

  it('is a department with the duties it answers for', async () => {
    const input = aDepartment();
    const first = await place.county.get<{ answer: object }>(DEFINE_DEPARTMENT, { input });
    expect(first.answer).toMatchObject({ code: 'water', areaCode: COUNTY, duties: ['SANITATION'] });
    expect(await place.county.get(DEFINE_DEPARTMENT, { input })).toEqual(first);
    const again = { input: aDepartment() };
    expect(await place.county.refused(DEFINE_DEPARTMENT, again)).toEqual({
      code: 'DEPARTMENT_CODE_TAKEN',
      details: { areaCode: COUNTY, departmentCode: 'water' },
    });
    expect(await place.township.refusal(DEFINE_DEPARTMENT, { input: aDepartment({ code: 'x' }) })).toBe(
      'FORBIDDEN',
    );
  });

  it.each([
    ['AREA_UNKNOWN', { areaCode: '361199' }],
    ['DEPARTMENT_CODE_MALFORMED', { code: '水利' }],
    ['DEPARTMENT_CODE_MALFORMED', { code: '' }],
    ['DEPARTMENT_CODE_MALFORMED', { code: 'a'.repeat(65) }],
    ['TEXT_EMPTY', { code: 'roads', name: '' }],
    ['TEXT_HAS_CONTROL_CHARACTERS', { code: 'roads', name: '交通\u0000局' }],
    ['BAD_USER_INPUT', { code: 'roads', duties: ['WEATHER'] }],
  ])('is refused as a department by %s', async (code, over) => {
    expect(await place.county.refusal(DEFINE_DEPARTMENT, { input: aDepartment(over) })).toBe(code);
  });

  it('is another value of a policy, from the next day on, for the area and all inside it', async () => {
    const township = anOverride({
      areaCode: TOWNSHIP,
      valueJson: '{"amount":2,"unit":"workingDays"}',
      effectiveFrom: '2026-03-04',
    });
    await editor.get(OVERRIDE, { input: anOverride() });
    await editor.get(OVERRIDE, { input: township });
    const dueOn = async (day: string, areaCode: string): Promise<string> => {
      place.service.clock.set(`${day}T02:00:00Z`);
      return (await take(place.county, 'report', aReport({ areaCode }))).dueAt.slice(0, 10);
    };
    expect(await dueOn('2026-03-02', GRID)).toBe('2026-03-09');
    expect(await dueOn('2026-03-03', GRID)).toBe('2026-03-06');
    expect(await dueOn('2026-03-04', GRID)).toBe('2026-03-06');
    expect(await dueOn('2026-03-04', '361104100001')).toBe('2026-03-09');
    place.service.clock.set('2026-03-02T02:00:00Z');
  });

  it('is, where a seed sets it, in force the same day, once, and by the platform alone', async () => {
    const { app, clock } = place.service;
    clock.set('2026-03-02T02:00:00Z');
    const [service, database] = [app.get(PoliciesService), app.get(Database)];
    const seed = (actor: Actor): Promise<unknown> =>
      database.write(actor, (tx) =>
        service.seedPolicy(tx, actor, {
          ...{ overrideId: randomUUID(), policyKey: ALERT_KEY, areaCode: TOWNSHIP },
          value: { amount: 1, unit: 'clockMinutes' },
        }),
      );
    const origin = { correlationId: 'definitions' };
    const platform = Actor.system(systemSubject('grid-registry.seed'), origin);
    await expect(seed(Actor.nobody(origin))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await seed(platform)).toMatchObject({ effectiveFrom: '2026-03-02' });
    expect(await seed(platform)).toBeNull();
    await service.refresh();
    const valueIn = (areaCode: string): unknown =>
      service.book.valueAt(ALERT_KEY, { areaCode, on: clock.now() }).value;
    expect(valueIn(GRID)).toEqual({ amount: 1, unit: 'clockMinutes' });
    expect(valueIn('361104100001')).toEqual({ amount: 10, unit: 'clockMinutes' });
  });

  it('is told with its source and version, to anybody', async () => {
    const { policies } = await place.service
      .client()
      .get<{ policies: { key: string; valueJson: string; version: string; source: string }[] }>(POLICIES, {
        code: VILLAGE,
      });
    const general = policies.find(({ key }) => key === LATER_KEY);
    expect(JSON.parse(general?.valueJson ?? '')).toEqual({ amount: 5, unit: 'workingDays' });
    expect(general?.source).toBe('ours');
    expect(new Set(policies.map(({ key }) => key)).size).toBe(policies.length);
  });

  it.each([
    ['today', 'POLICY_OVERRIDE_TOO_EARLY', { effectiveFrom: '2026-03-02' }],
    ['a day there is not', 'MALFORMED_POLICY_DATE', { effectiveFrom: '2026-02-30' }],
    ['no day', 'MALFORMED_POLICY_DATE', { effectiveFrom: 'soon' }],
    ['an unknown policy', 'UNKNOWN_POLICY', { policyKey: 'grid-event.nothing' }],
    ['another shape', 'MALFORMED_POLICY_VALUE', { valueJson: '5' }],
    ['no JSON', 'MALFORMED_POLICY_VALUE', { valueJson: '{' }],
    ['no time at all', 'MALFORMED_POLICY_VALUE', { valueJson: '{"amount":0,"unit":"workingDays"}' }],
    [
      'a value above its ceiling',
      'POLICY_VALUE_OUT_OF_BOUNDS',
      { valueJson: '{"amount":31,"unit":"workingDays"}' },
    ],
    ['a level its editors may not touch', 'POLICY_NOT_OVERRIDABLE', { areaCode: VILLAGE }],
    ['an unknown area', 'AREA_UNKNOWN', { areaCode: '361199' }],
  ])('is no policy of %s', async (_what, code, over) => {
    const before = await place.service.sql(`SELECT count(*) FROM policy_override`);
    expect(await editor.refusal(OVERRIDE, { input: anOverride(over) })).toBe(code);
    expect(await place.service.sql(`SELECT count(*) FROM policy_override`)).toEqual(before);
    expect(await place.county.refusal(OVERRIDE, { input: anOverride() })).toBe('FORBIDDEN');
  });
});
