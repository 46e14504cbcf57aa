import { randomInt, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { PROJECT_STATES } from '@lianxin/contracts';
import { DomainError } from '@lianxin/service-kit';
import fc from 'fast-check';
import { aProject } from '../../../test/project.entity.builder.js';
import { STEPS_OF_A_PROJECT } from '../../../test/project.steps.js';
import type { Project } from './project.entity.js';

const DAY_MS = 86_400_000;
const RUNS = 2_000;
const STEPS = [
  ...(['raiseObjection', 'dismissObjection', 'upholdObjection', 'withdrawObjection'] as const),
  ...(['revise', 'submit', 'decide', 'postNotice', 'extendNotice', 'endNotice', 'requestChange'] as const),
  ...(['rejectChange', 'returnForRevision', 'reject', 'abandon'] as const),
] as const;
type Step = (typeof STEPS)[number];

/** Objections may wait here, and nowhere else: what lies behind is closed to a project that has one. */
const MAY_WAIT: readonly (typeof PROJECT_STATES)[number][] = ['ON_NOTICE', 'RETURNED', 'PROPOSED'];
const CLOSING: readonly Step[] = ['dismissObjection', 'upholdObjection', 'withdrawObjection'];

/** Walks often enough through a notice to have something to lose. */
const steps = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...STEPS) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Step>(
      'submit',
      'decide',
      'postNotice',
      'raiseObjection',
      'upholdObjection',
      'revise',
    ),
  },
);
const attempts = fc.record({ step: steps, days: fc.constantFrom(0, 0, 0, 1, 8) });

function take(project: Project, step: Step, at: Date): void {
  const endsAt = new Date(at.getTime() + 5 * DAY_MS);
  if (step === 'postNotice') project.postNotice({ noticeId: randomUUID(), endsAt }, at);
  else if (step === 'extendNotice') project.extendNotice(endsAt, at);
  else STEPS_OF_A_PROJECT[step](project, at);
}

/** Whether the step was taken; a refusal leaves the project as it was, as a transaction would see to. */
function tried(kept: { project: Project }, step: Step, at: Date): boolean {
  const before = { ...kept.project };
  try {
    take(kept.project, step, at);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    kept.project = aProject(before);
    return false;
  }
}

describe('objections to a notice', () => {
  it('are never lost, and nothing goes on while one is open', () => {
    const seed = randomInt(2 ** 31);
    process.stdout.write(`objections seed ${seed}\n`);
    const reached = { raised: 0, closed: 0, cleared: 0 };
    fc.assert(
      fc.property(fc.array(attempts, { maxLength: 40, size: 'max' }), (sequence) => {
        const kept = { project: aProject({ dueOn: '2036-12-31' }) };
        const count = { raised: 0, closed: 0 };
        let now = new Date('2026-03-02T03:00:00Z').getTime();
        for (const { step, days } of sequence) {
          now += days * DAY_MS + 1;
          if (!tried(kept, step, new Date(now))) continue;
          if (step === 'raiseObjection') count.raised += 1;
          if (CLOSING.includes(step)) count.closed += 1;
          const { state, openObjectionCount } = kept.project;
          expect(openObjectionCount).toBe(count.raised - count.closed);
          if (!MAY_WAIT.includes(state)) expect(openObjectionCount).toBe(0);
          if (state === 'CLEARED') reached.cleared += 1;
        }
        reached.raised += count.raised;
        reached.closed += count.closed;
      }),
      { seed, numRuns: RUNS },
    );
    for (const often of Object.values(reached)) expect(often).toBeGreaterThan(50);
  });

  it('cannot be closed where there is none', () => {
    const at = new Date('2026-03-03T02:00:00Z');
    for (const step of CLOSING) {
      const project = aProject({ state: 'ON_NOTICE', noticeEndsAt: new Date('2026-03-09T15:59:59.999Z') });
      expect(() => take(project, step, at)).toThrow(expect.objectContaining({ code: 'NO_OBJECTION_OPEN' }));
    }
  });
});
