import { GRID_EVENT_STATES } from '@lianxin/contracts';
import type { GridEventRow } from '../grid-events/entity/grid-event.row.js';
import { tallyColumnOf } from '../grid-events/grid-event.transitions.js';
import type { GridEventState } from '../grid-events/grid-event.transitions.js';

/** What rates are made of; each is a column of the tallies beside the states. */
export const FACTS = [
  'RESPONDED_IN_TIME',
  'RESPONDED_LATE',
  'DONE_IN_TIME',
  'DONE_LATE',
  'ANSWERED',
  'SATISFIED',
] as const;
export type Fact = (typeof FACTS)[number];
export type Counted = GridEventState | Fact;

export const STATES: readonly GridEventState[] = [...GRID_EVENT_STATES].sort();
export const COUNTED: readonly Counted[] = [...STATES, ...FACTS];
export const columnOf = (counted: Counted): string => tallyColumnOf(counted as GridEventState);

/** Neither is an answer to whoever reported: the other event answers, or there was nothing to do (S1-23). */
const UNANSWERABLE: readonly GridEventState[] = ['MERGED', 'STOOD_DOWN'];

/**
 * S4-23: what was brought to an end. Refused, merged, handed over and stood down are in no rate of work done, as in the
 * indicators.
 */
const DONE: readonly GridEventState[] = [
  'REPORTED_DONE',
  'VERIFIED',
  'RESULT_NOTIFIED',
  'SETTLED_ON_THE_SPOT',
  'PROCEDURE_TOLD',
  'FOLLOWED_UP',
  'CLOSED',
];
const FOLLOWED_UP: readonly GridEventState[] = ['FOLLOWED_UP', 'CLOSED'];

/** Which facts an event is counted under as it stands. */
export function factsOf(event: GridEventRow): Fact[] {
  const { state, respondedAt, respondBy, dueAt } = event;
  const facts: Fact[] = [];
  if (respondedAt && respondBy && !UNANSWERABLE.includes(state))
    facts.push(respondedAt <= respondBy ? 'RESPONDED_IN_TIME' : 'RESPONDED_LATE');
  const doneAt = doneAtOf(event);
  if (doneAt && DONE.includes(state)) facts.push(doneAt <= dueAt ? 'DONE_IN_TIME' : 'DONE_LATE');
  return [...facts, ...answersOf(event)];
}

/** What ends by its procedure being told is reported done by nobody: the first trace of its end counts. */
const doneAtOf = (event: GridEventRow): Date | null =>
  event.reportedDoneAt ?? event.resolvedAt ?? event.notifiedAt ?? event.followedUpAt ?? event.closedAt;

/** S1-28: not reached is no answer. */
function answersOf({ state, isReached, isSatisfied }: GridEventRow): Fact[] {
  if (!isReached || isSatisfied === null || !FOLLOWED_UP.includes(state)) return [];
  return isSatisfied ? ['ANSWERED', 'SATISFIED'] : ['ANSWERED'];
}

const listOf = (states: readonly GridEventState[]): string => states.map((state) => `'${state}'`).join(', ');
const RESPONDED = `e.responded_at IS NOT NULL AND e.respond_by IS NOT NULL AND e.state NOT IN (${listOf(UNANSWERABLE)})`;
const DONE_AT = `coalesce(e.reported_done_at, e.resolved_at, e.notified_at, e.followed_up_at, e.closed_at)`;
const DONE_STATES = `e.state IN (${listOf(DONE)})`;
const ANSWERED = `e.is_reached AND e.is_satisfied IS NOT NULL AND e.state IN (${listOf(FOLLOWED_UP)})`;

const FACT_CONDITIONS: Readonly<Record<Fact, string>> = {
  RESPONDED_IN_TIME: `${RESPONDED} AND e.responded_at <= e.respond_by`,
  RESPONDED_LATE: `${RESPONDED} AND e.responded_at > e.respond_by`,
  DONE_IN_TIME: `${DONE_STATES} AND ${DONE_AT} <= e.due_at`,
  DONE_LATE: `${DONE_STATES} AND ${DONE_AT} > e.due_at`,
  ANSWERED,
  SATISFIED: `${ANSWERED} AND e.is_satisfied`,
};

/** The same facts as SQL over the alias `e`. */
export const conditionOf = (counted: Counted): string =>
  counted in FACT_CONDITIONS ? FACT_CONDITIONS[counted as Fact] : `e.state = '${counted}'`;
