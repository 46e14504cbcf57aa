import { describe, expect, it } from '@jest/globals';
import type { DomainError } from '@lianxin/service-kit';
import { Plan } from './plan.entity.js';
import { PLAN_STATES, PLAN_TRANSITIONS } from './plan.transitions.js';
import type { PlanState } from './plan.transitions.js';

const AT = new Date('2026-03-02T02:00:00Z');
const place = { id: 'p', villageId: 11, villageCode: '361104111200', year: 2026 };
const aPlan = (state: PlanState): Plan => Object.assign(Plan.submit(place, AT), { state });
const STEPS = {
  submitAnew: (plan: Plan) => plan.submitAnew(AT),
  returnForRevision: (plan: Plan) => plan.returnForRevision(AT),
  approve: (plan: Plan) => plan.approve(1, AT),
};
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'taken';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('a yearly plan', () => {
  const all = (Object.keys(STEPS) as (keyof typeof STEPS)[]).flatMap((step) =>
    PLAN_STATES.map((state) => [step, state] as const),
  );
  it.each(all)('takes the step "%s" from %s just where its table has it', (step, state) => {
    const { from, to } = PLAN_TRANSITIONS[step];
    const isLegal = (from as readonly PlanState[]).includes(state);
    const plan = aPlan(state);
    expect(codeOf(() => STEPS[step](plan))).toBe(isLegal ? 'taken' : 'ILLEGAL_PLAN_STEP');
    expect(plan.state).toBe(isLegal ? to : state);
  });

  it('keeps the version that holds until a later one is approved', () => {
    const plan = aPlan('SUBMITTED');
    plan.approve(1, AT);
    plan.submitAnew(AT);
    expect(plan).toMatchObject({ version: 2, approvedVersion: 1 });
    plan.returnForRevision(AT);
    expect(plan).toMatchObject({ state: 'RETURNED', approvedVersion: 1 });
    plan.submitAnew(AT);
    expect(codeOf(() => plan.approve(2, AT))).toBe('PLAN_VERSION');
    plan.approve(3, AT);
    expect(plan).toMatchObject({ state: 'APPROVED', approvedVersion: 3 });
  });

  it.each([
    [2025, 'PLAN_YEAR'],
    [2026, 'taken'],
    [2027, 'taken'],
    [2028, 'PLAN_YEAR'],
  ])('for %d is %s', (year, code) => {
    expect(codeOf(() => Plan.submit({ ...place, year }, AT))).toBe(code);
  });

  it('does not go back in time', () => {
    const before = new Date(AT.getTime() - 1);
    expect(codeOf(() => aPlan('SUBMITTED').approve(1, before))).toBe('CLOCK_BEHIND');
  });
});
