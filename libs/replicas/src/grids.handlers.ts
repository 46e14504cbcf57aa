import { GridDefined } from '@lianxin/contracts';
import { NotYetKnownError, on } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { type AreaReplica } from './areas/area-replica.js';
import { AreaSubtrees } from './areas/area-subtrees.js';
import type { ReplicasOptions } from './replicas.options.js';

/** The village's code of today takes the place of the one that the event was published with. */
const UPSERT = `
  INSERT INTO grid (id, code, village_code, kind, household_count, is_synthetic)
  VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (id) DO UPDATE SET code = excluded.code, village_code = excluded.village_code, kind = excluded.kind,
    household_count = excluded.household_count, is_synthetic = excluded.is_synthetic`;

export function gridHandlers({ subtrees }: ReplicasOptions, areas: AreaReplica): EventHandler[] {
  const copied = new AreaSubtrees(subtrees);
  return [
    on(GridDefined, async ({ tx, event: { data } }) => {
      if (!copied.covers(data.villageCode)) return;
      const village = await areas.findByAnyCode(tx, data.villageCode);
      if (!village) throw new NotYetKnownError(`area ${data.villageCode}`);
      const code = village.code + data.code.slice(data.villageCode.length);
      const { gridId, kind, householdCount, isSynthetic } = data;
      await tx.query(UPSERT, [gridId, code, village.code, kind, householdCount, isSynthetic]);
    }),
  ];
}
