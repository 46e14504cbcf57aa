import { Holding } from '../../envelopes/holding.js';
import { ClockBehindError, IllegalTransitionError } from '../errors/project.errors.js';
import { TRANSITIONS } from '../project.transitions.js';
import type { ProjectState, TransitionName } from '../project.transitions.js';
import { ProjectRow } from './project.row.js';

/** A project moves by its table of transitions alone, and forward in time. */
export abstract class ProjectInMotion extends ProjectRow {
  /** Its part of an envelope. @throws Error when it has none, which no step that needs one allows */
  get holding(): Holding {
    if (this.holdingState === null) throw new Error(`Project ${this.id} holds nothing.`);
    const { quotaClass, heldFen, retainedFen, holdingState: state } = this;
    return new Holding({ quotaClass, heldFen, retainedFen, state });
  }

  /** Whether an envelope keeps money for it. */
  get holdsMoney(): boolean {
    return this.holdingState !== null && this.holdingState !== 'RELEASED';
  }

  keep({ state, heldFen, retainedFen }: Holding): void {
    this.holdingState = state;
    this.heldFen = heldFen;
    this.retainedFen = retainedFen;
  }

  /** @throws IllegalTransitionError, ClockBehindError */
  protected move(step: TransitionName, at: Date): void {
    const { from, to } = TRANSITIONS[step];
    if (!(from as readonly ProjectState[]).includes(this.state))
      throw new IllegalTransitionError(step, this.state);
    if (at < this.lastStepAt) throw new ClockBehindError(this.lastStepAt);
    this.state = to ?? this.state;
    this.lastStepAt = at;
  }
}
