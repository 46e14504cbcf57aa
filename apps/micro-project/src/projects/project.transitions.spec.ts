import { describe, expect, it } from '@jest/globals';
import { PROJECT_STATES } from '@lianxin/contracts';
import type { DomainError } from '@lianxin/service-kit';
import { STEPS_OF_A_PROJECT } from '../../test/project.steps.js';
import { aProject } from '../../test/project.entity.builder.js';
import { stageOf, TRANSITIONS } from './project.transitions.js';
import type { ProjectState, TransitionName } from './project.transitions.js';

const AT = new Date('2026-05-04T02:00:00Z');
const NAMES = Object.keys(TRANSITIONS).filter((name) => name !== 'propose') as Exclude<
  TransitionName,
  'propose'
>[];
/** Steps of one name in the graph that lead elsewhere from elsewhere. */
const TWINS: Partial<Record<TransitionName, TransitionName[]>> = {
  upholdObjection: ['upholdObjectionToo', 'upholdObjectionAfterwards'],
  upholdObjectionToo: ['upholdObjection', 'upholdObjectionAfterwards'],
  upholdObjectionAfterwards: ['upholdObjection', 'upholdObjectionToo'],
  returnAsSplit: ['judgeSplitting'],
};

const startsFrom = (name: TransitionName): ProjectState[] =>
  [name, ...(TWINS[name] ?? [])].flatMap((each) => [...TRANSITIONS[each].from]);

const illegal = NAMES.flatMap((name) =>
  PROJECT_STATES.filter((state) => !startsFrom(name).includes(state)).map((state) => [name, state] as const),
);

describe('the life of a project', () => {
  it.each(illegal)('has no step "%s" from %s', (name, state) => {
    const project = aProject({ state });
    const before = JSON.stringify(project);
    let code = 'taken';
    try {
      STEPS_OF_A_PROJECT[name](project, AT);
    } catch (error) {
      code = (error as DomainError).code;
    }
    expect(code).toBe('ILLEGAL_TRANSITION');
    expect(JSON.stringify(project)).toBe(before);
  });

  it('can end from wherever it stands', () => {
    const leads = (from: ProjectState): ProjectState[] =>
      Object.values(TRANSITIONS).flatMap((step) =>
        (step.from as readonly ProjectState[]).includes(from) && step.to !== null ? [step.to] : [],
      );
    const ending = new Set<ProjectState>(PROJECT_STATES.filter((state) => stageOf(state) === 'ENDED'));
    for (let size = 0; size < ending.size;) {
      size = ending.size;
      for (const state of PROJECT_STATES) if (leads(state).some((to) => ending.has(to))) ending.add(state);
    }
    expect([...ending].sort()).toEqual([...PROJECT_STATES].sort());
  });

  it('does not go back in time', () => {
    const project = aProject({ state: 'IN_PROGRESS', lastStepAt: new Date(AT.getTime() + 1) });
    expect(() => project.stop(AT)).toThrow('clock');
  });
});
