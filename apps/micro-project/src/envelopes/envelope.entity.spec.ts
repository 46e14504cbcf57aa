import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { QUOTA_CLASSES } from '@lianxin/contracts';
import { DomainError } from '@lianxin/service-kit';
import fc from 'fast-check';
import { Envelope } from './envelope.entity.js';
import type { EnvelopePlace, QuotaClass } from './envelope.entity.js';
import type { Holding } from './holding.js';

const LIMITS = { LARGER: 30_000_000, SMALL: 20_000_000 };
const VILLAGES = ['361104111001', '361104111200', '361104111201'];
const YEAR = 2026;

const anEnvelope = (place: Omit<EnvelopePlace, 'id'>): Envelope =>
  Envelope.open(
    { id: randomUUID(), ...place },
    { largerFen: LIMITS.LARGER, smallFen: LIMITS.SMALL, maxLargerProjects: 1 },
  );
const envelopes = (): Envelope[] =>
  VILLAGES.map((villageCode, villageId) => anEnvelope({ villageId, villageCode, year: YEAR }));
const refusal = (work: () => unknown): string => {
  try {
    work();
    return 'done';
  } catch (error) {
    return (error as DomainError).code;
  }
};

type Attempt = Readonly<{
  step:
    'reserve' | 'resize' | 'commit' | 'settle' | 'endRetention' | 'release' | 'raise' | 'setLimit' | 'move';
  village: number;
  other: number;
  quotaClass: QuotaClass;
  holding: number;
  amount: number;
  retained: number;
}>;

const attempts = fc.array(
  fc.record<Attempt>({
    step: fc.constantFrom(
      ...([
        'reserve',
        'reserve',
        'resize',
        'commit',
        'settle',
        'endRetention',
        'release',
        'raise',
        'setLimit',
        'move',
      ] as const),
    ),
    village: fc.nat(2),
    other: fc.nat(2),
    quotaClass: fc.constantFrom(...QUOTA_CLASSES),
    holding: fc.nat(20),
    amount: fc.oneof(fc.integer({ min: 1, max: 35_000_000 }), fc.constantFrom(20_000_000, 30_000_000)),
    retained: fc.nat(1_000_000),
  }),
  { minLength: 10, maxLength: 60, size: 'max' },
);

/** What is held by whom, counted anew after every step. */
class Ledger {
  readonly all = envelopes();
  readonly holdings: (readonly [village: number, holding: Holding])[] = [];
  private raised = 0;
  private set = 0;

  try({ step, village, other, quotaClass, holding: index, amount, retained }: Attempt): void {
    const envelope = this.all[village] as Envelope;
    const [of = 0, holding] = this.holdings[index % Math.max(1, this.holdings.length)] ?? [];
    const owner = this.all[of] as Envelope;
    if (step === 'reserve') this.holdings.push([village, envelope.reserve(quotaClass, amount)]);
    if (step === 'move') envelope.moveTo(this.all[other] as Envelope, quotaClass, amount);
    if (step === 'raise') {
      envelope.raise(quotaClass, amount);
      this.raised += amount;
    }
    if (step === 'setLimit') {
      const before = envelope.limitOf(quotaClass);
      envelope.setLimit(quotaClass, amount, LIMITS[quotaClass]);
      this.set += amount - before;
    }
    if (!holding) return;
    if (step === 'resize') owner.resize(holding, amount);
    if (step === 'commit') owner.commit(holding, amount);
    if (step === 'settle') owner.settle(holding, { paidFen: amount, retainedFen: retained });
    if (step === 'endRetention') owner.endRetention(holding);
    if (step === 'release') owner.release(holding);
  }

  get standing(): string {
    return JSON.stringify([this.all, this.holdings]);
  }

  get faults(): string[] {
    return this.all.flatMap((envelope, village) =>
      QUOTA_CLASSES.flatMap((quotaClass) => {
        const held = this.holdings
          .filter(([of, holding]) => of === village && holding.quotaClass === quotaClass)
          .reduce((sum, [, { heldFen }]) => sum + heldFen, 0);
        const claims = {
          'holds what its projects hold': envelope.heldOf(quotaClass) === held,
          'never holds more than there is': held <= envelope.limitOf(quotaClass),
          'never goes below nothing': this.holdings.every(
            ([, { heldFen, retainedFen }]) => heldFen >= retainedFen && retainedFen >= 0,
          ),
        };
        return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [`${claim}: ${quotaClass}`]));
      }),
    );
  }

  /** Of all villages together, whatever was moved between them. */
  get isConserved(): boolean {
    const limits = this.all.flatMap((each) => QUOTA_CLASSES.map((quotaClass) => each.limitOf(quotaClass)));
    const first = VILLAGES.length * (LIMITS.LARGER + LIMITS.SMALL);
    return limits.reduce((sum, limit) => sum + limit, 0) === first + this.raised + this.set;
  }
}

