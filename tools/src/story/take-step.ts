import { step } from './documents.js';
import type { EventAnswer } from './documents.js';
import type { Person } from './person.js';
import type { Plot } from './plot.js';
import { expect, StoryError } from './storyteller.js';

export interface EventStep {
  mutation: string;
  /** The type of the mutation's input. */
  input: string;
  arguments?: Record<string, unknown>;
  leadsTo: string;
  /** What the department's subscription must show before the story goes on; it sees an event from its dispatch. */
  seenAs?: string;
  text: string;
}

/** Somebody takes one step in the event's life; the department sees it live. */
export async function takeStep(plot: Plot, person: Person, taken: EventStep): Promise<EventAnswer> {
  let changed: EventAnswer | undefined;
  await plot.teller.step(person.account, taken.mutation, async () => {
    const input = { gridEventId: plot.eventId, ...taken.arguments };
    changed = await person.command<EventAnswer>(step(taken.mutation, taken.input), taken.mutation, input);
    const answeredAt = performance.now();
    expect('the state', changed.state, taken.leadsTo);
    if (!taken.seenAs) return { text: taken.text, found: { state: changed.state } };
    const change = await plot.live?.arrivalOf(plot.eventId, taken.seenAs);
    if (!change) throw new StoryError('expected a subscription, got none');
    const seenAfterMs = Math.round(performance.now() - answeredAt);
    return {
      text: `${taken.text}; the department sees it live (${seenAfterMs} ms)`,
      found: { state: changed.state, transition: change.transition, seenAfterMs },
    };
  });
  if (!changed) throw new StoryError(`${taken.mutation} answered nothing`);
  return changed;
}
