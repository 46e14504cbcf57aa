import { IllegalTransitionError } from '../errors/grid-event.errors.js';
import { assertKindAllows } from '../grid-event.kind-rules.js';
import { GridEventRow } from './grid-event.row.js';
import { TRANSITIONS } from '../grid-event.transitions.js';
import type { Transition, TransitionName } from '../grid-event.transitions.js';

/** What every step of an event relies on: the table of its life, and who has worked on it. */
export abstract class GridEventInMotion extends GridEventRow {
  /** Whoever handled it or took part in that, under whatever post. */
  isHandler(personId: string): boolean {
    return [...this.handlerIds, ...this.participantIds].includes(personId);
  }

  /** Whoever handled it, reported it, speaks for who did, or keyed it in for them. */
  isParty(personId: string): boolean {
    return this.isHandler(personId) || [this.reporterId, this.proxyId, this.keyerId].includes(personId);
  }

  addParticipant(personId: string): void {
    if (!this.participantIds.includes(personId)) this.participantIds = [...this.participantIds, personId];
  }

  /** The first step that takes it out of waiting answers it; passing it up to the next level does not. */
  noteResponse(at: Date): void {
    if (this.state !== 'REPORTED') this.respondedAt ??= at;
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
    assertKindAllows(step, this);
  }

  protected addHandler(handlerId: string): void {
    if (!this.handlerIds.includes(handlerId)) this.handlerIds = [...this.handlerIds, handlerId];
  }

  protected leaveHandler(): void {
    this.departmentId = null;
    this.requestedDueAt = null;
  }
}
