import type { GRID_EVENT_STATES } from '@lianxin/contracts';

type GridEventState = (typeof GRID_EVENT_STATES)[number];

/** What one event of a grid event's life tells the indicators. */
export interface Step {
  /** When it happened. */
  readonly at: Date;
  readonly toState: GridEventState;
  /** The deadline after the step, as its producer says. */
  readonly dueAt: Date;
  readonly isReopening?: boolean;
  /** Set by the decision on an extension: the deadline before it. */
  readonly previousDueAt?: Date;
  /** Set by a follow-up (S1-28). */
  readonly answers?: Answers;
}

/** What the reporter said when asked; not reached is never satisfied. */
export interface Answers {
  readonly isReached: boolean;
  readonly isSatisfied: boolean | null;
}

export type Exclusion = 'REFUSED' | 'MERGED' | 'HANDED_OVER' | 'STOOD_DOWN';

/** Where a grid event stands in the eyes of the indicators. */
export interface Standing {
  readonly dueAt: Date;
  /** Why it leaves every count, if it does. */
  readonly exclusion: Exclusion | null;
  /** When the handler reported it done, unless that was taken back since. */
  readonly doneAt: Date | null;
  readonly isSettledOnTheSpot: boolean;
  /** When somebody else than the handler found it done, or it was settled on the spot. */
  readonly resolvedAt: Date | null;
  readonly followedUpAt: Date | null;
  readonly isReached: boolean | null;
  readonly isSatisfied: boolean | null;
}

const AT_WORK: ReadonlySet<GridEventState> = new Set(['REPORTED', 'ACCEPTED', 'DISPATCHED', 'UNDER_WAY']);

/**
 * What is in no count: refused (also while that is looked at anew), merged into another, no grid event at all, or an
 * emergency that was none, which is never held against anybody (S1-23).
 */
const EXCLUSIONS: ReadonlyMap<GridEventState, Exclusion> = new Map([
  ['REFUSED', 'REFUSED'],
  ['REFUSAL_APPEALED', 'REFUSED'],
  ['MERGED', 'MERGED'],
  ['HANDED_OVER', 'HANDED_OVER'],
  ['STOOD_DOWN', 'STOOD_DOWN'],
]);

const NOTHING_DONE = {
  exclusion: null,
  doneAt: null,
  isSettledOnTheSpot: false,
  resolvedAt: null,
  followedUpAt: null,
  isReached: null,
  isSatisfied: null,
} as const;

/**
 * The standing after a step (S4-23, S1-28). Going back to work takes back what was reported done, verified and
 * answered; an event that is out of every count stays out, also when its refusal is notified and closed, until it is
 * back at work.
 */
export function advance(before: Standing | null, step: Step): Standing {
  const dueAt = deadlineAfter(before, step);
  if (AT_WORK.has(step.toState)) return { ...NOTHING_DONE, dueAt };
  const exclusion =
    EXCLUSIONS.get(step.toState) ?? (step.toState === 'REPORTED_DONE' ? null : before?.exclusion);
  if (exclusion) return { ...NOTHING_DONE, dueAt, exclusion };
  const { doneAt, isSettledOnTheSpot, resolvedAt, ...followUp } = before ?? NOTHING_DONE;
  if (step.toState === 'REPORTED_DONE') return { ...NOTHING_DONE, dueAt, doneAt: doneAt ?? step.at };
  return {
    ...followUp,
    dueAt,
    doneAt: doneAt ?? step.at,
    isSettledOnTheSpot: isSettledOnTheSpot || step.toState === 'SETTLED_ON_THE_SPOT',
    resolvedAt: resolvedAt ?? step.at,
    ...(step.answers && { followedUpAt: step.at, ...step.answers }),
  };
}

/** A deadline that has come stays: a later step moves it no more, whatever it says, unless it starts the work anew. */
function deadlineAfter(before: Standing | null, step: Step): Date {
  if (!before || step.isReopening) return step.dueAt;
  const limit = Math.min(before.dueAt.getTime(), step.previousDueAt?.getTime() ?? Infinity);
  return step.at.getTime() < limit ? step.dueAt : before.dueAt;
}

/** Whether the two count alike in everything. */
export function isSameStanding(a: Standing, b: Standing): boolean {
  return JSON.stringify(a, Object.keys(a).sort()) === JSON.stringify(b, Object.keys(a).sort());
}
