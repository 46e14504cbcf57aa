import { hashEntry, type JournalEntry } from '@lianxin/journal';
import { finding, groupedBy, type Finding } from '../findings.js';

/** An entry with the place that the relay gave it, or none. */
export type PlacedEntry = JournalEntry & { readonly position: number | null };

/** Positions that a restore has lost and that nobody is given again. */
export interface PassedOver {
  readonly from: number;
  readonly to: number;
}

/**
 * Sequences and positions have no gap, and every entry carries the hash of the one before it.
 * @param passedOver the one gap that there has to be
 */
export function checkJournal(
  service: string,
  entries: readonly PlacedEntry[],
  passedOver?: PassedOver,
): Finding[] {
  const aggregates = groupedBy(entries, ({ aggregateId }) => aggregateId);
  return [
    ...[...aggregates].flatMap(([aggregateId, chain]) => checkChain(`${service} ${aggregateId}`, chain)),
    ...checkPositions(service, entries, passedOver),
  ];
}

function checkChain(name: string, chain: readonly JournalEntry[]): Finding[] {
  const findings: Finding[] = [];
  const inOrder = [...chain].sort((a, b) => a.sequence - b.sequence);
  inOrder.forEach((entry, index) => {
    const before = inOrder[index - 1];
    if (entry.sequence !== index + 1)
      findings.push(finding('disordered', `${name}: sequence ${entry.sequence} where ${index + 1} belongs`));
    if (entry.previousHash !== (before?.hash ?? null))
      findings.push(finding('disordered', `${name}#${entry.sequence}: not chained to the entry before it`));
    if (hashOf(entry) !== entry.hash)
      findings.push(finding('disordered', `${name}#${entry.sequence}: its hash is not of its content`));
  });
  return findings;
}

function hashOf(entry: JournalEntry): string {
  const { hash: _hash, position: _position, ...content } = entry as PlacedEntry;
  return hashEntry(content);
}

function checkPositions(
  service: string,
  entries: readonly PlacedEntry[],
  passedOver: PassedOver = { from: 1, to: 0 },
): Finding[] {
  const placeOf = (index: number): number =>
    index + 1 < passedOver.from ? index + 1 : index + 2 + passedOver.to - passedOver.from;
  const without = entries.filter(({ position }) => position === null);
  const positions = entries
    .flatMap(({ position }) => (position === null ? [] : [position]))
    .sort((a, b) => a - b);
  return [
    ...without.map(({ id }) => finding('lost', `${service} ${id}: no position`)),
    ...positions.flatMap((position, index) =>
      position === placeOf(index)
        ? []
        : [finding('disordered', `${service}: position ${position} where ${placeOf(index)} belongs`)],
    ),
  ].slice(0, 100);
}
