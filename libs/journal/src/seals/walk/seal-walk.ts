import type { ClientBase } from 'pg';
import type { Placed } from './journal-walk.js';
import type { OutsideComparison } from '../outside/outside-comparison.js';
import { faultOfSeal } from '../seal-check.js';
import type { SealKeys } from '../seal-keys.js';
import { beginningAfter, isTorn } from '../seal-range.js';
import { firstDifference, SEAL_COLUMNS, SealDigest } from '../seal.js';
import type { Restoration, Seal } from '../seal.js';
import { fault } from '../verdict.js';
import type { Fault, Faults } from '../verdict.js';

const PAGE_SIZE = 100;
const SEALS_AFTER = `SELECT ${SEAL_COLUMNS} FROM journal_seal WHERE ordinal > $1 ORDER BY ordinal LIMIT ${PAGE_SIZE}`;

export interface SealWalkOptions {
  readonly client: ClientBase;
  readonly service: string;
  readonly keys: SealKeys;
  readonly restorations: readonly Restoration[];
  readonly outside: OutsideComparison;
  readonly faults: Faults;
}

/** Goes through the seals beside the entries, both in order of position. */
export class SealWalk {
  sealCount = 0;
  /** Up to here each seal holds. */
  sealedPosition = 0;
  private readonly seals: AsyncGenerator<Seal>;
  private last: Seal | null = null;
  private current: Seal | null | undefined;
  private digest: SealDigest;
  private taken: Omit<Placed, 'entry'>[] = [];
  private hasFault = false;

  constructor(private readonly options: SealWalkOptions) {
    this.seals = readSeals(options.client, options.service);
  }

  async take(placed: Placed): Promise<void> {
    const seal = await this.sealAt(placed.position);
    if (!seal || placed.position < seal.fromPosition || !placed.entry) return;
    this.digest.add(placed.position, placed.entry.hash);
    this.taken.push({ position: placed.position, entryId: placed.entryId });
  }

  /** Ends the walk after the last entry. */
  async end(): Promise<void> {
    await this.sealAt(Infinity);
  }

  private async sealAt(position: number): Promise<Seal | null> {
    if (this.current === undefined) await this.advance();
    while (this.current && position > this.current.toPosition) {
      this.finish(this.current);
      await this.advance();
    }
    return this.current ?? null;
  }

  /** To the next seal whose entries are all still there. */
  private async advance(): Promise<void> {
    for (;;) {
      const next = await this.seals.next();
      this.current = next.done ? null : next.value;
      if (next.done) return;
      const seal = next.value;
      await this.check(seal);
      this.last = seal;
      this.sealCount += 1;
      if (!isTorn(seal, this.options.restorations)) break;
    }
    this.digest = new SealDigest(this.options.restorations.slice(0, this.last?.restorationCount));
    this.taken = [];
  }

  private async check(seal: Seal): Promise<void> {
    const found = faultOfSeal(seal, this.last, this.options.keys);
    this.report(found);
    if (found?.kind !== 'SEAL_MISSING') this.report(await this.faultOfRange(seal));
    await this.options.outside.compare(seal);
  }

  private async faultOfRange(seal: Seal): Promise<Fault | null> {
    const { client, restorations } = this.options;
    const { restorationCount, fromPosition, toPosition } = seal;
    const known = { position: fromPosition, seal: seal.ordinal };
    if (restorationCount < (this.last?.restorationCount ?? 0) || restorationCount > restorations.length)
      return fault('SEAL_RANGE_WRONG', 'It knows of other restorations than there are.', known);
    const expected = await beginningAfter(client, this.last, restorations.slice(0, restorationCount));
    if (fromPosition !== expected || toPosition < fromPosition)
      return fault('SEAL_RANGE_WRONG', `It should begin at position ${expected}.`, known);
    const later = restorations.slice(restorationCount).find((lost) => lost.toPosition < toPosition);
    if (later)
      return fault(
        'SEAL_RANGE_WRONG',
        `It reaches beyond restoration ${later.id}, which came after it.`,
        known,
      );
    return null;
  }

  private finish(seal: Seal): void {
    const { entryCount, fingerprints } = this.digest;
    const isSame = this.digest.digest() === seal.digest && entryCount === seal.entryCount;
    if (!isSame) this.report(this.differenceOf(seal, fingerprints));
    if (!this.hasFault) this.sealedPosition = seal.toPosition;
  }

  private differenceOf(seal: Seal, fingerprints: string): Fault {
    const index = firstDifference(seal.fingerprints, fingerprints);
    const hasEveryPosition = seal.entryCount === seal.toPosition - seal.fromPosition + 1;
    const position =
      index === null
        ? seal.fromPosition
        : hasEveryPosition
          ? seal.fromPosition + index
          : (this.taken[index]?.position ?? seal.toPosition);
    const entryId = this.taken.find((taken) => taken.position === position)?.entryId ?? null;
    const what = `The entries of positions ${seal.fromPosition} to ${seal.toPosition} are not those that were sealed.`;
    return fault('SEALED_ENTRY_DIFFERENT', what, { position, entryId, seal: seal.ordinal });
  }

  private report(found: Fault | null): void {
    if (!found) return;
    this.hasFault = true;
    this.options.faults.add(found);
  }
}

async function* readSeals(client: ClientBase, service: string): AsyncGenerator<Seal> {
  for (let after = 0; ;) {
    const { rows } = await client.query<Omit<Seal, 'service'>>(SEALS_AFTER, [after]);
    for (const row of rows) yield { ...row, service };
    if (rows.length < PAGE_SIZE) return;
    after = rows.at(-1)?.ordinal ?? after;
  }
}
