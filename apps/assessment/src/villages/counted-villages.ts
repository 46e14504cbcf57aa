import { NotYetKnownError } from '@lianxin/journal';
import { AreaReplica, AreaSubtrees, levelOf } from '@lianxin/replicas';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

export interface Village {
  readonly id: number;
  readonly code: string;
}

/** The villages for which anything is counted here: those that are copied with all that lies in them. */
@Injectable()
export class CountedVillages {
  constructor(
    private readonly areas: AreaReplica,
    private readonly subtrees: AreaSubtrees,
  ) {}

  /** Whether what happens under this code is counted: it is a village's, and the village is copied here. */
  includes(code: string): boolean {
    return levelOf(code) === 'VILLAGE' && this.subtrees.covers(code);
  }

  /** The villages that have these codes or once had them, by code; without those that have not arrived. */
  async find(tx: EntityManager, codes: readonly string[]): Promise<ReadonlyMap<string, Village>> {
    return codes.length === 0 ? new Map() : this.areas.findByAnyCodes(tx, codes);
  }
}

/** @throws NotYetKnownError while the village has not arrived */
export function villageOf(code: string, villages: ReadonlyMap<string, Village>): Village {
  const village = villages.get(code);
  if (!village) throw new NotYetKnownError(`area ${code}`);
  return village;
}

export const placeOf = ({ id, code }: Village): { village_id: number; village_code: string } => ({
  village_id: id,
  village_code: code,
});
