import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { multirangeOf } from '@lianxin/access';
import { Database } from '@lianxin/service-kit';
import type { TestClient } from '@lianxin/testing';
import { TOWNSHIP, VILLAGE } from './area.builder.js';
import { clearProjects } from './ending.builder.js';
import { FIRST_DAY, startMicroProject } from './micro-project.fixture.js';
import type { Place } from './micro-project.fixture.js';
import { take } from './project.builder.js';
import { AFTERWARDS, aNeighbour, answer, ANSWER, aSurvey, draw, print } from './survey.builder.js';

let place: Place;
beforeAll(async () => {
  place = await startMicroProject();
});
beforeEach(async () => {
  place.service.clock.set(FIRST_DAY);
  await clearProjects(place);
});
afterAll(() => place.service.stop());

/** Tables of the service with how many rows each has, and every column that holds a time. */
const rowsOfAllTables = async (): Promise<Record<string, number>> => {
  const tables = await place.service.sql<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const counts = tables.map(async ({ name }) => {
    const [row] = await place.service.sql<{ count: number }>(`SELECT count(*)::int AS count FROM "${name}"`);
    return [name, row?.count ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
};
const seenBy = (who: TestClient, areaCode: string, sql: string): Promise<unknown[]> =>
  place.service.app
    .get(Database)
    .read(
      { rowLevelContext: { subject: who.subject, areas: multirangeOf([areaCode]), departments: [] } },
      (tx) => tx.query<unknown[]>(sql),
    );

describe('an answer', () => {
  it('adds no row anywhere: not of an answer, a command or a fact', async () => {
    const id = await aSurvey(place);
    const token = await draw(place.resident, id);
    const before = await rowsOfAllTables();
    await answer(place, { projectId: id, token, comment: '亮堂多了' });
    expect(await rowsOfAllTables()).toEqual(before);
  });

  it('of somebody who is signed in all the same is kept as anybody’s', async () => {
    const id = await aSurvey(place);
    const token = await draw(place.resident, id);
    await place.resident.get(ANSWER, { input: { projectId: id, token, isSatisfied: true } });
    const rows = await place.service.sql('SELECT * FROM survey_box WHERE project_id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain(place.resident.subject);
    expect(JSON.stringify(rows)).not.toContain(token.replaceAll('-', ''));
  });

  it('lies among the others: not in the order of their arrival', async () => {
    const id = await aSurvey(place);
    const { tokens } = await print(place.villageOfficer, id, 12);
    const arrived: string[] = [];
    for (const token of tokens) {
      await answer(place, { projectId: id, token, comment: '一样的意见' });
      const [box] = await place.service.sql<{ spent: string[]; comments: string[] }>(
        'SELECT spent, comments FROM survey_box WHERE project_id = $1',
        [id],
      );
      const next = box?.comments.find((comment) => !arrived.includes(comment));
      arrived.push(next ?? '');
      expect([...(box?.comments ?? [])].sort()).toEqual(box?.comments);
      expect([...(box?.spent ?? [])].sort()).toEqual(box?.spent);
    }
    expect([...arrived].sort()).not.toEqual(arrived);
    expect(arrived.join()).not.toContain('一样');
  });
});

describe('a draw', () => {
  it('leaves that somebody drew, and neither when nor what', async () => {
    const id = await aSurvey(place);
    const before = await rowsOfAllTables();
    await draw(place.resident, id);
    const after = await rowsOfAllTables();
    expect(after).toEqual({ ...before, survey_draw: (before['survey_draw'] ?? 0) + 1 });
    expect(await place.service.sql('SELECT * FROM survey_draw')).toEqual([
      { project_id: id, subject: place.resident.subject },
    ]);
  });

  it('is seen by whoever drew alone', async () => {
    const id = await aSurvey(place);
    await draw(place.resident, id);
    const all = 'SELECT * FROM survey_draw';
    expect(await seenBy(place.villageOfficer, VILLAGE, all)).toEqual([]);
    expect(await seenBy(place.township, TOWNSHIP, all)).toEqual([]);
    expect(await seenBy(await aNeighbour(place), VILLAGE, all)).toEqual([]);
    expect(await seenBy(place.resident, VILLAGE, all)).toHaveLength(1);
  });
});

describe('the ballot box', () => {
  it('is opened to nobody before it is counted, whatever is asked of the database', async () => {
    const id = await aSurvey(place);
    await answer(place, { projectId: id, token: await draw(place.resident, id) });
    const all = 'SELECT answer_count FROM survey_box';
    const posts = [
      [place.villageOfficer, VILLAGE],
      [place.township, TOWNSHIP],
    ] as const;
    for (const [who, areaCode] of posts) expect(await seenBy(who, areaCode, all)).toEqual([]);
    place.service.clock.set(AFTERWARDS);
    await take(place.villageOfficer, 'closeSurvey', { projectId: id });
    for (const [who, areaCode] of posts)
      expect(await seenBy(who, areaCode, all)).toEqual([{ answer_count: 1 }]);
  });

  it('keeps no used token once it is counted', async () => {
    const id = await aSurvey(place);
    await answer(place, { projectId: id, token: await draw(place.resident, id) });
    place.service.clock.set(AFTERWARDS);
    await take(place.villageOfficer, 'closeSurvey', { projectId: id });
    expect(await place.service.sql('SELECT spent FROM survey_box WHERE project_id = $1', [id])).toEqual([
      { spent: [] },
    ]);
  });
});