describe('the envelope of a village and year', () => {
  it('is never overspent, whatever is tried in whatever order, and a refused step changes nothing', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(attempts, (all) => {
        const ledger = new Ledger();
        for (const attempt of all) {
          const before = ledger.standing;
          try {
            ledger.try(attempt);
            taken += 1;
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            refused += 1;
            expect(ledger.standing).toBe(before);
          }
          expect(ledger.faults).toEqual([]);
          expect(ledger.isConserved).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
    expect(taken).toBeGreaterThan(1_000);
    expect(refused).toBeGreaterThan(1_000);
  });

  it('has room for one larger project, and for another once that one is given up', () => {
    const [envelope] = envelopes() as [Envelope];
    const larger = envelope.reserve('LARGER', 10_000_000);
    expect(refusal(() => envelope.reserve('LARGER', 1))).toBe('LARGER_PROJECT_TAKEN');
    envelope.release(larger);
    expect(refusal(() => envelope.reserve('LARGER', 30_000_001))).toBe('QUOTA_EXCEEDED');
    expect(envelope.reserve('LARGER', 30_000_000).heldFen).toBe(30_000_000);
  });

  it('keeps more or less for what is asked for anew, as far as there is room, and not for what is spent', () => {
    const [envelope] = envelopes() as [Envelope];
    const holding = envelope.reserve('SMALL', 8_000_000);
    envelope.commit(holding, 8_000_000);
    envelope.reserve('SMALL', 3_000_000);
    expect(refusal(() => envelope.resize(holding, 17_000_001))).toBe('QUOTA_EXCEEDED');
    envelope.resize(holding, 17_000_000);
    expect(holding).toMatchObject({ state: 'COMMITTED', heldFen: 17_000_000 });
    envelope.resize(holding, 8_000_000);
    expect(envelope.heldOf('SMALL')).toBe(11_000_000);
    envelope.settle(holding, { paidFen: 8_000_000, retainedFen: 0 });
    expect(refusal(() => envelope.resize(holding, 1))).toBe('HOLDING_STATE');
  });

  it('keeps retention money until it is over, and frees what was not paid', () => {
    const [envelope] = envelopes() as [Envelope];
    const holding = envelope.reserve('SMALL', 8_500_000);
    envelope.commit(holding, 8_000_000);
    expect(refusal(() => envelope.settle(holding, { paidFen: 7_900_000, retainedFen: 200_000 }))).toBe(
      'FINAL_ACCOUNT_ABOVE_COMMITMENT',
    );
    envelope.settle(holding, { paidFen: 7_000_000, retainedFen: 400_000 });
    expect(envelope.heldOf('SMALL')).toBe(7_400_000);
    envelope.endRetention(holding);
    expect(envelope.heldOf('SMALL')).toBe(7_000_000);
    expect(refusal(() => envelope.release(holding))).toBe('HOLDING_STATE');
  });

  it('moves within its township and year alone', () => {
    const [envelope] = envelopes() as [Envelope];
    const elsewhere = anEnvelope({ villageId: 9, villageCode: '361104100001', year: YEAR });
    const later = anEnvelope({ villageId: 1, villageCode: '361104111200', year: YEAR + 1 });
    for (const other of [elsewhere, later, envelope])
      expect(refusal(() => envelope.moveTo(other, 'SMALL', 1))).toBe('QUOTA_MOVE_REFUSED');
  });

  it('is not cut below what was promised', () => {
    const [envelope] = envelopes() as [Envelope];
    envelope.reserve('SMALL', 15_000_000);
    expect(refusal(() => envelope.setLimit('SMALL', 14_999_999, LIMITS.SMALL))).toBe('QUOTA_BELOW_HOLDINGS');
    envelope.setLimit('SMALL', 15_000_000, LIMITS.SMALL);
    expect(envelope.availableOf('SMALL')).toBe(0);
  });

  it('is set up to what it is entitled to; beyond that it is raised, and then only cut', () => {
    const [envelope] = envelopes() as [Envelope];
    expect(refusal(() => envelope.setLimit('SMALL', LIMITS.SMALL + 1, LIMITS.SMALL))).toBe(
      'QUOTA_ABOVE_ENTITLEMENT',
    );
    envelope.raise('SMALL', 5_000_000);
    expect(refusal(() => envelope.setLimit('SMALL', 25_000_001, LIMITS.SMALL))).toBe(
      'QUOTA_ABOVE_ENTITLEMENT',
    );
    envelope.setLimit('SMALL', 24_000_000, LIMITS.SMALL);
    expect(envelope.limitOf('SMALL')).toBe(24_000_000);
  });

  it('does not grow beyond what a number holds exactly', () => {
    const [one, other] = envelopes() as [Envelope, Envelope];
    one.raise('SMALL', Number.MAX_SAFE_INTEGER - LIMITS.SMALL);
    expect(refusal(() => one.raise('SMALL', 1))).toBe('QUOTA_TOO_LARGE');
    expect(refusal(() => other.moveTo(one, 'SMALL', 1))).toBe('QUOTA_TOO_LARGE');
    expect(other.limitOf('SMALL')).toBe(LIMITS.SMALL);
  });
});
