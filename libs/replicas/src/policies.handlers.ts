import { PolicyOverridden } from '@lianxin/contracts';
import { on } from '@lianxin/journal';
import type { EventHandler } from '@lianxin/journal';
import { AreaSubtrees } from './areas/area-subtrees.js';
import type { ReplicasOptions } from './replicas.options.js';

const INSERT = `
  INSERT INTO policy_override (id, policy_key, area_code, value, effective_from)
  VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING`;

/** Values set for and above the copied areas. Whether this release can read them is for the policy book to say. */
export function policyHandlers({ subtrees }: ReplicasOptions): EventHandler[] {
  const copied = new AreaSubtrees(subtrees);
  return [
    on(PolicyOverridden, async ({ tx, event: { data } }) => {
      if (!copied.concerns(data.areaCode)) return;
      const { overrideId, policyKey, areaCode, value, effectiveFrom } = data;
      await tx.query(INSERT, [overrideId, policyKey, areaCode, JSON.stringify(value ?? null), effectiveFrom]);
    }),
  ];
}
