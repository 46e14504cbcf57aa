import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { OutsideFile, OutsideFragmentError } from './outside-file.js';
import { isSameRestoration, readRestorations } from './restorations.js';
import type { SealsPlace } from './restorations.js';
import { faultOfSeal } from '../seal-check.js';
import type { SealKeys } from '../seal-keys.js';
import { lineOf, parseSealLine, SEAL_COLUMNS } from '../seal.js';
import type { Restoration, Seal } from '../seal.js';
import { BrokenJournalError, fault } from '../verdict.js';
import type { Fault, FaultKind } from '../verdict.js';

const PAGE_SIZE = 100;
const SEAL_AT = `SELECT ${SEAL_COLUMNS} FROM journal_seal WHERE ordinal = $1`;
const SEALS_AFTER = `SELECT ${SEAL_COLUMNS} FROM journal_seal WHERE ordinal > $1 ORDER BY ordinal LIMIT ${PAGE_SIZE}`;

/** The copy of the seals outside the database, as the sealer keeps it: appended to and never overwritten. */
export class OutsideSeals {
  private readonly logger = new Logger(OutsideSeals.name);
  private readonly file: OutsideFile;

  constructor(
    private readonly place: SealsPlace,
    private readonly keys: SealKeys,
  ) {
    this.file = OutsideFile.ofSeals(place.directory, place.service);
  }

  /**
   * Appends the seals that are missing outside.
   * @throws BrokenJournalError when what stands outside is ahead of the database or differs from it, or a seal of the
   *   database is not one that this service made
   */
  async catchUp(client: ClientBase): Promise<void> {
    let last = await this.lastOutside(client);
    let added = 0;
    for (;;) {
      const { rows } = await client.query<Omit<Seal, 'service'>>(SEALS_AFTER, [last?.ordinal ?? 0]);
      const seals = rows.map((row) => ({ ...row, service: this.place.service }));
      if (seals.length === 0) break;
      for (const seal of seals) {
        const found = faultOfSeal(seal, last, this.keys);
        if (found) throw new BrokenJournalError(found);
        last = seal;
      }
      await this.append(seals);
      added += seals.length;
    }
    if (added > 1) this.logger.warn({ message: 'Seals were missing outside the database', added });
  }

  /**
   * A restoration explains missing entries away, so one that is known to the database alone explains nothing.
   * @throws BrokenJournalError
   */
  async requireConfirmed(restorations: readonly Restoration[]): Promise<void> {
    const found = faultOfRestorations(restorations, await readRestorations(this.place));
    if (found) throw new BrokenJournalError(found);
  }

  private async lastOutside(client: ClientBase): Promise<Seal | null> {
    const { lastLine, fragment } = await this.file.tail();
    const last = lastLine === null ? null : parseSealLine(lastLine);
    if (lastLine !== null && !last) throw broken('OUTSIDE_UNREADABLE', 'The last line outside is no seal.');
    const ordinal = last?.ordinal ?? 0;
    const { rows } = await client.query<Omit<Seal, 'service'>>(SEAL_AT, [ordinal]);
    const stored = rows[0] && { ...rows[0], service: this.place.service };
    if (last && !stored)
      throw broken('OUTSIDE_SEAL_EXTRA', `Seal ${ordinal} stands outside and not in the database.`, last);
    if (stored && lineOf(stored) !== lastLine)
      throw broken('OUTSIDE_SEAL_DIFFERENT', `Seal ${ordinal} outside differs from the database’s.`, last);
    if (fragment.length > 0) await this.requireNext(client, ordinal);
    return last;
  }

  private async requireNext(client: ClientBase, ordinal: number): Promise<void> {
    const { rows } = await client.query(SEAL_AT, [ordinal + 1]);
    if (rows.length === 0)
      throw broken('OUTSIDE_UNREADABLE', 'The file outside ends in a part of a seal nobody knows.');
  }

  private async append(seals: readonly Seal[]): Promise<void> {
    try {
      await this.file.append(seals.map(lineOf));
    } catch (error) {
      if (error instanceof OutsideFragmentError) throw broken('OUTSIDE_UNREADABLE', error.message);
      throw error;
    }
  }
}

/** What the database says of restorations must stand outside it, too, and the other way round. */
export function faultOfRestorations(
  stored: readonly Restoration[],
  outside: readonly Restoration[],
): Fault | null {
  const length = Math.max(stored.length, outside.length);
  for (let index = 0; index < length; index += 1) {
    const lost = stored[index] ?? outside[index];
    if (isSameRestoration(stored[index], outside[index])) continue;
    const what = `Restoration ${index + 1} is not the same in the database and outside it.`;
    return fault('RESTORATION_UNCONFIRMED', what, { position: lost?.fromPosition ?? null });
  }
  return null;
}

const broken = (kind: FaultKind, what: string, seal: Seal | null = null): BrokenJournalError =>
  new BrokenJournalError(fault(kind, what, seal ? { position: seal.fromPosition, seal: seal.ordinal } : {}));
