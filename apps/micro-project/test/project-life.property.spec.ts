import { randomInt } from 'node:crypto';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TRANSITIONS } from '../src/projects/project.transitions.js';
import type { TransitionName } from '../src/projects/project.transitions.js';
import { TownshipModel } from './model/township.model.js';
import type { Attempt } from './model/township.model.js';

const RUNS = 10_000;
const NAMES = Object.keys(TRANSITIONS) as TransitionName[];
const DECIDING = ['submit', 'decide', 'file'] as const;
const POSTING = ['postNotice', 'endNotice', 'selectContractor', 'start'] as const;
const ENDING = [
  ...(['recordPayment', 'complete', 'passAcceptance', 'openSurvey', 'closeSurvey'] as const),
  ...(['publishAudit', 'payRetention', 'endRetention', 'close'] as const),
];
/** Usual ways, so that sequences get far; every other step comes in between. */
const WAYS: readonly (readonly TransitionName[])[] = [
  [...DECIDING, ...POSTING, ...ENDING],
  ['submit', 'suspectSplitting', 'judgeSplitting', 'decide', 'file', ...POSTING],
  [...DECIDING, 'postNotice', 'endNotice', 'suspectSplitting', 'returnAsSplit', 'revise', ...DECIDING],
  [...DECIDING, 'postNotice', 'raiseObjection', 'extendNotice', 'dismissObjection', ...POSTING, ...ENDING],
  [...DECIDING, 'postNotice', 'raiseObjection', 'upholdObjection', 'revise', ...DECIDING, ...POSTING],
  [...DECIDING, 'postNotice', 'raiseObjection', 'withdrawObjection', ...POSTING],
  [...DECIDING, ...POSTING, 'stop', 'resume', 'requestChange', 'decide', 'file', ...POSTING, ...ENDING],
  [...DECIDING, ...POSTING, 'requestChange', 'rejectChange', 'complete', 'failAcceptance', ...ENDING],
  ['startInEmergency', 'refuseEmergency', 'abandon'],
  ['submit', 'returnForRevision', 'revise', ...DECIDING, ...POSTING, 'reachMilestone', 'delay', ...ENDING],
  [
    ...(['startInEmergency', 'confirmEmergency', 'postNoticeAfterwards', 'raiseObjection'] as const),
    ...(['dismissObjection', 'regulariseEmergency'] as const),
    ...ENDING,
  ],
];

const steps = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NAMES) },
  { weight: 2, arbitrary: fc.constantFrom(...WAYS.flat()) },
);
const attempts: fc.Arbitrary<Attempt> = fc.record({
  step: steps,
  project: fc.nat(3),
  amountFen: fc.oneof(
    fc.integer({ min: 1, max: 4_000_000 }),
    fc.constantFrom(999_999, 1_000_000, 3_000_000, 10_000_000, 20_000_000, 30_000_000),
  ),
  present: fc.oneof(fc.constantFrom(2, 3, 4), fc.nat(4)),
  days: fc.constantFrom(0, 0, 1, 6, 40),
});
/** The days that let a notice end; a notice is objected to before that. */
const SWIFT: readonly TransitionName[] = ['raiseObjection', 'extendNotice'];
/** One project walked along a usual way, with steps of chance in between. */
const walks = fc
  .tuple(fc.nat(3), fc.constantFrom(...WAYS), fc.infiniteStream(fc.tuple(attempts, fc.nat(3))))
  .map(([project, way, chance]) =>
    way.flatMap((step): Attempt[] => {
      const [by, isDetour] = chance.next().value as [Attempt, number];
      const days = SWIFT.includes(step) ? 0 : 12;
      const amountFen = step === 'requestChange' ? by.amountFen : (by.amountFen % 700_000) + 1;
      const next = { ...by, step, project, amountFen, present: 4, days };
      return isDetour === 0 ? [next, by] : [next];
    }),
  );
const sequences = fc
  .tuple(fc.array(attempts, { maxLength: 15, size: 'max' }), fc.option(walks, { nil: [] }))
  .map(([one, other]) => [...other, ...one]);

it(`never overspends an envelope, skips a step or loses an objection in ${RUNS} sequences`, async () => {
  const seed = randomInt(2 ** 31);
  process.stdout.write(`project-life seed ${seed}\n`);
  const taken = new Map<TransitionName, number>();
  await fc.assert(
    fc.asyncProperty(sequences, async (sequence) => {
      const model = new TownshipModel(4);
      for (const attempt of sequence) expect(await model.try(attempt)).toEqual([]);
      for (const [step, count] of model.taken) taken.set(step, (taken.get(step) ?? 0) + count);
    }),
    { seed, numRuns: RUNS },
  );
  // A test that never gets anywhere proves nothing: each step was taken, and often.
  const rare = NAMES.filter((name) => (taken.get(name) ?? 0) < 5 && !UNREACHED.includes(name));
  expect(rare).toEqual([]);
}, 240_000);

/** The model begins with projects that are proposed, and names every upheld objection alike. */
const UNREACHED: readonly TransitionName[] = ['propose', 'upholdObjectionToo', 'upholdObjectionAfterwards'];
