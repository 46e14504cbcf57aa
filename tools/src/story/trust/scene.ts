import { shanghaiDay } from '@lianxin/policy';
import { step } from '../documents.js';
import type { EventAnswer } from '../documents.js';
import type { Person } from '../person.js';
import { dayMs } from '../plot.js';
import { expect } from '../storyteller.js';
import type { Storyteller } from '../storyteller.js';
import { tell } from '../telling.js';
import type { TrustCast } from './trust-cast.js';

/** What the scenes share. */
export interface Stage {
  readonly teller: Storyteller;
  readonly cast: TrustCast;
}

export interface Act {
  readonly mutation: string;
  /** The type of the mutation's input. */
  readonly input: string;
  readonly gridEventId: string;
  readonly arguments?: Record<string, unknown>;
  readonly leadsTo: string;
  readonly text: string;
}

/** Somebody takes one step in an event's life. */
export function act(stage: Pick<Stage, 'teller'>, person: Person, taken: Act): Promise<EventAnswer> {
  const { mutation, gridEventId, leadsTo, text } = taken;
  return tell(stage, person, mutation, async () => {
    const input = { gridEventId, ...taken.arguments };
    const answer = await person.command<EventAnswer>(step(mutation, taken.input), mutation, input);
    expect('the state', answer.state, leadsTo);
    return { text, found: { state: answer.state }, answer };
  });
}

/** Today and the days about it: a story may be told over midnight. */
export const daysAroundNow = (): { from: string; to: string } => ({
  from: shanghaiDay(new Date(Date.now() - dayMs)),
  to: shanghaiDay(new Date(Date.now() + 2 * dayMs)),
});
