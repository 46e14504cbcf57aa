import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Role } from '@lianxin/access';
import type { IncomingMessage } from '@lianxin/journal';
import type { TestClient } from '@lianxin/testing';
import fc from 'fast-check';
import { COUNTY, FAR_VILLAGE, NEIGHBOUR, OTHER_TOWNSHIP, TOWNSHIP, VILLAGE } from './area.builder.js';
import { EVENT_PARTS } from '../src/indicators/indicator.definitions.js';
import { AssessmentFixture, countsOf } from './assessment.fixture.js';
import { GridEventLife } from './grid-event.builder.js';
import type { StepName } from './grid-event.builder.js';
import { countNaively } from './indicators.oracle.js';
import type { PlayedStep } from './indicators.oracle.js';

const VILLAGES = [VILLAGE, NEIGHBOUR, FAR_VILLAGE];
const AREAS = [
  ...VILLAGES.map((area, index) => ({ area, villages: [index] })),
  { area: TOWNSHIP, villages: [0, 1] },
  { area: OTHER_TOWNSHIP, villages: [2] },
  { area: COUNTY, villages: [0, 1, 2] },
];

/** What grid-registry lets follow what; the state is named by the step that led to it. */
const NEXT: Readonly<Record<string, readonly StepName[]>> = {
  NEW: ['GridEventReported', 'GridEventReported', 'GridEventReported', 'GridEventSettledOnTheSpot'],
  GridEventReported: [
    'GridEventAccepted',
    'GridEventRefused',
    'GridEventUrged',
    'GridEventMerged',
    'GridEventHandedOver',
    'GridEventProcedureTold',
  ],
  GridEventAccepted: ['GridEventDispatched', 'GridEventDispatched', 'GridEventUrged', 'GridEventStoodDown'],
  GridEventDispatched: ['GridEventStarted', 'GridEventReportedDone', 'GridEventExtensionDecided'],
  GridEventStarted: ['GridEventReportedDone', 'GridEventExtensionDecided', 'GridEventUrged'],
  GridEventReportedDone: [
    'GridEventVerified',
    'GridEventVerified',
    'GridEventVerificationFailed',
    'GridEventUrged',
  ],
  GridEventVerified: ['GridEventResultNotified'],
  GridEventResultNotified: ['GridEventFollowedUp', 'GridEventReopened'],
  GridEventSettledOnTheSpot: ['GridEventFollowedUp', 'GridEventReopened'],
  GridEventFollowedUp: [
    'GridEventFollowedUp',
    'GridEventClosed',
    'GridEventReopened',
    'GridEventRatingChanged',
  ],
  GridEventProcedureTold: ['GridEventFollowedUp', 'GridEventReopened'],
  GridEventRefused: ['GridEventReopened', 'GridEventRefusalAppealed'],
  GridEventRefusalAppealed: ['GridEventRefusalUpheld', 'GridEventRefusalOverturned'],
  GridEventMerged: ['GridEventUnmerged'],
  GridEventHandedOver: ['GridEventReopened'],
  GridEventStoodDown: ['GridEventReopened'],
  GridEventClosed: ['GridEventReopened', 'GridEventRatingChanged'],
};
const SAME_STATE: ReadonlySet<StepName> = new Set([
  'GridEventUrged',
  'GridEventExtensionDecided',
  'GridEventRatingChanged',
]);
/** Answers that only who was reached can give. */
const CHANGED = { isReached: true, isSatisfied: false } as const;
const SETS_DEADLINE: ReadonlySet<StepName> = new Set([
  'GridEventReported',
  'GridEventDispatched',
  'GridEventExtensionDecided',
  'GridEventReopened',
  'GridEventUnmerged',
  'GridEventRefusalOverturned',
]);
const ANSWERS = [
  { isReached: false, isSatisfied: null },
  { isReached: true, isSatisfied: false },
  { isReached: true, isSatisfied: true },
] as const;

const OTHER_EVENT = '0190d000-0000-7000-8000-000000000001';

/** What a step tells besides where the event stands, where that never differs. */
const MORE: Partial<Record<StepName, Readonly<Record<string, unknown>>>> = {
  GridEventRatingChanged: {
    isSolved: true,
    isSatisfied: CHANGED.isSatisfied,
    wasSolved: null,
    wasSatisfied: null,
  },
  GridEventMerged: { mergedIntoId: OTHER_EVENT },
  GridEventUnmerged: { mergedIntoId: OTHER_EVENT },
  GridEventHandedOver: { recipient: 'COURT' },
  GridEventRefusalAppealed: { fromLevel: 'VILLAGE' },
};

const HOUR_MS = 3_600_000;
/** Some days before the turn of the year in Shanghai, so that both years fill. */
const START = Date.parse('2025-12-26T00:00:00+08:00');

