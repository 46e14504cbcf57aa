import { NEED_PRIORITIES } from '@lianxin/contracts';
import type { Need } from '../needs/need.entity.js';
import type { NeedPriority } from '../needs/need.transitions.js';

type Waiting = Pick<Need, 'id' | 'areaCode' | 'submittedAt'> & { readonly priority: NeedPriority | null };

export interface Ranked<Candidate extends Waiting> {
  readonly candidate: Candidate;
  readonly priority: NeedPriority;
  /** From 1, within its grid and priority. */
  readonly turn: number;
}

/**
 * The pool in its order (S0-10): by how pressing a need is, and among equals one of each grid in turn, so that no grid is served
 * twice before another is served once. In a turn who has waited longest comes first; the same needs have always the same order.
 */
export function rankCandidates<Candidate extends Waiting>(
  candidates: readonly Candidate[],
): Ranked<Candidate>[] {
  const turns = new Map<string, number>();
  const byAge = [...candidates].sort(isOlder);
  const ranked = byAge.flatMap((candidate) => {
    const { priority, areaCode } = candidate;
    if (priority === null) return [];
    const turn = (turns.get(`${priority} ${areaCode}`) ?? 0) + 1;
    turns.set(`${priority} ${areaCode}`, turn);
    return [{ candidate, priority, turn }];
  });
  return ranked.sort(
    (one, other) =>
      NEED_PRIORITIES.indexOf(one.priority) - NEED_PRIORITIES.indexOf(other.priority) ||
      one.turn - other.turn ||
      isOlder(one.candidate, other.candidate),
  );
}

function isOlder(one: Waiting, other: Waiting): number {
  return one.submittedAt.getTime() - other.submittedAt.getTime() || (one.id < other.id ? -1 : 1);
}
