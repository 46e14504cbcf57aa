import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { IncomingMessage } from '@lianxin/journal';
import type { TestClient } from '@lianxin/testing';
import fc from 'fast-check';
import { COUNTY, OTHER_TOWNSHIP, TOWNSHIP } from './area.builder.js';
import { AssessmentFixture, COUNTED_TABLES, countsOf, PROJECT_FIGURES } from './assessment.fixture.js';
import { countProjectsNaively } from './project-indicators.oracle.js';
import { Play, played, START, VILLAGES } from './project-indicators.play.js';

const AREAS = [
  ...VILLAGES.map((area, index) => ({ area, villages: [index] })),
  { area: TOWNSHIP, villages: [0, 1] },
  { area: OTHER_TOWNSHIP, villages: [2] },
  { area: COUNTY, villages: [0, 1, 2] },
];

/** A failure is told before the time of the test runs out, with as small an example as was found until then. */
const SHRINK_WITHIN_MS = 90_000;

/** How many events share a transaction. */
const atOnce = fc.constantFrom(1, 7, 200);
/** In the order in which they happened, or each aggregate's after those of another: both are promised no more than this. */
const arrival = fc.constantFrom('as they happened' as const, 'by aggregate' as const, 'backwards' as const);

function arriving(messages: readonly IncomingMessage[], how: string): IncomingMessage[] {
  if (how === 'as they happened') return [...messages];
  const keys = [...new Set(messages.map(({ key }) => key))];
  const ordered = how === 'backwards' ? keys.reverse() : keys;
  return ordered.flatMap((each) => messages.filter(({ key }) => key === each));
}

let fixture: AssessmentFixture;
let office: TestClient;

beforeAll(async () => {
  fixture = await AssessmentFixture.start();
  office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
});
afterAll(() => fixture.stop());

it('running counts, dated facts and a naive count agree, of every area, at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(played, fc.nat(2_000), atOnce, arrival, async (choices, hoursAfter, size, how) => {
      await fixture.service.sql(`TRUNCATE ${COUNTED_TABLES}`);
      const play = new Play(choices);
      const messages = arriving(play.messages, how);
      for (let start = 0; start < messages.length; start += size)
        await fixture.deliverProjects(...messages.slice(start, start + size));
      await fixture.deliverProjects(...play.messages);
      expect(await fixture.service.sql('SELECT reason FROM inbox_parked')).toEqual([]);
      const now = play.last + hoursAfter * 3_600_000;
      fixture.service.clock.set(new Date(now).toISOString());
      const middle = Math.floor((START + play.last) / 2);
      for (const year of [2025, 2026, 2027]) {
        await expectFigures(play, { year, asOf: now }, {});
        for (const asOf of [now, play.last, middle, START - 1])
          await expectFigures(play, { year, asOf }, { asOf: new Date(asOf).toISOString() });
      }
    }),
    { numRuns: 20, interruptAfterTimeLimit: SHRINK_WITHIN_MS, markInterruptAsFailure: true },
  );
}, 180_000);

async function expectFigures(
  { steps, deeds }: Play,
  moment: { year: number; asOf: number },
  question: { asOf?: string },
): Promise<void> {
  const ids = AREAS.map(({ area }) => area.id);
  const answers = await fixture.parts(office, ids, { year: moment.year, ...question });
  expect({ ...moment, figures: answers.map((parts) => countsOf(parts, PROJECT_FIGURES)) }).toEqual({
    ...moment,
    figures: AREAS.map(({ villages }) => countProjectsNaively(steps, deeds, { villages, ...moment })),
  });
}
