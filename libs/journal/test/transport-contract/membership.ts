import type { TransportHarness } from './harness.js';

/**
 * Whether two members are in the group, and what there is to share out is shared between them: where members read next to each
 * other, each has something of its own; where they take turns, one has all of it.
 */
export async function areBothIn(harness: TransportHarness, group: string): Promise<boolean> {
  const held = await harness.holdings(group);
  const all = held.flat();
  if (held.length !== 2 || new Set(all).size !== all.length) return false;
  const busy = held.filter((own) => own.length > 0).length;
  return busy === (harness.sharing === 'partitions' ? 2 : 1);
}

/** Whether one member has the group's topics alone. */
export async function isAlone(harness: TransportHarness, group: string): Promise<boolean> {
  const held = await harness.holdings(group);
  return held.length === 1 && held[0]?.length === harness.shares;
}
