import { FinalAccountAboveCommitmentError, HoldingStateError } from './envelope.errors.js';
import type { QuotaClass } from './envelope.entity.js';

/** Where the money of a project stands: kept free for it, promised by a decision, accounted for, or given back. */
export const HOLDING_STATES = ['RESERVED', 'COMMITTED', 'SETTLED', 'RELEASED'] as const;
export type HoldingState = (typeof HOLDING_STATES)[number];

export interface HoldingStanding {
  readonly quotaClass: QuotaClass;
  readonly heldFen: number;
  readonly retainedFen: number;
  readonly state: HoldingState;
}

/** What one project holds of an envelope. What changes the sum held goes through the envelope, which knows whether there is enough. */
export class Holding {
  readonly quotaClass: QuotaClass;
  state: HoldingState;
  /** What the envelope cannot give to others, in fen. */
  heldFen: number;
  /** Of that, what stands back until the warranty is over (质保金). */
  retainedFen: number;

  constructor({ quotaClass, heldFen, retainedFen, state }: HoldingStanding) {
    this.quotaClass = quotaClass;
    this.heldFen = heldFen;
    this.retainedFen = retainedFen;
    this.state = state;
  }

  get isLive(): boolean {
    return this.state !== 'RELEASED';
  }

  /** @throws HoldingStateError */
  resize(amountFen: number): void {
    this.assertIn('be resized', 'RESERVED', 'COMMITTED');
    this.heldFen = amountFen;
  }

  /** @throws HoldingStateError */
  commit(amountFen: number): void {
    this.assertIn('commit', 'RESERVED', 'COMMITTED');
    this.state = 'COMMITTED';
    this.heldFen = amountFen;
  }

  /** @throws HoldingStateError, FinalAccountAboveCommitmentError */
  settle(paidFen: number, retainedFen: number): void {
    this.assertIn('settle', 'COMMITTED');
    if (paidFen + retainedFen > this.heldFen) throw new FinalAccountAboveCommitmentError(this.heldFen);
    this.state = 'SETTLED';
    this.heldFen = paidFen + retainedFen;
    this.retainedFen = retainedFen;
  }

  /** What still stands back and was not paid is free again. @throws HoldingStateError */
  endRetention(): void {
    this.assertIn('end its retention', 'SETTLED');
    this.heldFen -= this.retainedFen;
    this.retainedFen = 0;
  }

  /** @throws HoldingStateError for what is accounted for: that was spent */
  release(): void {
    this.assertIn('be released', 'RESERVED', 'COMMITTED');
    this.state = 'RELEASED';
    this.heldFen = 0;
  }

  private assertIn(step: string, ...states: HoldingState[]): void {
    if (!states.includes(this.state)) throw new HoldingStateError(step, this.state);
  }
}
