import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { TestClient } from '@lianxin/testing';
import { anEventAfter, aReport, take } from './grid-event.builder.js';
import { ask, YEAR } from './grid-event-statistics.builder.js';
import type { Statistics } from './grid-event-statistics.builder.js';
import { COUNTY, GRID, startGridRegistry, TOWNSHIP, VILLAGE } from './grid-registry.fixture.js';
import type { Place } from './grid-registry.fixture.js';

describe('statistics and what an official is complained of in', () => {
  let place: Place;
  /** An officer of the village and of its township: the complaint goes to where they sit, too. */
  let both: TestClient;

  beforeAll(async () => {
    place = await startGridRegistry();
    both = await place.service.signIn(
      { role: Role.VILLAGE_OFFICER, areaCode: VILLAGE },
      { role: Role.TOWNSHIP_OFFICER, areaCode: TOWNSHIP },
    );
    for (let n = 0; n < 6; n += 1)
      await take(place.worker, 'report', aReport({ category: n < 3 ? 'HAZARD' : 'SANITATION' }));
    await anEventAfter(place, 'close');
  });
  afterAll(() => place.service.stop());

  const everything = async (who: TestClient, codes: readonly string[]): Promise<unknown> => {
    const answers: unknown[] = [];
    for (const areaCode of codes)
      for (const categories of [undefined, ['HAZARD'], ['SANITATION'], ['HAZARD', 'SANITATION']])
        for (const period of [YEAR, { from: '2026-03-02', to: '2026-03-03' }])
          answers.push(await ask(who, { areaCode, ...(categories && { categories }) }, period));
    return answers;
  };
  const complain = (
    concerns: Record<string, unknown>,
    over: Record<string, unknown> = {},
  ): Promise<unknown> =>
    take(place.resident, 'report', aReport({ areaCode: VILLAGE, source: 'RESIDENT', concerns, ...over }));

  it('tell none of those concerned, by any figure or breakdown, under any post', async () => {
    const grids = (): Promise<Statistics> => ask(place.worker, { gridCode: GRID });
    const own = (): Promise<Statistics> => ask(place.department, { departmentId: place.departmentId });
    const village = (): Promise<unknown> => everything(place.villageOfficer, [VILLAGE]);
    const figures = async (): Promise<unknown[]> => [
      await everything(both, [VILLAGE, TOWNSHIP]),
      await village(),
      await grids(),
      await own(),
    ];
    const before = await figures();
    await complain({ areaCode: VILLAGE });
    await complain({ departmentId: place.departmentId });
    await complain({ areaCode: COUNTY });
    await complain({ areaCode: VILLAGE }, { isAboutHarm: true });
    expect(await figures()).toEqual(before);
  });

  it('count it where it is answered for, and break it down nowhere', async () => {
    const [gridBefore, before] = [
      await ask(place.worker, { gridCode: GRID }),
      await ask(place.villageOfficer, { areaCode: VILLAGE }),
    ];
    await complain({ areaCode: GRID });
    const after = await ask(place.villageOfficer, { areaCode: VILLAGE });
    expect(after.total).toBe((before.total ?? 0) + 1);
    expect([after.byCategory, after.byGrid, after.byDepartment]).toEqual([
      before.byCategory,
      before.byGrid,
      before.byDepartment,
    ]);
    expect(await ask(place.worker, { gridCode: GRID })).toEqual(gridBefore);
  });
});
