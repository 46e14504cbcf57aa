import { describe, expect, it } from '@jest/globals';
import { DomainError } from '@lianxin/service-kit';
import fc from 'fast-check';
import { GridEvent } from './grid-event.entity.js';
import type { ReportedEvent } from './grid-event.entity.js';
import { TRANSITIONS } from '../grid-event.transitions.js';
import type { GridEventState, Transition } from '../grid-event.transitions.js';

const HOUR_MS = 3_600_000;
const REPORTED_AT = new Date('2026-03-02T02:00:00Z');
const PEOPLE = ['reporter', 'handler', 'dispatcher', 'stranger'] as const;
type Person = (typeof PEOPLE)[number];

const REPORT: ReportedEvent = {
  id: '0198f3a0-0000-7000-8000-000000000001',
  areaId: 6,
  areaCode: '361104111001001',
  category: 'HAZARD',
  kind: 'GENERAL',
  source: 'PATROL',
  outsideReference: null,
  urgency: 'ROUTINE',
  level: 'VILLAGE',
  reporterId: 'reporter',
  proxyId: null,
  proxyRelation: null,
  proxyAuthority: null,
  keyerId: null,
  isKeyedInOffice: false,
  channel: 'APP',
  answerBy: 'APP',
  confidentiality: 'OPEN',
  concernedAreaCode: null,
  concernedDepartmentIds: [],
  concernedIds: [],
  departmentIds: [],
  restrictedTo: null,
  restrictedAreaId: null,
  slipNumber: null,
  reporterRole: 'GRID_WORKER',
  reportedAt: REPORTED_AT,
  dueAt: new Date(REPORTED_AT.getTime() + 100 * HOUR_MS),
  policyVersion: 'test',
};

/** One attempt at a step, by somebody, some hours later. */
interface Attempt {
  /** Which step: one that the state allows, or any. */
  readonly choice: number;
  readonly isAllowed: boolean;
  readonly who: Person;
  readonly hours: number;
  readonly isYes: boolean;
}

const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * HOUR_MS);

const STEPS = {
  accept: (event: GridEvent, at: Date) => event.accept(at),
  refuse: (event: GridEvent, at: Date, { who }: Attempt) => event.refuse(at, { id: who, level: 'VILLAGE' }),
  escalate: (event: GridEvent) => event.escalate(),
  dispatch: (event: GridEvent, _at: Date, { who, isYes }: Attempt) =>
    event.dispatch(
      { departmentId: isYes ? 'department' : null, departmentAreaCode: null, level: event.level },
      who,
    ),
  start: (event: GridEvent, _at: Date, { who }: Attempt) => event.start(who),
  return: (event: GridEvent) => event.return(),
  reportDone: (event: GridEvent, at: Date, { who }: Attempt) => event.reportDone(who, at),
  verify: (event: GridEvent, at: Date, { who }: Attempt) => event.verify(who, at),
  failVerification: (event: GridEvent, _at: Date, { who }: Attempt) => event.failVerification(who),
  notifyResult: (event: GridEvent, at: Date) => event.notifyResult(at),
  followUp: (event: GridEvent, at: Date, { who, isYes }: Attempt) =>
    event.followUp(
      { isReached: isYes, isSolved: isYes ? true : null, isSatisfied: isYes ? false : null },
      who,
      at,
    ),
  close: (event: GridEvent, at: Date) => event.close(at),
  reopen: (event: GridEvent, at: Date) =>
    event.reopen(at, later(event.endedAt, 48), { dueAt: later(at, 100), policyVersion: 'later' }),
  urge: (event: GridEvent) => event.urge(),
  requestExtension: (event: GridEvent, at: Date, { who }: Attempt) =>
    event.requestExtension(who, {
      until: later(event.dueAt, 24),
      at,
      limits: { latest: later(event.dueAt, 48), count: 2 },
    }),
  decideExtension: (event: GridEvent, at: Date, { who, isYes }: Attempt) =>
    void event.decideExtension(isYes, who, at),
  standDown: (event: GridEvent, at: Date) => event.standDown(at),
} as const;

type Step = keyof typeof STEPS;
const ALL = Object.keys(STEPS) as Step[];

const attempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.record({
    choice: fc.nat(1_000),
    isAllowed: fc.boolean(),
    who: fc.constantFrom(...PEOPLE),
    hours: fc.integer({ min: 0, max: 6 }),
    isYes: fc.boolean(),
  }),
  { minLength: 5, maxLength: 60, size: 'max' },
);

