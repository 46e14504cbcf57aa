import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sqlStatements } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { NEIGHBOUR, TOWNSHIP, VILLAGE, areaIdOf } from './area.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import {
  aDecidedProject,
  aDecision,
  aProposal,
  aProposedProject,
  aSubmittedProject,
  STEPS,
  take,
} from './project.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await place.service.sql('TRUNCATE project, project_tally, envelope CASCADE');
});
afterAll(() => place.service.stop());

const KEY = 'village_id, village_code, year, state, kind, quota_class';
const SUMS = `projects::int, budget_fen::int, committed_fen::int, paid_fen::int, final_fen::int, completed::int, on_time::int,
  answers::int, satisfied::int`;
const TALLIED = `SELECT ${KEY}, ${SUMS} FROM project_tally WHERE projects <> 0 ORDER BY ${KEY}`;
const RECOUNTED = `
  SELECT ${KEY}, ${SUMS} FROM (
    SELECT village_id, village_code, extract(year FROM proposed_at AT TIME ZONE 'Asia/Shanghai')::int AS year,
           state COLLATE "C" AS state, kind COLLATE "C" AS kind, quota_class COLLATE "C" AS quota_class,
           count(*) AS projects, sum(budget_fen) AS budget_fen, sum(committed_fen) AS committed_fen, sum(paid_fen) AS paid_fen,
           coalesce(sum(final_fen), 0) AS final_fen, count(completed_at) AS completed,
           count(*) FILTER (WHERE (completed_at AT TIME ZONE 'Asia/Shanghai')::date <= agreed_due_on) AS on_time,
           coalesce(sum(answer_count) FILTER (WHERE is_survey_told), 0) AS answers,
           coalesce(sum(satisfied_count) FILTER (WHERE is_survey_told), 0) AS satisfied
      FROM project GROUP BY 1, 2, 3, 4, 5, 6) r ORDER BY ${KEY}`;

/** What stands in the tallies as a whole, with what a recount of the projects gives. */
const bothCounts = async (): Promise<[unknown[], unknown[]]> => [
  await place.service.sql(TALLIED),
  await place.service.sql(RECOUNTED),
];

/** One step of some project, whether it is allowed or not; refused ones leave nothing. */
async function someStep(ids: string[]): Promise<void> {
  const id = ids[randomInt(ids.length)] ?? '';
  const note = { projectId: id, note: '说明' };
  const { villageOfficer, township } = place;
  const steps: (() => Promise<unknown>)[] = [
    () => aProposedProject(place, { kind: 'SAFETY' }).then((made) => ids.push(made)),
    () => take(villageOfficer, 'submit', { projectId: id }),
    () => take(villageOfficer, 'submit', { projectId: id }),
    () => take(township, 'returnForRevision', note),
    () => take(villageOfficer, 'revise', { projectId: id, terms: someTermsOf(randomInt(1, 9_999)) }),
    async () => take(villageOfficer, 'decide', await aDecision(place, id, { isAdopted: randomInt(4) > 0 })),
    () => take(villageOfficer, 'abandon', note),
  ];
  await steps[randomInt(steps.length)]?.().catch(() => undefined);
}

const someTermsOf = (budget: number) =>
  aProposal({ terms: { budget: String(budget) } })['terms'] as Record<string, unknown>;

const STATISTICS = `query ($areaCode: String!, $year: Int!) { microProjectStatistics(areaCode: $areaCode, year: $year) {
  total byState { state count } byStage { stage count budgeted committed paid settled } byKind { kind count }
  onTime { numerator denominator ratio } satisfaction { numerator denominator ratio } overdueReviews lateProjects } }`;

interface Statistics {
  readonly microProjectStatistics: Record<string, unknown>;
}

const statistics = async (who: TestClient, areaCode = TOWNSHIP, year = 2026): Promise<object> =>
  (await who.get<Statistics>(STATISTICS, { areaCode, year })).microProjectStatistics;

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const count = async (): Promise<number> => (await sqlStatements.get()).values[0]?.value ?? 0;
  const before = await count();
  await work();
  return (await count()) - before;
}

describe('the tallies of projects', () => {
  it('are what a recount gives, whatever commands there were', async () => {
    const { id } = await take(place.villageOfficer, 'propose', aProposal());
    const ids = [id];
    for (let step = 0; step < 60; step += 1) await someStep(ids);
    const [tallied, recounted] = await bothCounts();
    expect(tallied).toEqual(recounted);
    expect(tallied.length).toBeGreaterThan(1);
  });

  it('are exact when steps are taken at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, () => aProposedProject(place)));
    const answers = await Promise.all(
      ids.flatMap((projectId) => [
        place.villageOfficer.ask(STEPS.submit, { input: { requestId: crypto.randomUUID(), projectId } }),
        place.villageOfficer.ask(STEPS.abandon, {
          input: { requestId: crypto.randomUUID(), projectId, note: '重复' },
        }),
      ]),
    );
    const codes = answers.flatMap(({ errors = [] }) => errors.map(({ extensions }) => extensions.code));
    expect([...new Set(codes)]).toEqual(['ILLEGAL_TRANSITION']);
    const [tallied, recounted] = await bothCounts();
    expect(tallied).toEqual(recounted);
  });
});

