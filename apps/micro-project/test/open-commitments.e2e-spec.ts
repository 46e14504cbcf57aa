import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Database } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { CommitmentListing } from '../src/commitments/commitment-listing.service.js';
import { CommitmentTimer } from '../src/commitments/commitment-timer.js';
import { COUNTY, TOWNSHIP, VILLAGE } from './area.builder.js';
import { clearEnvelopes, YEAR } from './envelope.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { aDecidedProject, aSubmittedProject, take } from './project.builder.js';

/** The last millisecond of November and the first of December, Asia/Shanghai. */
const NOVEMBER = '2026-11-30T15:59:59.999Z';
const DECEMBER = '2026-11-30T16:00:00.000Z';

interface List {
  readonly villageCode: string;
  readonly isFinal: boolean;
  readonly listedOn: string | null;
  readonly open: string;
  readonly items: readonly { projectId: string; state: string; open: string }[];
}

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearEnvelopes(place);
});
afterAll(() => place.service.stop());

const list = (at: string): Promise<number> => {
  place.service.clock.set(at);
  return place.service.app.get(CommitmentTimer).list(place.service.clock.now());
};
async function seen(who: TestClient, areaCode = TOWNSHIP, year = YEAR): Promise<readonly List[]> {
  const { openCommitments } = await who.get<{ openCommitments: List[] }>(
    `query ($areaCode: String!, $year: Int!) { openCommitments(areaCode: $areaCode, year: $year) {
       villageCode isFinal listedOn open items { projectId state open project { id } } } }`,
    { areaCode, year },
  );
  return openCommitments;
}
const events = (): Promise<{ data: Record<string, unknown> }[]> =>
  place.service.sql(
    `SELECT data FROM journal_entry WHERE type LIKE '%OpenCommitmentsListed%' AND aggregate_id IN (SELECT id::text FROM envelope)`,
  );

/** One that was submitted, one that was decided, one that keeps 300 yuan back, one that is wholly paid, one that was given up. */
async function someProjects(): Promise<{ reserved: string; decided: string; settled: string; gone: string }> {
  const reserved = await aSubmittedProject(place, { terms: { budget: '5000' } });
  const decided = await aDecidedProject(place, { terms: { budget: '8000' } });
  const [settled, paid, gone] = [
    await aDecidedProject(place),
    await aDecidedProject(place),
    await aDecidedProject(place),
  ];
  const settle = `UPDATE project SET holding_state = 'SETTLED', retained_fen = $2 WHERE id = $1`;
  await place.service.sql(settle, [settled, 30_000]);
  await place.service.sql(settle, [paid, 0]);
  await take(place.villageOfficer, 'abandon', { projectId: gone, note: '已由其他资金实施' });
  return { reserved, decided, settled, gone };
}

describe('what is still promised', () => {
  it('is shown as it stands until the last moment of November, and listed as it stood from the first of December', async () => {
    const { reserved, decided, settled } = await someProjects();
    const items = [
      { projectId: decided, state: 'COMMITTED', open: '8000.00', project: { id: decided } },
      { projectId: reserved, state: 'RESERVED', open: '5000.00', project: { id: reserved } },
      { projectId: settled, state: 'SETTLED', open: '300.00', project: { id: settled } },
    ];
    const of = { villageCode: VILLAGE, open: '13300.00', items };
    expect(await list(NOVEMBER)).toBe(0);
    expect(await seen(place.township)).toEqual([{ ...of, isFinal: false, listedOn: null }]);
    expect(await list(DECEMBER)).toBe(1);
    await take(place.villageOfficer, 'abandon', { projectId: decided, note: '已由其他资金实施' });
    expect(await seen(place.township)).toEqual([{ ...of, isFinal: true, listedOn: '2026-12-01' }]);
    expect(await events()).toMatchObject([
      {
        data: {
          ...{ villageCode: VILLAGE, year: YEAR, listedOn: '2026-12-01', openFen: 1_330_000 },
          projectIds: [decided, reserved, settled],
        },
      },
    ]);
  });

  it('is listed once, whoever is at it and however often', async () => {
    await someProjects();
    place.service.clock.set(DECEMBER);
    const { app, clock, database } = place.service;
    const timers = [1, 2].map(
      () =>
        new CommitmentTimer(
          { databaseUrl: database.applicationUrl },
          clock,
          app.get(Database),
          app.get(CommitmentListing),
        ),
    );
    for (const timer of timers) timer.onApplicationBootstrap();
    for (let tries = 0; tries < 100 && (await events()).length === 0; tries += 1) await setTimeout(50);
    await Promise.all(timers.map((timer) => timer.onApplicationShutdown()));
    await Promise.all([list(DECEMBER), list(DECEMBER), list('2026-12-31T02:00:00Z')]);
    expect(await events()).toHaveLength(1);
    expect(await place.service.sql('SELECT 1 FROM commitment_list')).toHaveLength(1);
  });

  it('is listed afterwards where nobody was there on the day, and of a quota without promises as nothing', async () => {
    const id = await aSubmittedProject(place);
    await take(place.township, 'returnForRevision', { projectId: id, note: '请补充比价材料' });
    expect(await list('2027-01-15T02:00:00Z')).toBe(1);
    expect(await seen(place.township)).toEqual([
      { villageCode: VILLAGE, isFinal: true, listedOn: '2027-01-15', open: '0.00', items: [] },
    ]);
  });

  it('waits for whoever is changing it', async () => {
    await aSubmittedProject(place);
    const { app } = place.service;
    await app.get(Database).dataSource.transaction(async (tx) => {
      await tx.query(`SELECT set_config('app.areas', '{[,)}', true)`);
      await tx.query('SELECT 1 FROM envelope FOR UPDATE');
      expect(await list(DECEMBER)).toBe(0);
    });
    expect(await list(DECEMBER)).toBe(1);
  });

  it('is for those who look inside the area', async () => {
    await someProjects();
    const query = `query ($areaCode: String!) { openCommitments(areaCode: $areaCode, year: 2026) { open } }`;
    for (const who of [place.villageOfficer, place.resident, place.otherTownship, place.worker])
      expect(await who.refusal(query, { areaCode: TOWNSHIP })).toBe('FORBIDDEN');
    expect(await place.service.client().refusal(query, { areaCode: TOWNSHIP })).toBe('UNAUTHENTICATED');
    for (const who of [place.county, place.auditor, place.recorder]) expect(await seen(who)).toHaveLength(1);
    expect(await seen(place.villageOfficer, VILLAGE)).toHaveLength(1);
    expect(await seen(place.county, COUNTY)).toHaveLength(1);
    expect(await seen(place.county, COUNTY, 2025)).toEqual([]);
  });
});
