import type { QUOTA_CLASSES } from '@lianxin/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  LargerProjectTakenError,
  QuotaAboveEntitlementError,
  QuotaBelowHoldingsError,
  QuotaExceededError,
  QuotaMoveError,
  QuotaTooLargeError,
} from './envelope.errors.js';
import { Holding } from './holding.js';

export type QuotaClass = (typeof QUOTA_CLASSES)[number];

/** Where and when a quota is for: a project spends the year in which it was decided. */
export interface EnvelopePlace {
  readonly id: string;
  readonly villageId: number;
  readonly villageCode: string;
  readonly year: number;
}

export interface QuotaLimits {
  readonly largerFen: number;
  readonly smallFen: number;
  /** How many larger projects there may be. */
  readonly maxLargerProjects: number;
}

const LIMIT = { LARGER: 'largerLimitFen', SMALL: 'smallLimitFen' } as const;
const HELD = { LARGER: 'largerHeldFen', SMALL: 'smallHeldFen' } as const;
const TOWNSHIP_CODE_LENGTH = 9;

/** What a village may spend on small public works in a year (1+N 额度): reserved, committed, settled, and never more than there is. */
@Entity('envelope')
export class Envelope {
  @PrimaryColumn('uuid')
  readonly id: string;

  @Column('integer')
  readonly villageId: number;

  @Column('text')
  readonly villageCode: string;

  @Column('integer')
  readonly year: number;

  /** What may be held of each part, in fen; moved and raised by decisions. */
  @Column('bigint')
  largerLimitFen: number;

  @Column('bigint')
  smallLimitFen: number;

  @Column('bigint')
  largerHeldFen: number;

  @Column('bigint')
  smallHeldFen: number;

  @Column('integer')
  largerProjects: number;

  @Column('integer')
  maxLargerProjects: number;

  static open(place: EnvelopePlace, { largerFen, smallFen, maxLargerProjects }: QuotaLimits): Envelope {
    return Object.assign(new Envelope(), place, {
      largerLimitFen: largerFen,
      smallLimitFen: smallFen,
      ...{ largerHeldFen: 0, smallHeldFen: 0, largerProjects: 0, maxLargerProjects },
    });
  }

  limitOf(quotaClass: QuotaClass): number {
    return this[LIMIT[quotaClass]];
  }

  heldOf(quotaClass: QuotaClass): number {
    return this[HELD[quotaClass]];
  }

  availableOf(quotaClass: QuotaClass): number {
    return this.limitOf(quotaClass) - this.heldOf(quotaClass);
  }

  /** @throws QuotaExceededError, LargerProjectTakenError */
  reserve(quotaClass: QuotaClass, amountFen: number): Holding {
    if (quotaClass === 'LARGER' && this.largerProjects >= this.maxLargerProjects)
      throw new LargerProjectTakenError(this.maxLargerProjects);
    this.assertAvailable(quotaClass, amountFen);
    this[HELD[quotaClass]] += amountFen;
    if (quotaClass === 'LARGER') this.largerProjects += 1;
    return new Holding({ quotaClass, heldFen: amountFen, retainedFen: 0, state: 'RESERVED' });
  }

  /** What is kept for it grows or shrinks with what is asked for; nothing of it is promised by that. @throws QuotaExceededError, HoldingStateError */
  resize(holding: Holding, amountFen: number): void {
    this.assertAvailable(holding.quotaClass, amountFen - holding.heldFen);
    this.changing(holding, () => holding.resize(amountFen));
  }

  /** What a decision promises, which may be more or less than was reserved. @throws QuotaExceededError, HoldingStateError */
  commit(holding: Holding, amountFen: number): void {
    this.assertAvailable(holding.quotaClass, amountFen - holding.heldFen);
    this.changing(holding, () => holding.commit(amountFen));
  }

  /** @throws HoldingStateError, FinalAccountAboveCommitmentError */
  settle(holding: Holding, { paidFen, retainedFen }: { paidFen: number; retainedFen: number }): void {
    this.changing(holding, () => holding.settle(paidFen, retainedFen));
  }

  /** @throws HoldingStateError */
  endRetention(holding: Holding): void {
    this.changing(holding, () => holding.endRetention());
  }

  /** @throws HoldingStateError */
  release(holding: Holding): void {
    this.changing(holding, () => holding.release());
    if (holding.quotaClass === 'LARGER') this.largerProjects -= 1;
  }

  /** S0-04, S0-05: an exception in principle, by a decision of the township's committee. @throws QuotaTooLargeError */
  raise(quotaClass: QuotaClass, byFen: number): void {
    this.grow(quotaClass, byFen);
  }

  /**
   * @param entitledFen what it has without an exception; beyond it a limit is cut, never set
   * @throws QuotaBelowHoldingsError, QuotaAboveEntitlementError
   */
  setLimit(quotaClass: QuotaClass, limitFen: number, entitledFen: number): void {
    const heldFen = this.heldOf(quotaClass);
    if (limitFen < heldFen) throw new QuotaBelowHoldingsError(quotaClass, heldFen);
    if (limitFen > Math.max(entitledFen, this.limitOf(quotaClass)))
      throw new QuotaAboveEntitlementError(quotaClass, entitledFen);
    this[LIMIT[quotaClass]] = limitFen;
  }

  /** S0-06: the township's total stays what it is. @throws QuotaMoveError, QuotaExceededError, QuotaTooLargeError */
  moveTo(other: Envelope, quotaClass: QuotaClass, amountFen: number): void {
    if (!this.mayMoveTo(other)) throw new QuotaMoveError();
    this.assertAvailable(quotaClass, amountFen);
    other.grow(quotaClass, amountFen);
    this[LIMIT[quotaClass]] -= amountFen;
  }

  private grow(quotaClass: QuotaClass, byFen: number): void {
    const limitFen = this.limitOf(quotaClass) + byFen;
    if (!Number.isSafeInteger(limitFen)) throw new QuotaTooLargeError(quotaClass);
    this[LIMIT[quotaClass]] = limitFen;
  }

  private mayMoveTo({ villageCode, year }: Envelope): boolean {
    const townshipOf = (code: string): string => code.slice(0, TOWNSHIP_CODE_LENGTH);
    const isNeighbour = townshipOf(villageCode) === townshipOf(this.villageCode);
    return isNeighbour && year === this.year && villageCode !== this.villageCode;
  }

  private assertAvailable(quotaClass: QuotaClass, amountFen: number): void {
    const availableFen = this.availableOf(quotaClass);
    if (amountFen > availableFen) throw new QuotaExceededError(quotaClass, availableFen);
  }

  private changing(holding: Holding, change: () => void): void {
    const before = holding.heldFen;
    change();
    this[HELD[holding.quotaClass]] += holding.heldFen - before;
  }
}
