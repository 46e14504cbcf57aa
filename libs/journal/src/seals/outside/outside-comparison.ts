import { setTimeout as sleep } from 'node:timers/promises';
import { OutsideFile } from './outside-file.js';
import type { OutsideLine } from './outside-file.js';
import type { SealsPlace } from './restorations.js';
import { lineOf, parseSealLine } from '../seal.js';
import type { Seal } from '../seal.js';
import { fault } from '../verdict.js';
import type { Faults } from '../verdict.js';

/** A seal is committed before it is appended outside: for so long it may still be on its way. */
const GRACE_MS = 3_000;
const GRACE_POLL_MS = 100;
const MAX_PENDING = 1_000;

/** Compares the database's seals, in their order, with the lines outside, while the sealer may add to both. */
export class OutsideComparison {
  private readonly lines: AsyncGenerator<OutsideLine>;
  private ahead: OutsideLine | null | undefined;
  private lastLine: string | null = null;
  private consumedTo = 0;
  private pending: Seal[] = [];

  private constructor(
    private readonly file: OutsideFile,
    /** What stood outside before the database's snapshot was taken must be in the snapshot. */
    private readonly sizeBefore: number,
    private readonly faults: Faults,
  ) {
    this.lines = file.lines();
  }

  /** To be opened before the snapshot of the database is taken. */
  static async open({ directory, service }: SealsPlace, faults: Faults): Promise<OutsideComparison> {
    const file = OutsideFile.ofSeals(directory, service);
    return new OutsideComparison(file, await file.size(), faults);
  }

  async compare(seal: Seal): Promise<void> {
    const expected = lineOf(seal);
    for (let next = await this.peek(); ; next = await this.peek()) {
      if (!next) return this.postpone(seal);
      const ordinal = next.line === expected ? seal.ordinal : parseSealLine(next.line)?.ordinal;
      if (ordinal !== undefined && ordinal > seal.ordinal) return this.reportMissing(seal);
      this.consume(next);
      if (next.line === expected) return;
      if (ordinal === undefined || ordinal === seal.ordinal) return this.reportDifferent(seal, ordinal);
      this.reportExtra(next.line);
    }
  }

  /** @param lastUsed the highest position that the database knows of */
  async end(lastUsed: number): Promise<void> {
    await this.awaitPending();
    const [first] = this.pending;
    if (first) this.reportMissing(first);
    for (let next = await this.peek(); next && next.endsAt <= this.sizeBefore; next = await this.peek()) {
      this.consume(next);
      this.reportExtra(next.line, lastUsed);
    }
    const { fragment } = await this.file.tail();
    if (fragment.length > 0 && (await this.file.size()) <= this.sizeBefore)
      this.faults.add(fault('OUTSIDE_UNREADABLE', 'The file of the seals ends in the middle of a line.'));
  }

  private async awaitPending(): Promise<void> {
    for (const until = Date.now() + GRACE_MS; this.pending.length > 0; await sleep(GRACE_POLL_MS)) {
      for await (const { line, endsAt } of this.file.lines(this.consumedTo)) {
        const [first] = this.pending;
        if (!first || line !== lineOf(first)) break;
        this.pending.shift();
        this.consumedTo = endsAt;
      }
      if (Date.now() >= until) return;
    }
  }

  /** The next line that is not a repetition of the last: two sealers that overlap write the same line. */
  private async peek(): Promise<OutsideLine | null> {
    while (this.ahead === undefined) {
      const next = await this.lines.next();
      if (next.done) this.ahead = null;
      else if (next.value.line !== this.lastLine) this.ahead = next.value;
    }
    return this.ahead;
  }

  private consume(line: OutsideLine): void {
    this.lastLine = line.line;
    this.consumedTo = line.endsAt;
    this.ahead = undefined;
  }

  private postpone(seal: Seal): void {
    if (this.pending.length < MAX_PENDING) this.pending.push(seal);
  }

  private reportMissing(seal: Seal): void {
    const what = `Seal ${seal.ordinal} is missing in the copy outside the database.`;
    this.faults.add(fault('OUTSIDE_SEAL_MISSING', what, knownOf(seal)));
  }

  private reportDifferent(seal: Seal, ordinal: number | undefined): void {
    if (ordinal === undefined) {
      const what = `The line of seal ${seal.ordinal} outside the database is no seal.`;
      return this.faults.add(fault('OUTSIDE_UNREADABLE', what, knownOf(seal)));
    }
    const what = `Seal ${seal.ordinal} is another one outside the database.`;
    this.faults.add(fault('OUTSIDE_SEAL_DIFFERENT', what, knownOf(seal)));
  }

  private reportExtra(line: string, lastUsed = Infinity): void {
    const seal = parseSealLine(line);
    if (!seal) return this.faults.add(fault('OUTSIDE_UNREADABLE', 'A line outside the database is no seal.'));
    const what = `Seal ${seal.ordinal} stands outside and not in the database, or not in its place.`;
    this.faults.add(fault('OUTSIDE_SEAL_EXTRA', what, knownOf(seal)));
    if (seal.toPosition <= lastUsed) return;
    const lost = `Positions ${lastUsed + 1} to ${seal.toPosition} were sealed and are gone.`;
    this.faults.add(fault('TAIL_MISSING', lost, { position: lastUsed + 1, seal: seal.ordinal }));
  }
}

const knownOf = ({ fromPosition, ordinal }: Seal): { position: number; seal: number } => ({
  position: fromPosition,
  seal: ordinal,
});
