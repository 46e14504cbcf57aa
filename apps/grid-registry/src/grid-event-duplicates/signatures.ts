import { MinHash } from '@lianxin/personal-data';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { GridEvent } from '../grid-events/entity/grid-event.entity.js';
import { storeSignature } from './signatures.queries.js';

/** HMAC-SHA-256 under the first key, 20 bands of two. It goes into every hash, so that those of two schemes never meet. */
const SCHEME = 1;

export type Matter = Pick<GridEvent, 'areaId' | 'category'>;

/** What is kept of the words of a report, so that others who tell the same are found: keyed hashes, and nothing to read. */
@Injectable()
export class Signatures {
  private readonly minHash: MinHash;

  constructor(secrets: Secrets) {
    this.minHash = new MinHash(secrets.keyFor('duplicate signatures'));
  }

  /** Only what was said in the same village under the same category has any number in common. */
  bandsOf(text: string, { areaId, category }: Matter): string[] {
    return this.minHash.bandsOf(text, `${SCHEME} ${areaId} ${category}`);
  }

  /** Of what is confidential, anonymous, a mediation or kept from somebody no signature exists, so nothing can match it. */
  async store(tx: EntityManager, event: GridEvent, text: string): Promise<void> {
    if (event.confidentiality !== 'OPEN' || event.restrictedTo !== null || event.kind === 'MEDIATION') return;
    const bands = this.bandsOf(text, event);
    if (bands.length > 0) await storeSignature(tx, event, { scheme: SCHEME, bands });
  }
}
