import { shanghaiDay } from '@lianxin/policy';
import { step } from '../documents.js';
import type { EventAnswer } from '../documents.js';
import type { Person } from '../person.js';
import { dayMs } from '../plot.js';
import { expect, StoryError } from '../storyteller.js';
import type { Storyteller, Told } from '../storyteller.js';
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

/** Somebody does something that the story needs the answer of. */
export async function tell<T>(
  { teller }: Stage,
  person: Person,
  action: string,
  work: () => Promise<Told & { answer: T }>,
): Promise<T> {
  let answer: { value: T } | undefined;
  await teller.step(person.account, action, async () => {
    const { answer: value, ...told } = await work();
    answer = { value };
    return told;
  });
  if (!answer) throw new StoryError(`${action} answered nothing`);
  return answer.value;
}

/** Somebody takes one step in an event's life. */
export function act(stage: Stage, person: Person, taken: Act): Promise<EventAnswer> {
  const { mutation, gridEventId, leadsTo, text } = taken;
  return tell(stage, person, mutation, async () => {
    const input = { gridEventId, ...taken.arguments };
    const answer = await person.command<EventAnswer>(step(mutation, taken.input), mutation, input);
    expect('the state', answer.state, leadsTo);
    return { text, found: { state: answer.state }, answer };
  });
}

/** Asks again until it is so. @throws StoryError saying what did not come in time */
export async function until<T>(
  what: string,
  limitMs: number,
  look: () => Promise<T | null | undefined> | T | null | undefined,
): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > deadline) throw new StoryError(`expected ${what} within ${limitMs / 1_000} s`);
    await new Promise((resume) => setTimeout(resume, lookEveryMs));
  }
}

const lookEveryMs = 500;

/** Today and the days about it: a story may be told over midnight. */
export const daysAroundNow = (): { from: string; to: string } => ({
  from: shanghaiDay(new Date(Date.now() - dayMs)),
  to: shanghaiDay(new Date(Date.now() + 2 * dayMs)),
});
