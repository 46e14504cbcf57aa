import { MinHash } from '@lianxin/personal-data';
import { Secrets } from '@lianxin/service-kit';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Need } from '../needs/need.entity.js';
import { storeSignature } from './need-signatures.queries.js';

/** HMAC-SHA-256 under the first key, 20 bands of two. It goes into every hash, so that those of two schemes never meet. */
const SCHEME = 1;

export type NeedMatter = Pick<Need, 'villageId' | 'kind'>;

/** What is kept of the words of a need, so that others who ask for the same are found: keyed hashes, and nothing to read. */
@Injectable()
export class NeedSignatures {
  private readonly minHash: MinHash;

  constructor(secrets: Secrets) {
    this.minHash = new MinHash(secrets.keyFor('need signatures'));
  }

  /** Only what was asked for in the same village under the same kind has any number in common. */
  bandsOf(text: string, { villageId, kind }: NeedMatter): string[] {
    return this.minHash.bandsOf(text, `${SCHEME} ${villageId} ${kind}`);
  }

  /** Of what is confidential or anonymous no signature exists, so nothing can match it. */
  async store(tx: EntityManager, need: Need, text: string): Promise<void> {
    if (need.confidentiality !== 'OPEN') return;
    const bands = this.bandsOf(text, need);
    if (bands.length > 0) await storeSignature(tx, need, { scheme: SCHEME, bands });
  }
}
