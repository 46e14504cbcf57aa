import {
  LargerProjectTakenError,
  QuotaBelowHoldingsError,
  QuotaExceededError,
  QuotaMoveError,
} from './envelope.errors.js';
import { Holding } from './holding.js';

/** S0-04, S0-05: "1" and "N". */
export const QUOTA_CLASSES = ['LARGER', 'SMALL'] as const;
export type QuotaClass = (typeof QUOTA_CLASSES)[number];

/** Where and when a quota is for: a project spends the year in which it was decided. */
export interface EnvelopePlace {
  readonly villageCode: string;
  readonly year: number;
}

interface Part {
  /** What may be held of it, in fen; moved and raised by decisions. */
  limitFen: number;
  heldFen: number;
}

const TOWNSHIP_CODE_LENGTH = 9;

/** What a village may spend on small public works in a year (1+N 额度): reserved, committed, settled, and never more than there is. */
export class Envelope {
  private readonly parts: Readonly<Record<QuotaClass, Part>>;
  private largerProjects = 0;

  constructor(
    readonly place: EnvelopePlace,
    limits: Readonly<Record<QuotaClass, number>>,
    /** How many larger projects there may be. */
    private readonly maxLargerProjects: number,
  ) {
    const part = (limitFen: number): Part => ({ limitFen, heldFen: 0 });
    this.parts = { LARGER: part(limits.LARGER), SMALL: part(limits.SMALL) };
  }

  limitOf(quotaClass: QuotaClass): number {
    return this.parts[quotaClass].limitFen;
  }

  heldOf(quotaClass: QuotaClass): number {
    return this.parts[quotaClass].heldFen;
  }

  availableOf(quotaClass: QuotaClass): number {
    const { limitFen, heldFen } = this.parts[quotaClass];
    return limitFen - heldFen;
  }

  /** @throws QuotaExceededError, LargerProjectTakenError */
  reserve(projectId: string, quotaClass: QuotaClass, amountFen: number): Holding {
    if (quotaClass === 'LARGER' && this.largerProjects >= this.maxLargerProjects)
      throw new LargerProjectTakenError(this.maxLargerProjects);
    this.assertAvailable(quotaClass, amountFen);
    this.parts[quotaClass].heldFen += amountFen;
    if (quotaClass === 'LARGER') this.largerProjects += 1;
    return new Holding(projectId, quotaClass, amountFen);
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

  /** @throws HoldingStateError, FinalAccountAboveCommitmentError */
  endRetention(holding: Holding, paidFen: number): void {
    this.changing(holding, () => holding.endRetention(paidFen));
  }

  /** @throws HoldingStateError */
  release(holding: Holding): void {
    this.changing(holding, () => holding.release());
    if (holding.quotaClass === 'LARGER') this.largerProjects -= 1;
  }

  /** An exception in principle, by a decision of the township's committee. */
  raise(quotaClass: QuotaClass, byFen: number): void {
    this.parts[quotaClass].limitFen += byFen;
  }

  /** @throws QuotaBelowHoldingsError */
  setLimit(quotaClass: QuotaClass, limitFen: number): void {
    const { heldFen } = this.parts[quotaClass];
    if (limitFen < heldFen) throw new QuotaBelowHoldingsError(quotaClass, heldFen);
    this.parts[quotaClass].limitFen = limitFen;
  }

  /** S0-06: the township's total stays what it is. @throws QuotaMoveError, QuotaExceededError */
  moveTo(other: Envelope, quotaClass: QuotaClass, amountFen: number): void {
    if (!this.mayMoveTo(other)) throw new QuotaMoveError();
    this.assertAvailable(quotaClass, amountFen);
    this.parts[quotaClass].limitFen -= amountFen;
    other.parts[quotaClass].limitFen += amountFen;
  }

  private mayMoveTo({ place }: Envelope): boolean {
    const townshipOf = (code: string): string => code.slice(0, TOWNSHIP_CODE_LENGTH);
    const isNeighbour = townshipOf(place.villageCode) === townshipOf(this.place.villageCode);
    return isNeighbour && place.year === this.place.year && place.villageCode !== this.place.villageCode;
  }

  private assertAvailable(quotaClass: QuotaClass, amountFen: number): void {
    const availableFen = this.availableOf(quotaClass);
    if (amountFen > availableFen) throw new QuotaExceededError(quotaClass, availableFen);
  }

  private changing(holding: Holding, change: () => void): void {
    const before = holding.heldFen;
    change();
    this.parts[holding.quotaClass].heldFen += holding.heldFen - before;
  }
}
