import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SEAL_COLUMNS } from '../../seals/seal.js';
import type { Seal } from '../../seals/seal.js';

/** A seal as operators see it; what it was computed from is for `verify`. */
export type SealView = Omit<Seal, 'fingerprints' | 'service' | 'restorationCount' | 'previousHash'>;

/** The signed seals over the journal (封存), newest first. */
@Injectable()
export class SealsService {
  /** @param before the ordinal of the last one already seen */
  async findSeals(tx: EntityManager, page: { count: number; before: number | null }): Promise<SealView[]> {
    const rows = await tx.query<Seal[]>(
      `SELECT ${SEAL_COLUMNS} FROM journal_seal WHERE $1::bigint IS NULL OR ordinal < $1 ORDER BY ordinal DESC LIMIT $2`,
      [page.before, page.count],
    );
    return rows.map(
      ({ fingerprints: _fingerprints, previousHash: _previous, restorationCount: _count, ...seal }) => seal,
    );
  }
}
