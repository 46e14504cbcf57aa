import type { EventPart } from '../src/indicators/indicator.definitions.js';
import type { Figures } from './assessment.fixture.js';
import type { StepName } from './grid-event.builder.js';

/** A step as the test played it: all that the naive count below looks at. */
export interface PlayedStep {
  readonly event: number;
  readonly village: number;
  readonly name: StepName;
  readonly at: number;
  readonly dueAt: number;
  readonly answers?: { isReached: boolean; isSatisfied: boolean | null };
}

const SHANGHAI_MS = 8 * 3_600_000;
const yearOf = (instant: number): number => new Date(instant + SHANGHAI_MS).getUTCFullYear();

const BACK_AT_WORK: ReadonlySet<StepName> = new Set([
  'GridEventReopened',
  'GridEventUnmerged',
  'GridEventRefusalOverturned',
]);
const TAKES_BACK: ReadonlySet<StepName> = new Set(['GridEventVerificationFailed', ...BACK_AT_WORK]);
const IN_NO_COUNT: ReadonlySet<StepName> = new Set([
  'GridEventRefused',
  'GridEventMerged',
  'GridEventHandedOver',
  'GridEventStoodDown',
]);
/** The reporter is told what to do: that is all there is to do. */
const DONE_AT_ONCE: ReadonlySet<StepName> = new Set(['GridEventSettledOnTheSpot', 'GridEventProcedureTold']);

/** Counts from the bare steps, event by event and rule by rule, in another way than the service does. */
export function countNaively(
  steps: readonly PlayedStep[],
  question: { villages: readonly number[]; year: number; asOf: number },
): Figures {
  const figures: Figures = { ON_TIME: [0, 0], FOLLOWED_UP: [0, 0], SATISFIED: [0, 0] };
  const count = (part: EventPart, isAchieved: boolean): void => {
    figures[part][0] += isAchieved ? 1 : 0;
    figures[part][1] += 1;
  };
  const events = new Set(steps.map(({ event }) => event));
  for (const event of events) {
    const life = steps.filter((step) => step.event === event && step.at <= question.asOf);
    if (life.length > 0 && question.villages.includes((life[0] as PlayedStep).village))
      countOne(life, question, count);
  }
  return figures;
}

function countOne(
  life: readonly PlayedStep[],
  { year, asOf }: { year: number; asOf: number },
  count: (part: EventPart, isAchieved: boolean) => void,
): void {
  const since = (names: ReadonlySet<StepName>): readonly PlayedStep[] =>
    life.slice(life.findLastIndex(({ name }) => names.has(name)) + 1);
  const back = since(BACK_AT_WORK);
  if (back.some(({ name }) => IN_NO_COUNT.has(name))) return;
  const thisTime = since(TAKES_BACK);
  const done = thisTime.find(({ name }) => name === 'GridEventReportedDone' || DONE_AT_ONCE.has(name));
  const dueAt = deadlineOf(life);
  const isOnTime = done !== undefined && (done.name === 'GridEventSettledOnTheSpot' || done.at <= dueAt);
  if (yearOf(dueAt) === year && (done || dueAt < asOf)) count('ON_TIME', isOnTime);
  const resolved = thisTime.find(({ name }) => name === 'GridEventVerified' || DONE_AT_ONCE.has(name));
  if (!resolved || yearOf(resolved.at) !== year) return;
  const answers = thisTime.findLast((step) => step.answers !== undefined)?.answers;
  count('FOLLOWED_UP', answers !== undefined);
  if (answers?.isReached && answers.isSatisfied !== null) count('SATISFIED', answers.isSatisfied);
}

function deadlineOf(life: readonly PlayedStep[]): number {
  let dueAt = (life[0] as PlayedStep).dueAt;
  for (const step of life.slice(1)) if (BACK_AT_WORK.has(step.name) || step.at < dueAt) dueAt = step.dueAt;
  return dueAt;
}
