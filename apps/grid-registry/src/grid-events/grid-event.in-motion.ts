import { IllegalTransitionError } from './grid-event.errors.js';
import { GridEventRow } from './grid-event.row.js';
import { TRANSITIONS } from './grid-event.transitions.js';
import type { Transition, TransitionName } from './grid-event.transitions.js';

/** What every step of an event relies on: the table of its life, and who has worked on it. */
export abstract class GridEventInMotion extends GridEventRow {
  /** Whoever handled it, reported it, speaks for who did, or keyed it in for them. */
  isParty(personId: string): boolean {
    return [...this.handlerIds, this.reporterId, this.proxyId, this.keyerId].includes(personId);
  }

  protected move(step: TransitionName): void {
    this.assertMovable(step);
    const transition: Transition = TRANSITIONS[step];
    this.state = transition.to ?? this.state;
  }

  /** @throws IllegalTransitionError */
  protected assertMovable(step: TransitionName): void {
    const transition: Transition = TRANSITIONS[step];
    if (!transition.from.includes(this.state)) {
      throw new IllegalTransitionError(step, this.state, transition.to ?? this.state);
    }
  }

  protected addHandler(handlerId: string): void {
    if (!this.handlerIds.includes(handlerId)) this.handlerIds = [...this.handlerIds, handlerId];
  }

  protected leaveHandler(): void {
    this.departmentId = null;
    this.requestedDueAt = null;
  }
}
