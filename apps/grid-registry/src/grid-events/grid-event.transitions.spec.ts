import { describe, expect, it } from '@jest/globals';
import { EVENTS, GRID_EVENT_STATES } from '@lianxin/contracts';
import { OPEN_STATES, TRANSITIONS } from './grid-event.transitions.js';
import type { GridEventState, Transition, TransitionName } from './grid-event.transitions.js';

const TABLE = Object.entries(TRANSITIONS) as [TransitionName, Transition][];

/** The states that can be reached from some, without ever standing in the avoided ones or taking the avoided steps. */
function reachable(
  from: readonly GridEventState[],
  avoiding: { states?: readonly GridEventState[]; steps?: readonly TransitionName[] } = {},
): Set<GridEventState> {
  const seen = new Set(from);
  for (const state of seen) {
    for (const [name, { from: sources, to }] of TABLE) {
      const isAllowed =
        to && sources.includes(state) && !avoiding.steps?.includes(name) && !avoiding.states?.includes(to);
      if (isAllowed) seen.add(to);
    }
  }
  return seen;
}
const leaving = (state: GridEventState): TransitionName[] =>
  TABLE.filter(([, { from }]) => from.includes(state)).map(([name]) => name);

/** The same step from other states: it is told by the same event. */
const IN_OTHER_STATES: ReadonlySet<TransitionName> = new Set([
  'reopenRefusal',
  'notifyMerged',
  'followUpMerged',
  'followUpAgain',
]);

describe('the life of a grid event as a table', () => {
  it('leads from a report to its close, and to every state', () => {
    expect([...reachable(['REPORTED', 'SETTLED_ON_THE_SPOT'])].sort()).toEqual([...GRID_EVENT_STATES].sort());
  });

  it.each(['VERIFIED', 'RESULT_NOTIFIED', 'FOLLOWED_UP'] as const)(
    'closes nothing that was dispatched and never %s',
    (state) => {
      const untold = { states: [state, 'PROCEDURE_TOLD'] as const };
      expect(reachable(['DISPATCHED'], untold)).not.toContain('CLOSED');
    },
  );

  it('verifies nothing that its handler did not report done', () => {
    expect(reachable(['REPORTED'], { steps: ['reportDone'] })).not.toContain('VERIFIED');
  });

  it('begins work on nothing that was not dispatched, and accepted or reopened before', () => {
    expect(reachable(['REPORTED'], { steps: ['dispatch', 'callJointResponse'] })).not.toContain('UNDER_WAY');
    expect(reachable(['REPORTED'], { steps: ['accept', 'reopen'] })).not.toContain('UNDER_WAY');
  });

  it('follows up what was settled on the spot before it is closed', () => {
    expect(reachable(['SETTLED_ON_THE_SPOT'], { steps: ['followUp'] })).not.toContain('CLOSED');
  });

  it.each([
    ['CLOSED', 'reopen'],
    ['REFUSED', 'reopenRefusal'],
    ['REFUSED', 'appealRefusal'],
    ['HANDED_OVER', 'reopen'],
    ['STOOD_DOWN', 'reopen'],
  ] as const)('leaves %s by %s, and otherwise only changes a rating', (state, step) => {
    const ways = leaving(state).filter((name) => TRANSITIONS[name].to !== null);
    expect(ways).toContain(step);
    expect(ways.filter((name) => !['reopen', 'reopenRefusal', 'appealRefusal'].includes(name))).toEqual([]);
  });

  it('counts as open just the states in which somebody is still to work on it', () => {
    const ended = reachable(
      ['VERIFIED', 'REFUSED', 'SETTLED_ON_THE_SPOT', 'MERGED', 'HANDED_OVER', 'PROCEDURE_TOLD', 'STOOD_DOWN'],
      { steps: ['reopen', 'reopenRefusal', 'unmerge', 'overturnRefusal'] },
    );
    expect([...OPEN_STATES].sort()).toEqual(GRID_EVENT_STATES.filter((state) => !ended.has(state)).sort());
  });

  it('tells every step by an event of its own that the contracts know', () => {
    const types = TABLE.filter(([name]) => !IN_OTHER_STATES.has(name)).map(([, { event }]) => event.type);
    expect(new Set(types).size).toBe(types.length);
    const told = [...EVENTS.values()]
      .filter(({ topic, isRetired }) => topic === 'grid-registry.grid-event' && !isRetired)
      .map(({ type }) => type);
    expect(told.sort()).toEqual([...types].sort());
  });
});