describe('statistics of an area', () => {
  it('tell where its projects stand, with their money', async () => {
    await take(place.villageOfficer, 'propose', aProposal());
    await aSubmittedProject(place, { kind: 'SAFETY', terms: { budget: '3000' } });
    await aDecidedProject(place, { terms: { budget: '5000.50' } });
    await take(place.neighbourOfficer, 'propose', aProposal({ villageCode: NEIGHBOUR }));
    const money = { paid: '0.00', settled: '0.00' };
    expect(await statistics(place.township)).toEqual({
      total: 4,
      byState: [
        { state: 'PROPOSED', count: 2 },
        { state: 'SUBMITTED', count: 1 },
        { state: 'DECIDED', count: 1 },
      ],
      byStage: [
        { stage: 'COLLECTION', count: 2, budgeted: '16000.00', committed: '0.00', ...money },
        { stage: 'DETERMINATION', count: 2, budgeted: '8000.50', committed: '5000.50', ...money },
      ],
      byKind: [
        { kind: 'PUBLIC_FACILITY', count: 3 },
        { kind: 'SAFETY', count: 1 },
      ],
      onTime: { numerator: 0, denominator: 0, ratio: null },
      satisfaction: { numerator: 0, denominator: 0, ratio: null },
      overdueReviews: 0,
      lateProjects: 0,
    });
    expect(await statistics(place.villageOfficer, VILLAGE)).toMatchObject({ total: 3 });
    expect(await statistics(place.county, TOWNSHIP, 2025)).toMatchObject({ total: 0, byState: [] });
  });

  it('show what is overdue as of now', async () => {
    const small = { terms: { budget: '3000' } };
    await aSubmittedProject(place, small);
    const begun = await aDecidedProject(place, small);
    await place.service.sql(`UPDATE project SET due_on = '2026-03-09', state = 'IN_PROGRESS' WHERE id = $1`, [
      begun,
    ]);
    expect(await statistics(place.township)).toMatchObject({ overdueReviews: 0, lateProjects: 0 });
    place.service.clock.set('2026-03-10T02:00:00Z');
    expect(await statistics(place.township)).toMatchObject({ overdueReviews: 1, lateProjects: 1 });
  });

  it.each([
    [3, 2, null],
    [5, 4, { numerator: 4, denominator: 5, ratio: 0.8 }],
  ])('with %i answers satisfaction is kept back or told', async (answers, satisfied, told) => {
    await place.service.sql(
      `INSERT INTO project_tally VALUES (11, '${VILLAGE}', 2026, 'CLOSED', 'SAFETY', 'SMALL', 2, 0, 0, 0, 0, 2, 1, $1, $2)`,
      [answers, satisfied],
    );
    expect(await statistics(place.township)).toMatchObject({
      satisfaction: told,
      onTime: { numerator: 1, denominator: 2, ratio: 0.5 },
    });
  });

  it('are for posts over the area, and of a year', async () => {
    const ask = (who: TestClient, areaCode: string, year = 2026): Promise<string> =>
      who.refusal(STATISTICS, { areaCode, year });
    for (const who of [place.resident, place.worker]) expect(await ask(who, VILLAGE)).toBe('FORBIDDEN');
    expect(await ask(place.villageOfficer, TOWNSHIP)).toBe('FORBIDDEN');
    expect(await ask(place.otherTownship, TOWNSHIP)).toBe('FORBIDDEN');
    expect(await ask(place.township, TOWNSHIP, 20_260)).toBe('YEAR_MALFORMED');
    expect(await ask(place.township, '36110411')).toBe('AREA_CODE_MALFORMED');
  });

  it('hang on the area, for all areas of a request in the same number of statements', async () => {
    await take(place.villageOfficer, 'propose', aProposal());
    const query = `query ($ids: [_Any!]!) { _entities(representations: $ids) { ... on Area {
      microProjectStatistics(year: 2026) { total } } } }`;
    const of = (...codes: string[]) => ({
      ids: codes.map((code) => ({ __typename: 'Area', id: areaIdOf(code) })),
    });
    const both = { microProjectStatistics: { total: 1 } };
    expect(await place.township.get(query, of(VILLAGE, NEIGHBOUR))).toEqual({
      _entities: [both, { microProjectStatistics: { total: 0 } }],
    });
    expect(await place.villageOfficer.get(query, of(VILLAGE, NEIGHBOUR))).toEqual({
      _entities: [both, { microProjectStatistics: null }],
    });
    const few = await statementsOf(() => place.township.get(query, of(VILLAGE)));
    expect(await statementsOf(() => place.township.get(query, of(VILLAGE, NEIGHBOUR)))).toBe(few);
  });
});

describe('the progress of the programme', () => {
  const progress = async (areaCode: string, who: TestClient = place.resident): Promise<object> =>
    (
      await who.get<{ programmeProgress: object }>(
        `query ($areaCode: String!) { programmeProgress(areaCode: $areaCode) { target closed underWay expectedByToday } }`,
        { areaCode },
      )
    ).programmeProgress;

  it('is shown to everybody, of a county, a township and a village', async () => {
    await aDecidedProject(place);
    await place.service.sql(
      `INSERT INTO project_tally VALUES (11, '${VILLAGE}', 2026, 'CLOSED', 'SAFETY', 'SMALL', 2, 0, 0, 0, 0, 2, 1, 0, 0)`,
    );
    place.service.clock.set('2027-01-01T02:00:00Z');
    const done = { closed: 2, underWay: 1 };
    expect(await progress(TOWNSHIP)).toEqual({ target: 300, ...done, expectedByToday: 99 });
    expect(await progress('361104')).toEqual({ target: 600, ...done, expectedByToday: 198 });
    expect(await progress(VILLAGE)).toEqual({ target: 150, ...done, expectedByToday: 49 });
    expect(await progress(NEIGHBOUR)).toEqual({ target: 150, closed: 0, underWay: 0, expectedByToday: 49 });
  });

  it.each([
    ['3611', 'PROGRAMME_LEVEL'],
    ['361104999', 'AREA_UNKNOWN'],
  ])('of %s is refused', async (areaCode, code) => {
    await expect(progress(areaCode)).rejects.toThrow(code);
  });
});
