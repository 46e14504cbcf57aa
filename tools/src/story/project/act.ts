import { randomUUID } from 'node:crypto';
import type { Person } from '../person.js';
import { expect } from '../storyteller.js';
import { tell } from '../telling.js';
import { projectStep } from './documents.js';
import type { ProjectAnswer } from './documents.js';
import type { Stage } from './stage.js';

export interface Act {
  readonly mutation: string;
  /** The type of the mutation's input. */
  readonly input: string;
  readonly arguments?: Record<string, unknown>;
  readonly leadsTo: string;
  readonly text: string;
}

export interface RefusedAct extends Omit<Act, 'leadsTo'> {
  readonly code: string;
}

/** Somebody takes one step in the project's life. */
export function act(stage: Stage, person: Person, taken: Act): Promise<ProjectAnswer> {
  const { mutation, leadsTo, text } = taken;
  return tell(stage, person, mutation, async () => {
    const input = { projectId: stage.projectId, ...taken.arguments };
    const answer = await person.command<ProjectAnswer>(projectStep(mutation, taken.input), mutation, input);
    expect('the state', answer.state, leadsTo);
    return { text, found: { state: answer.state }, answer };
  });
}

/** Somebody tries a step that must not be taken. */
export function tryInVain(stage: Stage, person: Person, tried: RefusedAct): Promise<void> {
  const { mutation, text } = tried;
  return stage.teller.step(person.account, mutation, async () => {
    const input = { requestId: randomUUID(), projectId: stage.projectId, ...tried.arguments };
    const code = await person.refusalOf(projectStep(mutation, tried.input), { input });
    expect('the refusal', code, tried.code);
    return { text: `${text}: ${code}`, found: { code } };
  });
}
