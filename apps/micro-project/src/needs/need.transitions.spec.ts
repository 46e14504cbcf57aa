import { describe, expect, it } from '@jest/globals';
import { NEED_STATES } from '@lianxin/contracts';
import type { DomainError } from '@lianxin/service-kit';
import { Need } from './need.entity.js';
import { NEED_TRANSITIONS } from './need.transitions.js';
import type { NeedState, NeedStepName } from './need.transitions.js';

const AT = new Date('2026-03-02T02:00:00Z');
const DUE = { dueOn: '2026-04-02', policyVersion: 'micro-project.discussion-interval@1' };
const DISCUSSED = { ...DUE, heldOn: '2026-03-02' };
const aNeed = (over: Partial<Need> = {}): Need =>
  Object.assign(
    Need.submit({
      ...{ id: 'n', villageId: 11, villageCode: '361104111200', gridNumber: '001', kind: 'SAFETY' },
      ...{ channel: 'QUESTIONNAIRE', gridEventId: null, submittedAt: AT, discussionDueOn: '2026-04-02' },
      ...{ policyVersion: '', subjectId: 's', proxyId: null, proxyRelation: null, proxyAuthority: null },
      ...{ keyerId: null, isKeyedInOffice: false, contactChannel: 'APP', answerBy: 'APP' },
      ...{ confidentiality: 'OPEN', slipNumber: 'x' },
    }),
    over,
  );

const STEPS: Readonly<Record<Exclude<NeedStepName, 'submit'>, (need: Need, at: Date) => void>> = {
  listAsCandidate: (need, at) => need.listAsCandidate('HIGH', DISCUSSED, at),
  decline: (need, at) => need.decline(DISCUSSED, at),
  reconsider: (need, at) => need.reconsider(DUE, 1, at),
  take: (need, at) => need.take('p', 11, at),
  release: (need, at) => need.release(at),
  withdraw: (need, at) => need.withdraw(at),
};
/** A project is told in its own words that a need is none of its candidates. */
const CODES: Partial<Record<NeedStepName, string>> = { take: 'NEED_NOT_CANDIDATE' };
const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'taken';
  } catch (error) {
    return (error as DomainError).code;
  }
};

describe('the life of a need', () => {
  const all = (Object.keys(STEPS) as (keyof typeof STEPS)[]).flatMap((step) =>
    NEED_STATES.map((state) => [step, state] as const),
  );
  it.each(all)('takes the step "%s" from %s just where its table has it', (step, state) => {
    const { from, to } = NEED_TRANSITIONS[step];
    const isLegal = (from as readonly NeedState[]).includes(state);
    const need = aNeed({ state });
    const before = JSON.stringify(need);
    expect(codeOf(() => STEPS[step](need, AT))).toBe(
      isLegal ? 'taken' : (CODES[step] ?? 'ILLEGAL_NEED_STEP'),
    );
    expect(isLegal ? need.state : JSON.stringify(need)).toBe(isLegal ? to : before);
  });

  it('does not go back in time', () => {
    expect(codeOf(() => aNeed().withdraw(new Date(AT.getTime() - 1)))).toBe('CLOCK_BEHIND');
  });

  it('is due for a discussion while it is open, and late from the day after', () => {
    expect(aNeed().isDiscussionOverdue('2026-04-02')).toBe(false);
    expect(aNeed().isDiscussionOverdue('2026-04-03')).toBe(true);
    expect(aNeed({ state: 'CANDIDATE' }).isDiscussionOverdue('2026-04-03')).toBe(false);
  });

  it.each([
    ['2026-03-01', null, false],
    ['2026-03-02', null, true],
    ['2026-03-05', '2026-03-06', false],
    ['2026-03-06', '2026-03-06', true],
  ])('can be discussed on %s, last discussed %s: %s', (day, discussedOn, can) => {
    expect(aNeed({ discussedOn }).canBeDiscussedOn(day)).toBe(can);
  });

  it('belongs to the project of another village never', () => {
    expect(codeOf(() => aNeed({ state: 'CANDIDATE' }).take('p', 12, AT))).toBe('NEED_NOT_CANDIDATE');
  });
});