const transitionOf = (step: Step, state: GridEventState): Transition =>
  TRANSITIONS[step === 'reopen' && state === 'REFUSED' ? 'reopenRefusal' : step];

function stepOf({ choice, isAllowed }: Attempt, event: GridEvent): Step {
  const allowed = ALL.filter((step) => transitionOf(step, event.state).from.includes(event.state));
  const steps = isAllowed ? allowed : ALL;
  return steps[choice % steps.length] as Step;
}

/** What must hold of an event at any time, and does not. */
function faultsOf(event: GridEvent, before: GridEvent): string[] {
  const { state, isReached, isSatisfied } = event;
  const isIn = (...states: readonly GridEventState[]): boolean => states.includes(state);
  const isOver = isIn('VERIFIED', 'RESULT_NOTIFIED', 'SETTLED_ON_THE_SPOT', 'FOLLOWED_UP', 'CLOSED');
  const claims = {
    'resolved once it is over': (event.resolvedAt !== null) === isOver,
    'closed once it came to an end': (event.closedAt !== null) === isIn('REFUSED', 'CLOSED', 'STOOD_DOWN'),
    'refused only if it is no emergency': !(isIn('REFUSED') && event.kind === 'EMERGENCY'),
    'stood down only if it is one': !(isIn('STOOD_DOWN') && event.kind !== 'EMERGENCY'),
    'answered once it was followed up': (isReached !== null) === isIn('FOLLOWED_UP', 'CLOSED'),
    'no answer without being reached': (isSatisfied === null) === (isReached !== true),
    'few extensions': event.extensionCount <= 2,
    'with a department only after its dispatch':
      event.departmentId === null || !isIn('REPORTED', 'ACCEPTED', 'REFUSED'),
    'an extension is asked for by a handler':
      event.requestedDueAt === null || isIn('DISPATCHED', 'UNDER_WAY'),
    'somebody did what is over': !isOver || event.handlerIds.length > 0,
    'handlers are remembered': before.handlerIds.every((id) => event.handlerIds.includes(id)),
    'its report never changes':
      event.reporterId === before.reporterId && event.reportedAt === before.reportedAt,
  };
  return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [`${claim} (${state})`]));
}

/** @returns whether it was taken, and not refused by a rule */
function attemptStep(event: GridEvent, at: Date, attempt: Attempt): boolean {
  try {
    STEPS[stepOf(attempt, event)](event, at, attempt);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return false;
  }
}

describe('a grid event', () => {
  it('stays sound whatever is tried on it, and a refused step changes nothing', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), attempts, (isSettled, isEmergency, all) => {
        const report: ReportedEvent = { ...REPORT, kind: isEmergency ? 'EMERGENCY' : 'GENERAL' };
        const event = isSettled ? GridEvent.settleOnTheSpot(report) : GridEvent.report(report);
        let at = REPORTED_AT;
        for (const attempt of all) {
          at = later(at, attempt.hours);
          const before = Object.assign(new GridEvent(), event);
          const isTaken = attemptStep(event, at, attempt);
          if (isTaken) taken += 1;
          else expect(event).toEqual(before);
          expect(faultsOf(event, before)).toEqual([]);
        }
      }),
      { numRuns: 120 },
    );
    expect(taken).toBeGreaterThan(1_000);
  });

  it('is verified by nobody who ever handled it, though it was returned or reopened since', () => {
    const event = GridEvent.report(REPORT);
    event.accept(REPORTED_AT);
    event.dispatch({ departmentId: null, departmentAreaCode: null, level: 'VILLAGE' }, 'dispatcher');
    event.start('handler');
    event.return();
    event.dispatch({ departmentId: null, departmentAreaCode: null, level: 'VILLAGE' }, 'dispatcher');
    event.reportDone('stranger', REPORTED_AT);
    const refusal = expect.objectContaining({ code: 'HANDLER_CANNOT_VERIFY' });
    for (const who of ['handler', 'stranger']) expect(() => event.verify(who, REPORTED_AT)).toThrow(refusal);
    event.verify('dispatcher', REPORTED_AT);
    event.notifyResult(REPORTED_AT);
    event.reopen(REPORTED_AT, later(REPORTED_AT, 1), {
      dueAt: later(REPORTED_AT, 100),
      policyVersion: 'later',
    });
    expect(event.policyVersion).toBe('later');
    event.dispatch({ departmentId: null, departmentAreaCode: null, level: 'VILLAGE' }, 'dispatcher');
    event.reportDone('handler', REPORTED_AT);
    expect(() => event.verify('stranger', REPORTED_AT)).toThrow(refusal);
  });
});
