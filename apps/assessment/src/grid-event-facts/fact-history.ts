import type { Village } from '../villages/counted-villages.js';
import { advance, isSameStanding } from './grid-event-fact.js';
import type { Standing, Step } from './grid-event-fact.js';

/** A step with the event and the place it belongs to. */
export interface StepOfEvent extends Step {
  readonly gridEventId: string;
  /** 1, 2, 3 … within the event. */
  readonly sequence: number;
  /** The village's code when the step was published. */
  readonly villageCode: string;
}

/** An event's standing of today and since when it is so. */
export interface CurrentFact {
  readonly village: Village;
  readonly validFrom: Date;
  readonly standing: Standing;
}

/** A standing from one instant to the next; without an end, that of today. */
export interface Fact extends CurrentFact {
  readonly gridEventId: string;
  readonly sequence: number;
  readonly validUntil: Date | null;
}

/** The standings that an event's steps, in their order, lead to; none when all count as what was before. */
export function factsAfter(
  before: CurrentFact | null,
  village: Village,
  steps: readonly StepOfEvent[],
): readonly Fact[] {
  const facts: Fact[] = [];
  let current = before;
  for (const step of steps) {
    const standing = advance(current?.standing ?? null, step);
    if (current && isSameStanding(current.standing, standing)) continue;
    const validFrom = current && current.validFrom > step.at ? current.validFrom : step.at;
    const ended = facts.pop();
    if (ended) facts.push({ ...ended, validUntil: validFrom });
    const { gridEventId, sequence } = step;
    facts.push({ gridEventId, sequence, village, validFrom, validUntil: null, standing });
    current = { village, validFrom, standing };
  }
  return facts;
}

type StepsOfOne = [first: StepOfEvent, ...others: StepOfEvent[]];

/** Steps of the same event, in the order of their coming. */
export function stepsByEvent(steps: readonly StepOfEvent[]): ReadonlyMap<string, StepsOfOne> {
  const byEvent = new Map<string, StepsOfOne>();
  for (const step of steps) {
    const ofEvent = byEvent.get(step.gridEventId);
    if (ofEvent) ofEvent.push(step);
    else byEvent.set(step.gridEventId, [step]);
  }
  return byEvent;
}