const choice = fc.record({
  event: fc.nat(5),
  which: fc.nat(11),
  hoursLater: fc.nat(20),
  hoursToDeadline: fc.integer({ min: 1, max: 80 }),
  answers: fc.constantFrom(...ANSWERS),
});
/** How many steps share a transaction. */
const atOnce = fc.constantFrom(1, 7, 60);
const played = fc.array(choice, { minLength: 20, maxLength: 60 });

interface Play {
  readonly steps: PlayedStep[];
  readonly messages: IncomingMessage[];
}

function play(choices: readonly (typeof choice extends fc.Arbitrary<infer Choice> ? Choice : never)[]): Play {
  const events = Array.from({ length: 6 }, (_, event) => {
    const village = event % VILLAGES.length;
    return {
      village,
      life: new GridEventLife((VILLAGES[village] as { code: string }).code),
      state: 'NEW',
      under: '',
      dueAt: 0,
    };
  });
  const result: Play = { steps: [], messages: [] };
  let at = START;
  for (const { event: index, which, hoursLater, hoursToDeadline, answers } of choices) {
    const event = events[index] as (typeof events)[number];
    const possible = NEXT[event.state] as readonly StepName[];
    const name = possible[which % possible.length] as StepName;
    at += hoursLater * HOUR_MS;
    const previousDueAt = new Date(event.dueAt).toISOString();
    if (SETS_DEADLINE.has(name)) event.dueAt = at + hoursToDeadline * HOUR_MS;
    if (name === 'GridEventSettledOnTheSpot') event.dueAt = at;
    const dueAt = new Date(event.dueAt).toISOString();
    const told = {
      dueAt,
      ...(name === 'GridEventFollowedUp' && { ...answers, isSolved: answers.isSatisfied }),
      ...MORE[name],
      ...(name === 'GridEventExtensionDecided' && { isGranted: true, previousDueAt }),
      ...(name === 'GridEventReopened' && { toState: 'ACCEPTED' as const }),
    };
    result.messages.push(event.life.step(name, new Date(at).toISOString(), told));
    const step = { event: index, village: event.village, name, at, dueAt: event.dueAt };
    const given = { GridEventFollowedUp: answers, GridEventRatingChanged: CHANGED }[name as string];
    result.steps.push(given ? { ...step, answers: given } : step);
    if (!SAME_STATE.has(name)) event.state = stateAfter(name);
  }
  return result;
}

const AFTER: Partial<Record<StepName, StepName>> = {
  GridEventReopened: 'GridEventAccepted',
  GridEventVerificationFailed: 'GridEventStarted',
  GridEventUnmerged: 'GridEventReported',
  GridEventRefusalUpheld: 'GridEventRefused',
  GridEventRefusalOverturned: 'GridEventReported',
};
const stateAfter = (name: StepName): StepName => AFTER[name] ?? name;

/** A batch may leave a count as it was, or take it up and down one step at a time: both leave the same. */
const EMPTY_TALLIES = `SELECT * FROM indicator_tally WHERE numerator = 0 AND denominator = 0`;

let fixture: AssessmentFixture;
let office: TestClient;

beforeAll(async () => {
  fixture = await AssessmentFixture.start();
  office = await fixture.service.signIn({ role: Role.ASSESSMENT_OFFICER, areaCode: COUNTY.code });
});
afterAll(() => fixture.stop());

it('running counts, dated facts and a naive count agree, of every area, at every moment', async () => {
  await fc.assert(
    fc.asyncProperty(played, fc.nat(100), atOnce, async (choices, hoursAfter, size) => {
      await fixture.service.sql('TRUNCATE grid_event_fact, indicator_tally, open_deadline');
      const { steps, messages } = play(choices);
      for (let start = 0; start < messages.length; start += size)
        await fixture.deliver(...messages.slice(start, start + size));
      expect(await fixture.service.sql(EMPTY_TALLIES)).toEqual([]);
      const last = steps.at(-1)?.at ?? START;
      const now = last + hoursAfter * HOUR_MS;
      fixture.service.clock.set(new Date(now).toISOString());
      for (const year of [2025, 2026]) {
        await expectFigures(steps, { year, asOf: now }, {});
        for (const asOf of [now, last, steps[Math.floor(steps.length / 2)]?.at ?? START, START - 1]) {
          await expectFigures(steps, { year, asOf }, { asOf: new Date(asOf).toISOString() });
        }
      }
    }),
    { numRuns: 15 },
  );
});

async function expectFigures(
  steps: readonly PlayedStep[],
  moment: { year: number; asOf: number },
  question: { asOf?: string },
): Promise<void> {
  const ids = AREAS.map(({ area }) => area.id);
  const answers = await fixture.parts(office, ids, { year: moment.year, ...question });
  const figures = answers.map((parts) => countsOf(parts, EVENT_PARTS));
  expect({ ...moment, figures }).toEqual({
    ...moment,
    figures: AREAS.map(({ villages }) => countNaively(steps, { villages, ...moment })),
  });
}
