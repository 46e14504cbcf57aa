import { shanghaiYearBounds } from '@lianxin/policy';

/**
 * S0-25, S0-27: what is to be looked at in a year, as SQL over the alias `p`: what money was promised for or an emergency began,
 * from the year of its proposal to that in which it was over.
 */
export const OF_YEAR = `(p.committed_fen > 0 OR p.is_emergency) AND p.proposed_at < $4
  AND (p.ended_at IS NULL OR p.ended_at >= $3) AND p.village_code >= $1 AND p.village_code < $2`;

/** The parameters of `OF_YEAR`, in their order. */
export function ofYear({ from, to }: { from: string; to: string }, year: number): unknown[] {
  const bounds = shanghaiYearBounds(year);
  return [from, to, bounds.from, bounds.to];
}
