import type { AreaReplica } from '@lianxin/replicas';
import type { EntityManager } from 'typeorm';

/** For a loader: codes of today by ids; null for an area that is not copied here or is no more. */
export const codesOfAreas =
  (areas: AreaReplica) =>
  async (tx: EntityManager, ids: readonly number[]): Promise<(string | null)[]> =>
    (await areas.find(tx, ids)).map((area) => (area?.validUntil === null ? area.code : null));
