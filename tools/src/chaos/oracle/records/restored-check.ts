import { finding, type Finding } from '../findings.js';
import type { PlacedEntry } from './journal-check.js';

/** A service's journal before and after a restore to a moment before its head. */
export interface Restored {
  readonly service: string;
  readonly before: readonly PlacedEntry[];
  readonly after: readonly PlacedEntry[];
  /** Ids of what was committed when the moment was taken: all of it has to be there. */
  readonly surely: ReadonlySet<string>;
  /** Ids of what was committed a little later: nothing else may be there. */
  readonly atMost: ReadonlySet<string>;
  /** Ids that the report of the restore names as lost. */
  readonly named: readonly string[];
  /** The last position that was restored, and the last that was ever used, as the report has them. */
  readonly restored: number;
  readonly used: number;
}

/**
 * What was there at the moment is there, unchanged and at its place; what came after it is gone and named, all of it and nothing
 * else; and no position that was ever used is given to anything else.
 */
export function checkRestored(given: Restored): Finding[] {
  const { service, before, after, surely, atMost, used } = given;
  const found = new Set(after.map(({ id }) => id));
  const known = new Map(before.map((entry) => [entry.id, entry]));
  const furthest = Math.max(0, ...before.map(({ position }) => position ?? 0));
  return [
    ...[...surely]
      .filter((id) => !found.has(id))
      .map((id) => finding('lost', `restored ${service} ${id}: not there, and was before the moment`)),
    ...after
      .filter(({ id }) => !atMost.has(id))
      .map(({ id }) => finding('doubled', `restored ${service} ${id}: there, and came after the moment`)),
    ...after.flatMap((entry) => checkEntry(given, entry, known.get(entry.id))),
    ...checkNamed(given, found),
    ...(used < furthest
      ? [finding('disordered', `restored ${service}: goes on after ${used}, and ${furthest} was used`)]
      : []),
  ];
}

function checkEntry(
  { service, restored, used }: Restored,
  entry: PlacedEntry,
  before: PlacedEntry | undefined,
): Finding[] {
  const name = `restored ${service} ${entry.id}`;
  if (!before) return [finding('doubled', `${name}: was never there before`)];
  if (before.hash !== entry.hash) return [finding('lost', `${name}: other than it was`)];
  const { position } = entry;
  // What had none yet at the moment is given one anew, past all that were ever used.
  const isInPlace = position === null || position > used || position === before.position;
  const isBeyond = position !== null && position > restored && position <= used;
  return isInPlace && !isBeyond
    ? []
    : [finding('disordered', `${name}: at position ${position}, and was at ${before.position}`)];
}

function checkNamed({ service, before, named }: Restored, found: ReadonlySet<string>): Finding[] {
  const told = new Set(named);
  const lost = new Set(before.map(({ id }) => id).filter((id) => !found.has(id)));
  return [
    ...[...lost]
      .filter((id) => !told.has(id))
      .map((id) => finding('lost', `restored ${service} ${id}: gone, and not named as lost`)),
    ...[...told]
      .filter((id) => !lost.has(id))
      .map((id) => finding('doubled', `restored ${service} ${id}: named as lost, and is not`)),
    ...(named.length > told.size
      ? [finding('doubled', `restored ${service}: entries are named as lost more than once`)]
      : []),
  ];
}
